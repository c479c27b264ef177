using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// The owner of a room's calls, one live call at a time: so that of two who call each other at once the second is led into the call of the
/// first. A sharded entity, its id is the room's. Moves messages; <see cref="Call"/> decides, <see cref="CurrentCall"/> does what follows.
/// </summary>
internal sealed class CallActor : UntypedActor
{
    private readonly RoomId _room;
    private readonly CallServices _services;
    private readonly CallLedger _ledger;
    private readonly CallConnections _connections;
    private readonly CurrentCall _current;
    private readonly CallAnswers _answers;
    private readonly CallRequestHandler _requests;
    private readonly CallMediaServer _mediaServer;
    private readonly CallEntrance _entrance;
    private readonly MissedCounts _missed;
    private readonly CallLoading _loading;
    private readonly MembershipWatch _membership;
    private readonly CallTakeover _takeover;
    private readonly CallSchedule _schedule;
    private Counted _active;

    /// <summary>The owner of the calls of <paramref name="room"/>.</summary>
    public CallActor(RoomId room, CallServices services)
    {
        _room = room;
        _services = services;
        _ledger = new CallLedger(services.Journal, services.Rooms, Self);
        _connections = new CallConnections(Context);
        var limits = new CallRateLimits(services.RateLimiting);
        _current = new CurrentCall(room, services, _ledger, _connections, new CallEffectRunner(services, _connections, Self));
        _answers = new CallAnswers(_current, services, Self);
        _requests = new CallRequestHandler(services, _connections, limits, _answers);
        _mediaServer = new CallMediaServer(_current, services, _connections, limits, _answers, Self);
        _entrance = new CallEntrance(room, services, _current, _mediaServer, _answers, (command, connection) => Take(command, connection), HandleOfMember, Self);
        var leases = new CallLeases(services, _ledger, _mediaServer, Self);
        _takeover = new CallTakeover(room, services, _ledger, _current, _connections, _entrance, leases, _mediaServer, Context);
        _membership = new MembershipWatch(room, services, _current, Self);
        _schedule = new CallSchedule(Self, services, _current, _ledger, _mediaServer, _entrance, leases, _membership);
        _missed = new MissedCounts(services, Self);
        _loading = new CallLoading(room, services, Self);
        _active = new Counted(services.Metrics.Calls.Active);
    }

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    /// <inheritdoc/>
    protected override void PreStart() => _loading.Begin();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _schedule.Stop();
        Show(null);
        _takeover.HandOver();
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        CallLog.Restarted(_services.Log, reason, _room);
        _services.Metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "call"));
        base.PreRestart(reason, message);
    }

    /// <summary>Until the store has said whether a call goes on here.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CallLoading.Loaded loaded:
                Become(Ready);
                _ledger.Begin(loaded.Tag);
                _schedule.Touch();
                if (loaded.Call is not null)
                    _takeover.Restore(loaded.Call);
                while (_loading.TryTake(out var waiting, out var sender))
                    Take(waiting, sender);
                Settle();
                break;
            case CallLoading.NotLoaded failed:
                var level = StorageLog.LevelOf(failed.Cause);
                CallLog.LoadFailed(_services.Log, level, failed.Cause, _room);
                while (_loading.TryTake(out var waiting, out var sender))
                    _answers.Refuse(waiting, sender, CallAnswers.Unavailable);
                _schedule.WakeAfter(CallLoading.Retry);
                break;
            case CallSchedule.Due:
                _loading.Begin();
                break;
            case ICallCommand command:
                if (!_loading.TryWait(command, Sender))
                    _answers.Refuse(command, Sender, CallAnswers.Unavailable);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Ready(object message)
    {
        switch (message)
        {
            case RelaySignal signal when Concerns(signal.Call, signal.Caller.User):
                _requests.Relay(_current.Value, signal, Sender);
                return;
            case ICallCommand command:
                Take(command, Sender);
                break;
            case RoomMembers members:
                _entrance.Take(members);
                break;
            case NotMembers strangers:
                _current.Apply(call => call.Dismiss(strangers.Users, Now));
                break;
            case NewMembers members:
                _membership.Welcome(members.Users);
                break;
            case EnterCallAnswer answer:
                _entrance.Take(answer);
                break;
            case OwnerAway away:
                _entrance.GiveUp(away);
                break;
            case RingAnswer answer when answer.Call == _current.Value?.Id:
                _current.Apply(call => call.RingAnswered(answer.User, answer.Outcome, Now));
                break;
            case RingAnswer:
                break;
            case ISfuAnswer answer:
                if (_mediaServer.Take(answer) is not CallMediaServer.Answer.None and var outcome)
                    _entrance.MediaServerAnswered(refused: outcome == CallMediaServer.Answer.Refused);
                break;
            case Terminated ended:
                foreach (var session in _connections.Remove(ended.ActorRef))
                    _current.Apply(call => call.Lost(session, Now));
                break;
            case ActorIdentity { MessageId: string session, Subject: { } connection }:
                ConnectionFound(new SessionId(session), connection);
                break;
            case ActorIdentity:
                break;
            case Saved saved:
                _ledger.Answered(saved.Entry, stored: true, Now);
                _current.TellWhatIsKept();
                _missed.Kept(saved.Entry);
                break;
            case SaveSuperseded superseded when _ledger.IsUnderWay(superseded.Entry):
                Become(Superseded);
                Show(null);
                _takeover.GiveWay();
                return;
            case SaveFailed failed:
                _ledger.Answered(failed.Entry, stored: false, Now);
                break;
            case MissedCounts.Counted counted:
                _missed.Tell(counted);
                break;
            case MissedCounts.NotCounted:
                break;
            case CallRecorded recorded:
                OutcomeRecorded(recorded);
                break;
            case CallSchedule.Due:
                if (_schedule.Advance())
                    Context.Parent.Tell(new Passivate(PoisonPill.Instance));
                break;
            default:
                Unhandled(message);
                return;
        }

        Settle();
    }

    private void Settle()
    {
        _schedule.Settle();
        Show(_current.IsLive ? _current.Value : null);
    }

    // To those who count and to the operator.
    private void Show(Call? live)
    {
        _active.Set(live is not null);
        _services.Ongoing.Set(_room, live);
    }

    // Until the shard stops this actor.
    private void Superseded(object message)
    {
        if (message is ICallCommand command)
            _answers.Refuse(command, Sender, CallAnswers.Unavailable);
    }

    private void Take(ICallCommand command, IActorRef sender)
    {
        _schedule.Touch();
        if (command is RelaySignal signal)
            Relay(signal, sender);
        else if (command is SignOutOfCall gone && gone.Call == _current.Value?.Id)
            _current.Apply(call => call.SignedOut(gone.User, Now));
        else if (command is StopRinging busy && busy.Call == _current.Value?.Id)
            _current.Apply(call => call.RingAnswered(busy.User, busy.Outcome, Now));
        else if (command is EndCall end)
            End(end, sender);
        else if (command is WakeCall { Call: { } asked, User: { } user })
            _takeover.Answer(user, asked);
        else if (command is CallCommand request && !_entrance.TryPutBehind(request, sender))
            Handle(request, sender);
    }

    private void End(EndCall end, IActorRef sender)
    {
        if (_current.IsLive && _current.Value!.Id == end.Call)
            _current.Apply(_current.Value.End(Now), () => sender.Tell(new EndCallAnswer(end.Call, null)), () => _answers.Refuse(end, sender, CallAnswers.Unavailable));
        else
            _answers.Refuse(end, sender, CallAnswers.NoSuchCall);
    }

    private void Handle(CallCommand command, IActorRef connection)
    {
        if (command.Request is CallStartRequest start)
            _entrance.Start(start, command, connection);
        else if (command.Request is INamesCall named && !Concerns(named.CallId, command.Caller.User))
            _entrance.AskWhetherMember(command, connection);
        else
            Handle(_current.Value!, command, connection);
    }

    // The room has said that the caller is a member.
    private void HandleOfMember(CallCommand command, IActorRef connection)
    {
        if (_current.Value is not { } call || (command.Request as INamesCall)?.CallId != call.Id)
            _answers.Refuse(command, connection, CallAnswers.NoSuchCall);
        else
            Handle(call, command, connection);
    }

    private void Handle(Call call, CallCommand command, IActorRef connection)
    {
        if (command.Request is CallAcceptRequest or CallJoinRequest or CallInviteRequest)
            _entrance.Begin(call, command, connection);
        else if (command.Request is CallEndRequest or CallRemoveRequest && _current.IsLive && command.Caller.User != call.Host)
            _entrance.AskWhoModerates(command, connection);
        else if (command.Request is CallSignalRequest between && SfuNames.LegOf(between.To) is null)
            _answers.Refuse(command, connection, call.CheckWithin(command.Caller) ?? CallAnswers.Unavailable);
        else if (command.Request is CallSignalRequest signal)
            _mediaServer.Signal(call, signal, command, connection);
        else
            _requests.Take(call, command, connection);
    }

    private bool Concerns(CallId call, UserId user) => _current.Value is { } current && current.Id == call && current.Concerns(user);

    private void Relay(RelaySignal signal, IActorRef connection)
    {
        if (Concerns(signal.Call, signal.Caller.User))
        {
            _requests.Relay(_current.Value, signal, connection);
            return;
        }

        // It is refused in any case, only how is not known yet: what was to be passed on is of no more use.
        var refused = new CallCommand(signal.Room, signal.Caller, signal.Ref, new CallSignalRequest(signal.Call, signal.To, null, null));
        if (!_entrance.TryPutBehind(refused, connection))
            _entrance.AskWhetherMember(refused, connection);
    }

    private void ConnectionFound(SessionId session, IActorRef connection)
    {
        if (_current.Value?.Participants.Any(p => p.Session == session) != true)
            return;
        _current.Connect(session, connection);
        _current.Apply(call => call.Found(session));
    }

    private void OutcomeRecorded(CallRecorded recorded)
    {
        if (!_ledger.Recorded(recorded.Call) || _current.Value?.Id != recorded.Call)
            return;
        _current.MarkAsRecorded();
        _entrance.OutcomeRecorded();
    }
}
