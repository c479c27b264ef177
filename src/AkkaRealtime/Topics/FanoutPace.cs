namespace AkkaRealtime.Topics;

/// <summary>
/// How soon after one fan-out of a topic the next one begins. A send to a socket costs the same for one message as for twenty, so what a large room
/// says while its last fan-out is still being written goes out together: at most one fan-out in twice the time that one takes. The first message
/// after a pause goes at once, and small rooms never wait.
/// </summary>
internal static class FanoutPace
{
    /// <summary>What gathers for longer is felt.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(25);

    /// <summary>Twice what a send costs (docs/performance.md).</summary>
    private static readonly TimeSpan PerMember = TimeSpan.FromMicroseconds(20);

    /// <summary>Below this a timer is dearer than the sends.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>From one fan-out to this many connections to the next; zero: no wait.</summary>
    public static TimeSpan After(int members)
    {
        var pause = members * PerMember;
        return pause < Shortest ? TimeSpan.Zero : pause > Longest ? Longest : pause;
    }
}
