using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// The way into a call: requests that need others' word first. Start, join and invite ask the room for its members; start, accept and join ask the
/// user's entity whether they are in another call; the fifth participant waits for the media server. Each is checked before anybody is asked,
/// and decided when the answers are there.
/// </summary>
internal sealed class CallEntrance
{
    private readonly RoomId _room;
    private readonly CallServices _services;
    private readonly CurrentCall _current;
    private readonly CallMediaServer _mediaServer;
    private readonly CallAnswers _answers;
    private readonly Action<CallCommand, IActorRef> _goOn;
    private readonly IActorRef _owner;
    private readonly PendingEntries _pending;
    private CallId? _next;

    /// <summary>The way into the calls of <paramref name="room"/>; <paramref name="goOn"/> takes what a connection sent after a request that has been answered.</summary>
    public CallEntrance(
        RoomId room,
        CallServices services,
        CurrentCall current,
        CallMediaServer mediaServer,
        CallAnswers answers,
        Action<CallCommand, IActorRef> goOn,
        IActorRef owner)
    {
        (_room, _services, _current, _mediaServer, _answers, _goOn, _owner) = (room, services, current, mediaServer, answers, goOn, owner);
        _pending = new PendingEntries(room);
    }

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _pending.IsEmpty;

    /// <summary>When the first who waits is given up; null: nobody waits.</summary>
    public DateTimeOffset? Next => _pending.Next;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    // Both of two who start at once are to enter the same call, whoever's answer comes first: so there is one id for the call that is to be.
    private CallId NextId => _next ??= CallId.New(_room, Now);

    /// <summary>True where the connection has a request here: this one waits behind it, so that its requests stay in order.</summary>
    public bool TryPutBehind(CallCommand command, IActorRef connection)
    {
        if (_pending.Of(command.Caller.Session) is not { } pending)
            return false;
        if (!pending.TryPutBehind(command, connection))
            _answers.Refuse(command, connection, CallAnswers.Unavailable);
        return true;
    }

    /// <summary><c>call.start</c>.</summary>
    public void Start(CallStartRequest start, CallCommand command, IActorRef connection)
    {
        var who = command.Caller;
        if (_current.Value is { } call && call.WasStartedBy(who.User, start.Key) && (call.State == CallState.Ended || call.SeatOf(who.User) is not null))
        {
            // The same attempt again, after a lost connection or a lost reply.
            if (call.State == CallState.Ended)
                _answers.Reply(connection, CallEnvelopes.Started(new CallStarted(call.View(), []), command.Ref));
            else
                Enter(call.StartHere(who, CallConnections.AddressOf(connection), start.Key!, Now), command, connection);
            return;
        }

        AskMembers(_pending.Add(command, connection, Now));
    }

    /// <summary><c>call.accept</c>, <c>call.join</c> and <c>call.invite</c> of <paramref name="call"/>.</summary>
    public void Begin(Call call, CallCommand command, IActorRef connection)
    {
        var attempt = Decide(call, command, CallConnections.AddressOf(connection), invited: []);
        if (attempt.Error is { } error && !(attempt.NeedsSfu && _mediaServer.IsConfigured))
            _answers.Refuse(command, connection, error);
        else if (command.Request is not CallInviteRequest && call.SeatOf(command.Caller.User) is not null)
            Enter(attempt, command, connection);
        else if (command.Request is CallAcceptRequest)
            AskUser(_pending.Add(command, connection, Now));
        else
            AskMembers(_pending.Add(command, connection, Now));
    }

    /// <summary>The room has said who its members are.</summary>
    public void Take(RoomMembers members)
    {
        if (_pending.AskedFor(members) is not { } entry)
            return;
        entry.Members = members;
        if (members.Kind is null)
            Refuse(entry, ChatErrors.NoSuchRoom);
        else if (!members.Users.Contains(entry.Command.Caller.User))
            Refuse(entry, ChatErrors.NotMember);
        else if (entry.Command.Request is CallInviteRequest invite)
            Invite(entry, invite, members);
        else
            AskUser(entry);
    }

    /// <summary>A user's entity has said whether they may enter.</summary>
    public void Take(EnterCallAnswer answer)
    {
        if (_pending.AskedFor(answer) is not { } entry)
            LetGo(answer.User, answer.Call);
        else if (answer.Allowed)
            Decide(entry);
        else
            Refuse(entry, new RequestError(ErrorCode.Busy, "You are in another call. Leave it first."));
    }

    /// <summary>The last call's outcome is in the room's log: the next call may begin.</summary>
    public void OutcomeRecorded()
    {
        foreach (var entry in _pending.AwaitingRecord())
            Decide(entry);
    }

    /// <summary>The media server has been asked for: who waited for it is decided again.</summary>
    public void MediaServerAnswered(bool refused)
    {
        foreach (var entry in _pending.AwaitingMediaServer())
        {
            entry.SfuRefused = refused;
            Decide(entry);
        }
    }

    /// <summary>Gives up those who have waited too long.</summary>
    public void Advance(DateTimeOffset now)
    {
        foreach (var entry in _pending.Overdue(now))
            Refuse(entry, CallAnswers.Unavailable);
        if (_pending.IsEmpty)
            _next = null;
    }

    private void AskMembers(PendingEntry entry) => _services.Rooms.Tell(new GetRoomMembers(_room, entry.Token), _owner);

