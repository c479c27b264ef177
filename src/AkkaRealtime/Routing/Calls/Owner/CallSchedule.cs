using Akka.Actor;
using Akka.Event;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>What an owner does by itself as time goes by: one timer, for whatever comes first. Says when the owner is no longer needed.</summary>
internal sealed class CallSchedule(
    IActorRef owner,
    CallServices services,
    CurrentCall current,
    CallLedger ledger,
    CallMediaServer mediaServer,
    CallEntrance entrance,
    CallLeases leases,
    MembershipWatch membership)
{
    // An ended call is known for a while: for a start that is repeated, and for requests that crossed the end.
    private static readonly TimeSpan KeepEnded = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KeepNothing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(1);

    // By the node's clock, as the deadlines are: a spec that moves it waits for nothing.
    private readonly ITimer _timer = services.Time.CreateTimer(
        _ => owner.Tell(Due.Now, ActorRefs.NoSender), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private DateTimeOffset _quietSince;
    private DateTimeOffset? _dueAt;
    private bool _wasLive;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    // Null: as long as there is something to do.
    private DateTimeOffset? IdleAt => current.IsLive || current.Value?.Closing.Count > 0 || !entrance.IsEmpty || !ledger.IsIdle
        ? null
        : _quietSince + (current.Value is null ? KeepNothing : KeepEnded);

    /// <summary>Somebody asked for something: the owner is needed.</summary>
    public void Touch() => _quietSince = Now;

    /// <summary>Tells the owner <see cref="Due"/> after <paramref name="wait"/>, before there is anything else to wait for.</summary>
    public void WakeAfter(TimeSpan wait) => _timer.Change(wait, Timeout.InfiniteTimeSpan);

    /// <summary>The owner stops.</summary>
    public void Stop() => _timer.Dispose();

    /// <summary>Does what is due. True where the owner is no longer needed.</summary>
    public bool Advance()
    {
        var now = Now;
        _dueAt = null;
        current.Apply(call => call.Advance(services.Rules, now));
        ledger.Advance(now);
        current.TellWhatIsKept();
        if (current.IsLive)
            leases.Advance(current.Value!, now);
        membership.Advance(now);
        mediaServer.Advance(now);
        entrance.Advance(now);
        if (IdleAt is not { } idle || idle > now)
            return false;
        _quietSince = now;
        return true;
    }

    /// <summary>After every message: sets the timer for what comes next.</summary>
    public void Settle()
    {
        var now = Now;
        if (_wasLive && !current.IsLive)
            _quietSince = now;
        _wasLive = current.IsLive;
        leases.Follow(current.IsLive, now);
        membership.Follow(now);
        var next = Earliest(
            current.Value?.Next(services.Rules), leases.Next, membership.Next, ledger.Next, current.Next, mediaServer.Next, entrance.Next, IdleAt);
        if (next == _dueAt)
            return;
        _dueAt = next;
        if (next is { } due)
            WakeAfter(due - now > MinDelay ? due - now : MinDelay);
        else
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private static DateTimeOffset? Earliest(params ReadOnlySpan<DateTimeOffset?> times)
    {
        DateTimeOffset? earliest = null;
        foreach (var time in times)
        {
            if (time is not null && (earliest is null || time < earliest))
                earliest = time;
        }

        return earliest;
    }

    /// <summary>It is time.</summary>
    internal sealed record Due : IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static readonly Due Now = new();
    }
}
