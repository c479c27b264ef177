namespace AkkaRealtime.Topics;

/// <summary>
/// How soon after one fan-out of a topic the next one begins. A send to a socket costs the same for one message as for twenty, so what is published to a
/// large topic while its last fan-out is still being written goes out together: at most one fan-out in twice the time that one takes. The first
/// publication after a pause goes at once, and small topics never wait.
/// </summary>
internal static class FanoutPace
{
    /// <summary>People notice a longer wait.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(25);

    /// <summary>Twice what a send costs (docs/performance.md).</summary>
    private static readonly TimeSpan PerMember = TimeSpan.FromMicroseconds(20);

    /// <summary>Below this a timer costs more than the sends.</summary>
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(1);

    /// <summary>From one fan-out to this many connections to the next; zero: no wait.</summary>
    public static TimeSpan After(int members)
    {
        var pause = members * PerMember;
        return pause < MinPause ? TimeSpan.Zero : pause > MaxPause ? MaxPause : pause;
    }
}
