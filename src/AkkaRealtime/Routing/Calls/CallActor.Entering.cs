using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Status;

namespace AkkaRealtime.Routing.Calls;

/// <summary>
/// Requests that need others' word first: the room's members (start, join, invite), and whether the user is in another call
/// (start, accept, join). They are checked before anything is asked, and decided when the answers are there.
/// </summary>
internal sealed partial class CallActor
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(5);

    private readonly List<PendingEntry> _pending = [];
    private CallId? _next;
    private long _tokens;

    // Both of two who start at once are to enter the same call, whoever's answer comes first: so there is one id for the call that is to be.
    private CallId NextId => _next ??= CallId.New(_room, Now);

    private void Begin(StartCall start, CallCommand command, IActorRef sender)
    {
        var who = command.Caller;
        if (_call is { } call && call.WasStartedBy(who.User, start.Key) && (call.State == CallState.Ended || call.SeatOf(who.User) is not null))
        {
            // The same attempt again, after a lost connection or a lost reply.
            if (call.State == CallState.Ended)
                sender.Tell(CallJson.Started(new CallEntered(call.View(), []), command.Ref));
            else
                Enter(call.StartHere(who, CallConnections.AddressOf(sender), start.Key!, Now), command, sender);
            return;
        }

        AskMembers(Add(command, sender));
    }

    private void Begin(Call call, CallCommand command, IActorRef sender)
    {
        var attempt = Decide(call, command, CallConnections.AddressOf(sender), invited: []);
        if (attempt.Error is { } error && !(attempt.NeedsSfu && _services.Sfu.IsConfigured))
            Refuse(command, sender, error);
        else if (command.Request is not InviteToCall && call.SeatOf(command.Caller.User) is not null)
            Enter(attempt, command, sender);
        else if (command.Request is AcceptCall)
            AskUser(Add(command, sender));
        else
            AskMembers(Add(command, sender));
    }

    private CallDecision Decide(Call call, CallCommand command, string connection, IReadOnlyList<UserId> invited) => command.Request switch
    {
        StartCall start => call.StartHere(command.Caller, connection, start.Key!, Now),
        AcceptCall => call.Accept(command.Caller, connection, Now),
        JoinCall => call.Join(command.Caller, connection, Now),
        _ => call.Invite(command.Caller, invited, _rules, Now),
    };

    private PendingEntry Add(CallCommand command, IActorRef sender)
    {
        var entry = new PendingEntry(command, sender, $"{_room.Value}/{++_tokens}", Now + AnswersWithin);
        _pending.Add(entry);
        return entry;
    }

    private PendingEntry? PendingOf(SessionId session) => _pending.Find(p => p.Command.Caller.Session == session);

    private void AskMembers(PendingEntry entry) => _services.Rooms.Tell(new GetRoomMembers(_room, entry.Token));

    private void MembersKnown(RoomMembers members)
    {
        if (_pending.Find(p => p.Token == members.Token) is not { Members: null } entry)
            return;
        entry.Members = members;
        if (members.Kind is null)
            Finish(entry, new RequestError(ErrorCode.NotFound, "There is no such room.", "room"));
        else if (!members.Users.Contains(entry.Command.Caller.User))
            Finish(entry, new RequestError(ErrorCode.Forbidden, "You are not a member of the room."));
        else if (entry.Command.Request is InviteToCall invite)
            FinishInvite(entry, invite, members);
        else
            AskUser(entry);
    }

    private void FinishInvite(PendingEntry entry, InviteToCall invite, RoomMembers members)
    {
        var strangers = invite.Users!.Where(u => !members.Users.Contains(u)).ToList();
        if (strangers.Count > 0)
        {
            Finish(entry, new RequestError(ErrorCode.Forbidden, $"{strangers[0]} is not a member of the room: chat.invite comes first.", "users"));
            return;
        }

        _pending.Remove(entry);
        if (_call is { } call && call.Id == invite.CallId)
            Answer(Decide(call, entry.Command, "", invite.Users!), entry.Command, entry.Connection);
        else
            Refuse(entry.Command, entry.Connection, NoSuchCall);
        GoOnBehind(entry);
    }

    private void AskUser(PendingEntry entry)
    {
        var view = entry.Command.Request is StartCall start && !IsLive ? NewCall(start, entry).Call.View() : _call?.View();
        if (view is null)
        {
            Finish(entry, NoSuchCall);
            return;
        }

        entry.Entering = view.Id;
        _services.Users.Tell(new EnterCall(entry.Command.Caller.User, view));
    }

    private CallDecision NewCall(StartCall start, PendingEntry entry)
    {
        var members = entry.Members!;
        var begin = new NewCall(NextId, _room, members.Kind!, members.Users, start.Media!, start.Key!);
        return Call.Start(begin, entry.Command.Caller, CallConnections.AddressOf(entry.Connection), _rules, Now);
    }

    private void EnteringAnswered(EnterCallAnswer answer)
    {
        var entry = _pending.Find(p => p.Entering == answer.Call && p.Command.Caller.User == answer.User && !p.AwaitsRecord && !p.AwaitsSfu);
        if (entry is null)
            LetGo(answer.User, answer.Call);
        else if (answer.Allowed)
            Decide(entry);
        else
            Finish(entry, new RequestError(ErrorCode.Busy, "You are in another call. Leave it first."));
    }

    private void Decide(PendingEntry entry)
    {
        CallDecision decision;
        if (entry.Command.Request is StartCall start && !IsLive)
        {
            // The outcome of the last call is kept as long as the room's log has not got it: the next call would overwrite it.
            entry.AwaitsRecord = _call is { Recorded: false };
            if (entry.AwaitsRecord)
                return;
            if (AsksAgain(entry, NextId))
                return;
            decision = NewCall(start, entry);
            _next = null;
            _missedBefore = [];
            _budget.Clear();
            _reactions.Clear();
        }
        else if (_call is { } call && (entry.Command.Request is StartCall || (entry.Command.Request as INamesCall)?.CallId == call.Id))
        {
            if (AsksAgain(entry, call.Id))
                return;
            decision = Decide(call, entry.Command, CallConnections.AddressOf(entry.Connection), invited: []);
        }
        else
        {
            Finish(entry, NoSuchCall);
            return;
        }

        if (AwaitsSfu(entry, decision))
            return;
        if (decision.Error is { } error)
        {
            Finish(entry, error);
            return;
        }

        _pending.Remove(entry);
        Enter(decision, entry.Command, entry.Connection);
        GoOnBehind(entry);
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

    private void Enter(CallDecision decision, CallCommand command, IActorRef connection)
    {
        if (decision.Error is { } error)
        {
            Refuse(command, connection, error);
            return;
        }

        _connections.Add(command.Caller.Session, connection);
        var ice = Ice(command.Caller, decision.Call.Id);
        var entered = new CallEntered(decision.Call.View(), ice.IceServers, ice.IceTransportPolicy);
        Apply(decision, () => connection.Tell(command.Request is StartCall
            ? CallJson.Started(entered, command.Ref)
            : CallJson.Joined(entered, command.Ref)));
    }

    private void Finish(PendingEntry entry, RequestError error)
    {
        _pending.Remove(entry);
        LetGo(entry);
        Refuse(entry.Command, entry.Connection, error);
        GoOnBehind(entry);
    }

    private void GoOnBehind(PendingEntry entry)
    {
        foreach (var (command, connection) in entry.Behind())
            Take((ICallCommand)command, connection);
    }

    private void StartsMayGoOn()
    {
        foreach (var entry in _pending.Where(p => p.AwaitsRecord).ToList())
            Decide(entry);
    }

    private DateTimeOffset? NextGivenUp() => _pending.Count == 0 ? null : _pending.Min(p => p.Deadline);

    private void GiveUpPending(DateTimeOffset now)
    {
        foreach (var entry in _pending.Where(p => p.Deadline <= now).ToList())
            Finish(entry, Unavailable);
        if (_pending.Count == 0)
            _next = null;
    }

    private void LetGo(PendingEntry entry)
    {
        if (entry.Entering is { } entering)
            LetGo(entry.Command.Caller.User, entering);
    }

    // Entering may have reserved the user; whoever is neither in nor rung, nor about to come in, is free again.
    private void LetGo(UserId user, CallId entered)
    {
        if (_pending.Exists(p => p.Command.Caller.User == user && p.Entering == entered))
            return;
        if (_call is { } call && call.Id == entered && (call.SeatOf(user) is not null || call.CalleeOf(user) is { Fate: CalleeFate.Ringing }))
            return;
        _services.Users.Tell(new ReleaseCall(user, entered));
    }
}
