using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Reads;

namespace AkkaRealtime.Domains;

/// <summary>Refusals that stand in for a handler.</summary>
internal static class HandlerErrors
{
    /// <summary>Too many requests wait on this node.</summary>
    public static RequestError Busy { get; } = new(ErrorCode.Unavailable, "The server is busy: try again.", RetryAfterMs: ReadErrors.RetryAfterMs);

    /// <summary>The handler threw; it was logged.</summary>
    public static RequestError Failed { get; } = new(ErrorCode.Internal, "The server failed to answer this.");
}
