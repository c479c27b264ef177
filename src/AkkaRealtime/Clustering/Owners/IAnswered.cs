namespace AkkaRealtime.Clustering.Owners;

/// <summary>A client's request on its way to an owner. The sender is the connection, which waits for a reply with this <c>ref</c>.</summary>
internal interface IAnswered : ICrossesNodes
{
    /// <summary>The request's <c>ref</c>; null where nobody waits.</summary>
    string? Ref { get; }
}
