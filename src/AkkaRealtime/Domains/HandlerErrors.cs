using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Execution;

namespace AkkaRealtime.Domains;

/// <summary>Refusals that stand in for a handler.</summary>
internal static class HandlerErrors
{
    /// <summary>Too many requests wait on this node, or the store can't be reached.</summary>
    public static RequestError Busy { get; } = new(ErrorCode.Unavailable, "The server is busy: try again.", RetryAfterMs: ExecutorErrors.RetryAfterMs);
}
