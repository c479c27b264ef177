using Akka.Actor;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>What a link does by itself as time goes by: look around every second, keep its session alive, and connect again after a growing pause.</summary>
internal sealed class JanusTimers(IWithTimers link)
{
    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MinPause = Second / 2;
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);

    /// <summary>How long it takes until the next attempt to connect, if the link is lost now.</summary>
    public TimeSpan Pause { get; private set; } = MinPause;

    /// <summary>The link has started: it is told <see cref="Tick"/> every second.</summary>
    public void Start() => link.Timers.StartPeriodicTimer(nameof(Tick), Tick.Now, Second);

    /// <summary>There is a session: the link is told <see cref="SendKeepAlive"/> as long as there is.</summary>
    public void SessionBegan()
    {
        Pause = MinPause;
        link.Timers.StartPeriodicTimer(nameof(SendKeepAlive), SendKeepAlive.Now, KeepAliveEvery);
    }

    /// <summary>There is no session any more.</summary>
    public void SessionEnded() => link.Timers.Cancel(nameof(SendKeepAlive));

    /// <summary>Tells the link <see cref="Connecting"/> after the pause, which is longer the next time.</summary>
    public void ConnectAgain()
    {
        link.Timers.StartSingleTimer(nameof(Connecting), Connecting.Now, Pause);
        Pause = Pause * 2 < MaxPause ? Pause * 2 : MaxPause;
    }

    /// <summary>A second has gone by.</summary>
    internal sealed record Tick
    {
        /// <summary>The only one.</summary>
        public static readonly Tick Now = new();
    }

    /// <summary>It is time to connect again.</summary>
    internal sealed record Connecting
    {
        /// <summary>The only one.</summary>
        public static readonly Connecting Now = new();
    }

    /// <summary>It is time for a sign of life.</summary>
    internal sealed record SendKeepAlive
    {
        /// <summary>The only one.</summary>
        public static readonly SendKeepAlive Now = new();
    }
}