    private void AskUser(PendingEntry entry)
    {
        var call = entry.Command.Request is CallStartRequest start && !_current.IsLive ? NewCall(start, entry).Call : _current.Value;
        if (call is null)
        {
            Refuse(entry, CallAnswers.NoSuchCall);
            return;
        }

        entry.Entering = call.Id;
        _services.Users.Tell(new CallForUsers(call).Enter(entry.Command.Caller.User), _owner);
    }

    private void Invite(PendingEntry entry, CallInviteRequest invite, RoomMembers members)
    {
        if (invite.Users!.FirstOrDefault(u => !members.Users.Contains(u)) is { Value: not null } stranger)
        {
            Refuse(entry, new RequestError(ErrorCode.Forbidden, $"{stranger} is not a member of this room. Send chat.invite first.", "users"));
            return;
        }

        _pending.Remove(entry);
        if (_current.Value is { } call && call.Id == invite.CallId)
            _answers.Apply(Decide(call, entry.Command, "", invite.Users!), entry.Command, entry.Connection);
        else
            _answers.Refuse(entry.Command, entry.Connection, CallAnswers.NoSuchCall);
        GoOn(entry);
    }

    private void Decide(PendingEntry entry)
    {
        var isStart = entry.Command.Request is CallStartRequest;
        CallDecision decision;
        if (isStart && !_current.IsLive)
        {
            // The outcome of the last call is kept as long as the room's log has not got it: the next call would overwrite it.
            entry.AwaitsRecord = _current.Value is { Recorded: false };
            if (entry.AwaitsRecord || AsksAgain(entry, NextId))
                return;
            decision = NewCall((CallStartRequest)entry.Command.Request, entry);
            _next = null;
        }
        else if (_current.Value is { } call && (isStart || (entry.Command.Request as INamesCall)?.CallId == call.Id))
        {
            if (AsksAgain(entry, call.Id))
                return;
            decision = Decide(call, entry.Command, CallConnections.AddressOf(entry.Connection), invited: []);
        }
        else
        {
            Refuse(entry, CallAnswers.NoSuchCall);
            return;
        }

        if (AwaitsMediaServer(entry, decision))
            return;
        if (decision.Error is { } error)
        {
            Refuse(entry, error);
            return;
        }

        _pending.Remove(entry);
        Enter(decision, entry.Command, entry.Connection);
        GoOn(entry);
    }

    private CallDecision Decide(Call call, CallCommand command, string connection, IReadOnlyList<UserId> invited) => command.Request switch
    {
        CallStartRequest start => call.StartHere(command.Caller, connection, start.Key!, Now),
        CallAcceptRequest => call.Accept(command.Caller, connection, Now),
        CallJoinRequest => call.Join(command.Caller, connection, Now),
        _ => call.Invite(command.Caller, invited, _services.Rules, Now),
    };

    private CallDecision NewCall(CallStartRequest start, PendingEntry entry)
    {
        var members = entry.Members!;
        var begin = new NewCall(NextId, _room, members.Kind!, members.Users, start.Media!, start.Key!);
        return Call.Start(begin, entry.Command.Caller, CallConnections.AddressOf(entry.Connection), _services.Rules, Now);
    }

    // The call that the user was let into is over, and another one is what they would come into now.
    private bool AsksAgain(PendingEntry entry, CallId target)
    {
        if (entry.Entering == target)
            return false;
        LetGo(entry);
        AskUser(entry);
        return true;
    }

    private bool AwaitsMediaServer(PendingEntry entry, CallDecision decision)
    {
        entry.AwaitsSfu = decision.NeedsSfu && _mediaServer.IsConfigured && !entry.SfuRefused;
        if (entry.AwaitsSfu)
            _mediaServer.Ask(decision.Call);
        return entry.AwaitsSfu;
    }

    private void Enter(CallDecision decision, CallCommand command, IActorRef connection)
    {
        if (decision.Error is { } error)
        {
            _answers.Refuse(command, connection, error);
            return;
        }

        _current.Connect(command.Caller.Session, connection);
        var view = decision.Call.View();
        var ice = IceServers.Reply(_services.Options, command.Caller.User, decision.Call.Id, Now);
        _current.Apply(decision, () => _answers.Reply(connection, command.Request is CallStartRequest
            ? CallEnvelopes.Started(new CallStarted(view, ice.IceServers, ice.IceTransportPolicy), command.Ref)
            : CallEnvelopes.Joined(new CallJoined(view, ice.IceServers, ice.IceTransportPolicy), command.Ref)));
    }

    private void Refuse(PendingEntry entry, RequestError error)
    {
        _pending.Remove(entry);
        LetGo(entry);
        _answers.Refuse(entry.Command, entry.Connection, error);
        GoOn(entry);
    }

    private void GoOn(PendingEntry entry)
    {
        foreach (var (command, connection) in entry.Behind())
            _goOn(command, connection);
    }

    private void LetGo(PendingEntry entry)
    {
        if (entry.Entering is { } entering)
            LetGo(entry.Command.Caller.User, entering);
    }

    // Asking may have reserved the user; whoever is neither in nor rung, nor about to come in, is free again.
    private void LetGo(UserId user, CallId entered)
    {
        if (_pending.IsEntering(user, entered))
            return;
        if (_current.Value is { } call && call.Id == entered && (call.SeatOf(user) is not null || call.CalleeOf(user) is { State: CalleeState.Ringing }))
            return;
        _services.Users.Tell(new ReleaseUser(user, entered), _owner);
    }
}
