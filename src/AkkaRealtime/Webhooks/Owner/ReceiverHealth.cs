namespace AkkaRealtime.Webhooks.Owner;

/// <summary>Whether a receiver accepts anything at all. While it doesn't, it is tried by one event at a time, ever more rarely, up to once a minute; when it does, nothing waits any longer.</summary>
internal sealed class ReceiverHealth
{
    /// <summary>Failures in a row after which a receiver counts as down.</summary>
    public const int DownAfter = 5;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private int _failures;

    /// <summary>Nothing is accepted.</summary>
    public bool IsDown => _failures >= DownAfter;

    /// <summary>When the next event may be tried; null: at once.</summary>
    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>An event was accepted; true where the receiver was down before.</summary>
    public bool Accepted()
    {
        var wasDown = IsDown;
        (_failures, PausedUntil) = (0, null);
        return wasDown;
    }

    /// <summary>An event was not; true where the receiver counts as down since.</summary>
    public bool Refused(DateTimeOffset now)
    {
        _failures++;
        if (!IsDown)
            return false;
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_failures - DownAfter, 10)));
        PausedUntil = now + (pause < LongestPause ? pause : LongestPause);
        return _failures == DownAfter;
    }
}
