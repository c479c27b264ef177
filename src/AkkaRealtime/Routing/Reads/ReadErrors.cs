using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Reads;

/// <summary>Why a read was not answered.</summary>
internal static class ReadErrors
{
    /// <summary>After which a read may be tried again, milliseconds.</summary>
    public const int RetryAfterMs = 1_000;

    /// <summary>Too many reads wait on this node, or the store can't be reached.</summary>
    public static RequestError Unavailable { get; } =
        new(ErrorCode.Unavailable, "The store can't be reached or is busy: try again.", RetryAfterMs: RetryAfterMs);

    /// <summary>The connection has too many reads under way.</summary>
    public static RequestError TooMany { get; } = new(
        ErrorCode.RateLimited, "Too many requests are under way on this connection: wait for their replies.", RetryAfterMs: RetryAfterMs);

    /// <summary>A bug of ours; it was logged.</summary>
    public static RequestError Failed { get; } = new(ErrorCode.Internal, "The server failed to answer this.");
}
