using Akka.Actor;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// The way into a call: requests that need somebody else's answer first. Start, join and invite ask the room for its members; start, accept and join
/// ask the user's entity whether they are in another call; the fifth participant waits for the media server. Each is checked before anybody is asked,
/// and decided when the answers are there (<see cref="EntryCompletion"/>). What owners and admins of the room do to its call waits here for the room as well.
/// </summary>
internal sealed class CallEntrance
{
    private readonly RoomId _room;
    private readonly CallServices _services;
    private readonly CurrentCall _current;
    private readonly CallMediaServer _mediaServer;
    private readonly CallAnswers _answers;
    private readonly Action<CallCommand, IActorRef> _ofMember;
    private readonly IActorRef _owner;
    private readonly PendingEntries _pending;
    private readonly EntryDecisions _decisions;
    private readonly EntryReservations _reservations;
    private readonly EntryCompletion _completion;

    /// <summary>The way into the calls of <paramref name="room"/>; <paramref name="goOn"/> takes what a connection sent after a request that has been answered, <paramref name="ofMember"/> a request whose caller the room has called a member.</summary>
    public CallEntrance(
        RoomId room,
        CallServices services,
        CurrentCall current,
        CallMediaServer mediaServer,
        CallAnswers answers,
        Action<CallCommand, IActorRef> goOn,
        Action<CallCommand, IActorRef> ofMember,
        IActorRef owner)
    {
        (_room, _services, _current, _mediaServer, _answers, _ofMember, _owner) = (room, services, current, mediaServer, answers, ofMember, owner);
        _pending = new PendingEntries(room);
        _decisions = new EntryDecisions(room, services);
        _reservations = new EntryReservations(services, current, _pending, _decisions, owner);
        _completion = new EntryCompletion(services, current, mediaServer, answers, _pending, _decisions, _reservations, goOn);
    }

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => _pending.IsEmpty;

