using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Status;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls;

/// <summary>
/// The owner of a room's calls, one live call at a time: so that of two who call each other at once the second is led into the call of the
/// first. A sharded entity, its id is the room's. Moves messages; <see cref="Call"/> decides.
/// </summary>
internal sealed partial class CallActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan KeepEnded = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KeepNothing = TimeSpan.FromSeconds(5);

    private readonly RoomId _room;
    private readonly CallServices _services;
    private readonly CallRules _rules;
    private readonly CallLedger _ledger;
    private readonly CallConnections _connections;
    private readonly CallNews _news = new();
    private readonly Budget _budget = Budget.OfSignals();
    private readonly Budget _reactions = Budget.OfReactions();
    private Call? _call;
    private IReadOnlyList<UserId> _missedBefore = [];
    private DateTimeOffset? _leaseAt;
    private DateTimeOffset _quietSince;
    private DateTimeOffset? _wakeAt;

    /// <summary>The owner of the calls of <paramref name="room"/>.</summary>
    public CallActor(RoomId room, CallServices services)
    {
        _room = room;
        _services = services;
        _rules = CallRules.From(services.Options.Calls);
        _ledger = new CallLedger(services.Journal, services.Rooms, Self);
        _connections = new CallConnections(Context);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    private bool IsLive => _call is { State: not CallState.Ended };

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _quietSince = Now;
        Load();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _ledger.Flush(Now);
        _news.ReleaseAll();
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        CallLog.Restarted(_services.Log, reason, _room);
        _services.Metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "call"));
        base.PreRestart(reason, message);
    }

    private void Ready(object message)
    {
        switch (message)
        {
            case RelaySignal signal:
                // The hot path: changes nothing that a timer hangs on.
                Relay(signal, Sender);
                return;
            case ICallCommand command:
                Take(command, Sender);
                break;
            case RoomMembers members:
                MembersKnown(members);
                break;
            case EnterCallAnswer answer:
                EnteringAnswered(answer);
                break;
            case RingAnswer answer when answer.Call == _call?.Id:
                Apply(_call.RingAnswered(answer.User, answer.Outcome, Now));
                break;
            case RingAnswer:
                break;
            case ISfuAnswer answer:
                SfuAnswered(answer);
                break;
            case OpenAgain:
                OpenSfuAgain();
                break;
            case Terminated ended:
                ConnectionEnded(ended.ActorRef);
                break;
            case ActorIdentity { MessageId: string session, Subject: { } connection }:
                ConnectionFound(new SessionId(session), connection);
                break;
            case ActorIdentity:
                break;
            case Saved saved:
                _ledger.Answered(saved.Entry, stored: true, Now);
                ReleaseNews();
                CountUnseen(saved.Entry);
                break;
            case UnseenCounted counted:
                foreach (var (user, missed) in counted.Missed)
                    _services.Users.Tell(new TellUser(user, CallJson.Unseen(missed)));
                break;
            case CountFailed:
                // The next request for the history counts again.
                break;
            case SaveFailed failed:
                _ledger.Answered(failed.Entry, stored: false, Now);
                break;
            case CallRecorded recorded:
                OutcomeRecorded(recorded);
                break;
            case Wake:
                Advance();
                break;
            default:
                Unhandled(message);
                return;
        }

        Rearm();
    }

    private void ConnectionFound(SessionId session, IActorRef connection)
    {
        if (_call?.Participants.Any(p => p.Session == session) != true)
            return;
        _connections.Add(session, connection);
        ApplyToCall(call => call.Found(session));
    }

    private void ConnectionEnded(IActorRef connection)
    {
        foreach (var session in _connections.Remove(connection))
            ApplyToCall(call => call.Lost(session, Now));
    }

    private void OutcomeRecorded(CallRecorded recorded)
    {
        if (!_ledger.Recorded(recorded.Call) || _call?.Id != recorded.Call)
            return;
        _call = _call with { Recorded = true };
        _ledger.Save(_call, Now);
        StartsMayGoOn();
    }

    private void Advance()
    {
        var now = Now;
        _wakeAt = null;
        ApplyToCall(call => call.Advance(_rules, now));
        _ledger.Advance(now);
        ReleaseNews();
        if (IsLive && _leaseAt <= now)
            RenewLeases(now);
        GiveUpPending(now);
        if (IdleUntil() <= now)
        {
            _quietSince = now;
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
        }
    }

    private void RenewLeases(DateTimeOffset now)
    {
        var view = _call!.View();
        foreach (var seat in _call.Participants)
            _services.Users.Tell(new HoldCall(seat.User, view));
        foreach (var callee in _call.Ringing)
            _services.Users.Tell(new RingUser(callee.User, view, callee.From.Value, callee.ExpiresAt));
        OpenSfuAgain();
        _ledger.Save(_call, now);
        _leaseAt = now + Lease;
    }

    // An ended call is known for a while: for a start that is repeated, and for requests that crossed the end.
    private DateTimeOffset? IdleUntil() => IsLive || _call?.Closing.Count > 0 || _pending.Count > 0 || !_ledger.IsIdle ? null : _quietSince + (_call is null ? KeepNothing : KeepEnded);

    // One timer, for whatever comes first.
    private void Rearm()
    {
        var next = Earliest(_call?.Next(_rules), IsLive ? _leaseAt : null);
        next = Earliest(next, _ledger.Next);
        next = Earliest(next, _news.Next);
        next = Earliest(next, NextGivenUp());
        next = Earliest(next, IdleUntil());
        if (next == _wakeAt)
            return;
        _wakeAt = next;
        if (next is not { } due)
        {
            Timers.Cancel(nameof(Wake));
            return;
        }

        var wait = due - Now;
        Timers.StartSingleTimer(nameof(Wake), Wake.Now, wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1));
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    // Told once the store has it, and counted there: no number of ours can go wrong.
    private void CountUnseen(JournalEntry entry)
    {
        if (entry is not SaveCall { Missed: { } missed })
            return;
        var news = missed.Except(_missedBefore).ToList();
        _missedBefore = missed;
        if (news.Count == 0)
            return;
        var store = _services.Store;
        CountAsync(store, news).PipeTo(Self, success: counts => new UnseenCounted(counts), failure: _ => CountFailed.Instance);

        static async Task<IReadOnlyDictionary<UserId, int>> CountAsync(ICallStore store, IReadOnlyCollection<UserId> users) =>
            await store.UnseenCallsAsync(users, CancellationToken.None).ConfigureAwait(false);
    }

    private sealed record UnseenCounted(IReadOnlyDictionary<UserId, int> Missed);

    private sealed class CountFailed
    {
        public static readonly CountFailed Instance = new();
    }

    private sealed record Wake
    {
        public static readonly Wake Now = new();
    }
}
