namespace AkkaRealtime.Envelopes;

/// <summary>
/// A decoded, validated request on its way from a connection to the router of its domain, on the same node.
/// The sender is the connection actor: replies are told to it as <see cref="EncodedEnvelope"/>.
/// </summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Ref">The client's correlation, to be repeated in the reply or error.</param>
/// <param name="Body">What is asked.</param>
public sealed record ClientRequest(Caller Caller, string? Ref, IRequest Body)
{
    /// <summary>What the connection waits for, for a router that hands the request on to an owner; null where nobody can be away.</summary>
    internal AwaitedReplies? Replies { get; init; }

    /// <summary>The span that it is a part of, as <c>traceparent</c>; null where it isn't traced.</summary>
    internal string? Trace { get; init; }
}
