namespace AkkaRealtime.Connections;

/// <summary>
/// How many pings and pongs a connection may send: as many as messages. Those beyond are not answered, and too many of them are a flood. Used by its reader alone.
/// </summary>
internal struct ControlRate
{
    private TokenBucket _rate;
    private int _over;

    /// <summary>Whether there were so many too many that the connection is closed with 4002.</summary>
    public readonly bool IsFlood => _over >= MessageGate.FloodAfter;

    /// <summary>One has come; whether to heed it.</summary>
    public bool TryTake(long nowMs, LimitOptions limits)
    {
        if (!limits.RateLimiting)
            return true;
        var may = _rate.TryTake(nowMs, limits.MessagesPerSecond, limits.Burst, out _);
        _over = may ? Math.Max(_over - 1, 0) : _over + 1;
        return may;
    }
}
