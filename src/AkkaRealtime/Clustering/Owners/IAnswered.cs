namespace AkkaRealtime.Clustering.Owners;

/// <summary>
/// A client's request on its way to an owner. The sender is the connection, which waits for a reply with this <c>ref</c>. Where such a message dies on its way, as in the mailbox
/// of an owner that moves to another node, the connection is answered <c>unavailable</c> at once.
/// </summary>
public interface IAnswered : ICrossesNodes
{
    /// <summary>The request's <c>ref</c>; null where nobody waits.</summary>
    string? Ref { get; }
}
