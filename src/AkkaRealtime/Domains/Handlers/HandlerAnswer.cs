using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>What becomes of a request that the host handles: a reply, a refusal, or nothing to be told.</summary>
/// <param name="Reply">The reply, or null.</param>
/// <param name="Error">The refusal, or null.</param>
internal readonly record struct HandlerAnswer(EncodedEnvelope? Reply, RequestError? Error)
{
    /// <summary>A refusal.</summary>
    public static HandlerAnswer Refused(RequestError error) => new(null, error);
}
