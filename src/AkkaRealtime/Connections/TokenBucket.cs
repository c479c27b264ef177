namespace AkkaRealtime.Connections;

/// <summary>
/// A token bucket in one number: the time at which it would be full again (the generic cell rate algorithm, ITU-T I.371). A default value is a full one.
/// </summary>
internal struct TokenBucket
{
    private const long MicrosPerSecond = 1_000_000;

    private long _fullAtMicros;

    /// <summary>Whether nothing is missing.</summary>
    public readonly bool IsFull(long nowMs) => _fullAtMicros <= nowMs * 1_000;

    /// <summary>
    /// Takes tokens; false, and the milliseconds until there will be enough, where there are not.
    /// </summary>
    /// <param name="nowMs">A monotonic clock.</param>
    /// <param name="perSecond">Tokens that come in a second.</param>
    /// <param name="burst">Tokens that it holds.</param>
    /// <param name="retryAfterMs">When to come again; 0 where one was taken.</param>
    /// <param name="count">Tokens to take; more than it holds take all of them.</param>
    public bool TryTake(long nowMs, int perSecond, int burst, out int retryAfterMs, int count = 1)
    {
        var now = nowMs * 1_000;
        var interval = MicrosPerSecond / perSecond;
        var fullAt = Math.Max(_fullAtMicros, now) + interval * Math.Min(count, burst);
        var over = fullAt - now - interval * burst;
        retryAfterMs = 0;
        if (over > 0)
        {
            retryAfterMs = (int)((over + 999) / 1_000);
            return false;
        }

        _fullAtMicros = fullAt;
        return true;
    }
}
