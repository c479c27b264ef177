using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Execution;

/// <summary>The refusal of a <see cref="BoundedExecutor"/> that is the same whatever it runs.</summary>
internal static class ExecutorErrors
{
    /// <summary>After which it may be tried again, milliseconds.</summary>
    public const int RetryAfterMs = 1_000;

    /// <summary>The connection has too much under way.</summary>
    public static RequestError TooMany { get; } = new(
        ErrorCode.RateLimited, "Too many requests are under way on this connection: wait for their replies.", RetryAfterMs: RetryAfterMs);
}
