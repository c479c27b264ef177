namespace AkkaRealtime.Connections;

/// <summary>
/// A token bucket in one number: the time at which it would be full again (the generic cell rate algorithm, ITU-T I.371). A default value is a full one.
/// </summary>
internal struct TokenBucket
{
    private const long MicrosPerSecond = 1_000_000;

    private long _fullAtMicros;

    /// <summary>
    /// Takes one token; false, and the milliseconds until there will be one, where there is none.
    /// </summary>
    /// <param name="nowMs">A monotonic clock.</param>
    /// <param name="perSecond">Tokens that come in a second.</param>
    /// <param name="burst">Tokens that it holds.</param>
    /// <param name="retryAfterMs">When to come again; 0 where one was taken.</param>
    public bool TryTake(long nowMs, int perSecond, int burst, out int retryAfterMs)
    {
        var now = nowMs * 1_000;
        var interval = MicrosPerSecond / perSecond;
        var fullAt = Math.Max(_fullAtMicros, now) + interval;
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
