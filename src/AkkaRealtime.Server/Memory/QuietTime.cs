namespace AkkaRealtime.Server.Memory;

/// <summary>Says when it is worth while to collect garbage because nothing else is going on. Looked at once a second.</summary>
internal sealed class QuietTime
{
    // A server whose clients only answer pings allocates less; one that carries messages, far more.
    private const long Busy = 1_048_576;
    private const long WorthWhile = 16 * 1_048_576;
    private const int QuietLooks = 2;

    private long _last;
    private long _collectedAt;
    private int _quiet;

    /// <summary>Whether to collect now: true once after each busy time.</summary>
    /// <param name="allocated">All bytes that the process has ever allocated.</param>
    public bool Look(long allocated)
    {
        _quiet = allocated - _last < Busy ? _quiet + 1 : 0;
        _last = allocated;
        if (_quiet < QuietLooks || allocated - _collectedAt < WorthWhile)
            return false;
        _collectedAt = allocated;
        return true;
    }
}