    /// <summary>When the first who waits is given up, or asked for once more; null: nobody waits.</summary>
    public DateTimeOffset? Next => _pending.Next;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

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
                _completion.Enter(_decisions.Enter(call, command, CallConnections.AddressOf(connection)), command, connection);
            return;
        }

        AskMembers(_pending.Add(command, connection, Now));
    }

    /// <summary><c>call.accept</c>, <c>call.join</c> and <c>call.invite</c> of <paramref name="call"/>.</summary>
    public void Begin(Call call, CallCommand command, IActorRef connection)
    {
        var attempt = command.Request is CallInviteRequest
            ? _decisions.Invite(call, command.Caller, [])
            : _decisions.Enter(call, command, CallConnections.AddressOf(connection));
        if (attempt.Error is { } error && !(attempt.NeedsSfu && _mediaServer.IsConfigured))
            _answers.Refuse(command, connection, error);
        else if (command.Request is not CallInviteRequest && call.SeatOf(command.Caller.User) is not null)
            _completion.Enter(attempt, command, connection);
        else if (command.Request is CallAcceptRequest)
            _completion.AskUser(_pending.Add(command, connection, Now));
        else
            AskMembers(_pending.Add(command, connection, Now));
    }

    /// <summary><c>call.end</c> and <c>call.remove</c> of somebody who is not the host: the room says whether they are an owner or admin.</summary>
    public void AskWhoModerates(CallCommand command, IActorRef connection) => AskMembers(_pending.Add(command, connection, Now));

    /// <summary>
    /// A request of somebody whom the call doesn't concern, or about a call that there isn't: the same is asked and answered for both, so that neither the answer
    /// nor how long it takes tells a stranger of the room whether there is such a call.
    /// </summary>
    public void AskWhetherMember(CallCommand command, IActorRef connection)
    {
        var entry = _pending.Add(command, connection, Now);
        entry.IsDecidedByRoom = true;
        AskMembers(entry);
    }

    /// <summary>The room has said who its members are.</summary>
    public void Take(RoomMembers members)
    {
        if (_pending.AskedFor(members) is not { } entry)
            return;
        entry.Members = members;
        entry.Answered();
        if (members.Kind is null || !members.Users.Contains(entry.Command.Caller.User))
            _completion.Refuse(entry, entry.Command.Request is INamesCall ? CallAnswers.NoSuchCall : ChatErrors.NotMemberOf(members.Kind));
        else if (entry.IsDecidedByRoom)
            HandleOfMember(entry);
        else if (entry.Command.Request is CallInviteRequest invite)
            Invite(entry, invite, members);
        else if (entry.Command.Request is CallEndRequest)
            Decide(entry, call => call.EndForAll(entry.Command.Caller, Now, IsModerator(entry)));
        else if (entry.Command.Request is CallRemoveRequest remove)
            Decide(entry, call => call.Remove(entry.Command.Caller, remove.User!.Value, Now, IsModerator(entry)));
        else
            _completion.AskUser(entry);
    }

    /// <summary>A user's entity has said whether they may enter.</summary>
    public void Take(EnterCallAnswer answer)
    {
        if (_pending.AskedFor(answer) is not { } entry)
            _reservations.Release(answer.User, answer.Call);
        else if (!entry.Answered())
            _completion.Refuse(entry, CallAnswers.Unavailable);
        else if (answer.Allowed)
            _completion.Decide(entry);
        else
            _completion.Refuse(entry, new RequestError(ErrorCode.Busy, "You are in another call. Leave it first."));
    }

    /// <summary>The last call's outcome is in the room's log: the next call may begin.</summary>
    public void OutcomeRecorded()
    {
        foreach (var entry in _pending.AwaitingRecord())
            _completion.Decide(entry);
    }

    /// <summary>The media server has been asked for: who waited for it is decided again.</summary>
    public void MediaServerAnswered(bool refused)
    {
        foreach (var entry in _pending.AwaitingMediaServer())
        {
            entry.SfuRefused = refused;
            _completion.Decide(entry);
        }
    }

    /// <summary>Whether a user may be about to enter the call.</summary>
    public bool IsEntering(UserId user, CallId call) => _pending.IsEntering(user, call);

    /// <summary>Whom a request waits for can't be reached.</summary>
    public void GiveUp(OwnerAway away)
    {
        if (_pending.WaitingAs(away.Key) is { } entry)
            _completion.Refuse(entry, CallAnswers.Unavailable);
    }

    /// <summary>Gives up all who wait.</summary>
    public void Abandon() => GiveUp(DateTimeOffset.MaxValue);

    /// <summary>Gives up those who have waited too long, and asks once more for the others.</summary>
    public void Advance(DateTimeOffset now)
    {
        GiveUp(now);
        foreach (var entry in _pending.Unanswered(now))
            entry.AskAgain(now);
    }

    private void GiveUp(DateTimeOffset now)
    {
        foreach (var entry in _pending.Overdue(now))
            _completion.Refuse(entry, CallAnswers.Unavailable);
        if (_pending.IsEmpty)
            _decisions.ForgetNextId();
    }

    private void HandleOfMember(PendingEntry entry)
    {
        _pending.Remove(entry);
        _ofMember(entry.Command, entry.Connection);
        _completion.GoOn(entry);
    }

    private void AskMembers(PendingEntry entry)
    {
        entry.Asked = _services.Owners.Expect(_room, _owner, entry.Token);
        entry.Ask(() => _services.Rooms.Tell(new GetRoomMembers(_room, entry.Token, Rings(entry.Command.Request) ? entry.Command.Caller.User : null), _owner), Now);
    }

    private void Invite(PendingEntry entry, CallInviteRequest invite, RoomMembers members)
    {
        if (invite.Users!.FirstOrDefault(u => !members.Users.Contains(u)) is { Value: not null } stranger)
        {
            _completion.Refuse(entry, new RequestError(ErrorCode.Forbidden, $"{stranger} is not a member of this room. Send chat.invite first.", "users"));
            return;
        }

        Decide(entry, call => _decisions.Invite(call, entry.Command.Caller, invite.Users!, IsModerator(entry), members.Quiet));
    }

    private static bool Rings(ICallRequest request) => request is CallStartRequest or CallInviteRequest;

    private static bool IsModerator(PendingEntry entry) => entry.Members?.Moderators?.Contains(entry.Command.Caller.User) == true;

    // What waits for nobody else than the room.
    private void Decide(PendingEntry entry, Func<Call, CallDecision> decide)
    {
        _pending.Remove(entry);
        if (_current.Value is { } call && call.Id == (entry.Command.Request as INamesCall)?.CallId)
            _answers.Apply(decide(call), entry.Command, entry.Connection);
        else
            _answers.Refuse(entry.Command, entry.Connection, CallAnswers.NoSuchCall);
        _completion.GoOn(entry);
    }
}
