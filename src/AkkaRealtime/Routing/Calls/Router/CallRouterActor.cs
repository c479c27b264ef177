using Akka.Actor;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Queries;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls.Router;

/// <summary>
/// A node's router of calls: hands each request to the owner of the room's calls, which the call's id names. Starts that name a user wait for
/// their direct room, and histories and lists for the store. What a call has to tell everybody goes through the entities of its users and its
/// room, whose routers broadcast.
/// </summary>
internal sealed class CallRouterActor : RouterActor, IWithTimers
{
    private static readonly RequestError NoSuchCall = new(ErrorCode.NotFound, "There is no such call.", "callId");

    private readonly CallServices _services;
    private readonly IActorRef _calls;
    private readonly IActorRef _chat;
    private readonly CallQueries _queries;
    private readonly PendingRequests _pending;
    private readonly SeenMarks _seen;

    /// <summary>Makes the router.</summary>
    /// <param name="services">What it works with.</param>
    /// <param name="calls">The shard region of calls.</param>
    /// <param name="chat">This node's chat router.</param>
    public CallRouterActor(CallServices services, IActorRef calls, IActorRef chat)
    {
        (_services, _calls, _chat) = (services, calls, chat);
        _queries = new CallQueries(services.Store, services.Time);
        _pending = new PendingRequests(this, services, Self);
        _seen = new SeenMarks(services, _queries, _pending, Self);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void Handle(object message)
    {
        switch (message)
        {
            case ClientRequest request:
                Take(request, Sender);
                break;
            case DirectRoom found:
                DirectRoomFound(found);
                break;
            case Answered answered:
                _pending.Take(answered.Token)?.Connection.Tell(answered.Reply, Self);
                break;
            case NotAnswered failed:
                CallLog.HistoryFailed(_services.Log, failed.Cause, failed.User);
                _pending.GiveUp(failed.Token);
                break;
            case JournalResult result:
                _seen.Take(result);
                break;
            case SeenMarks.Counted counted:
                _seen.Tell(counted);
                break;
            case OwnerAway { Key: { } token }:
                _pending.GiveUp(token);
                break;
            case PendingRequests.Overdue overdue:
                _pending.GiveUp(overdue.Token);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(ClientRequest request, IActorRef connection)
    {
        var user = request.Caller.User;
        switch (request.Body)
        {
            case CallStartRequest { Room: { } room } start:
                if (_services.Owners.TryExpect(room, request, connection))
                    _calls.Tell(new CallCommand(room, request.Caller, request.Ref, start), connection);
                break;
            case CallStartRequest start:
                FindDirectRoom(start, request, connection);
                break;
            case INamesCall named when OwnerOf(named.CallId) is { } room:
                if (_services.Owners.TryExpect(room, request, connection))
                    _calls.Tell(CommandOf(named, room, request), connection);
                break;
            case INamesCall:
                _pending.Refuse(request, connection, NoSuchCall);
                break;
            case CallHistoryRequest history when _pending.Add(request, connection) is { } token:
                Answer(token, user, _queries.HistoryAsync(user, history, request.Ref));
                break;
            case CallListRequest when _pending.Add(request, connection) is { } token:
                Answer(token, user, _queries.ListAsync(user, request.Ref));
                break;
            case CallSeenRequest seen when _pending.Add(request, connection) is { } token:
                _seen.Keep(user, seen.CallId, token);
                break;
            case CallHistoryRequest or CallListRequest or CallSeenRequest:
                //// Too many wait: it was refused.
                break;
            default:
                Unhandled(request);
                break;
        }
    }

    // A signal for a participant is encoded here, where the sender is: the owner, and the way to it, only carry the bytes.
    private static ICallCommand CommandOf(INamesCall named, RoomId room, ClientRequest request)
    {
        if (named is not CallSignalRequest signal || SfuNames.LegOf(signal.To) is not null)
            return new CallCommand(room, request.Caller, request.Ref, named);
        var relayed = new CallSignal(signal.CallId, ParticipantName.Of(request.Caller), signal.Description, signal.Candidate);
        return new RelaySignal(room, request.Caller, request.Ref, signal.CallId, signal.To!, CallEnvelopes.Encode(relayed), signal.Entry);
    }

    private void FindDirectRoom(CallStartRequest start, ClientRequest request, IActorRef connection)
    {
        if (start.User == request.Caller.User)
            _pending.Refuse(request, connection, RequestError.Bad("user", "You can't call yourself."));
        else if (_pending.Add(request, connection) is { } token)
            _chat.Tell(new OpenDirectRoom(request.Caller, start.User!.Value, token), Self);
    }

    private void DirectRoomFound(DirectRoom found)
    {
        if (_pending.Take(found.Token) is not var (request, connection))
            return;
        if (found.Room is not { } room)
            _pending.Refuse(request, connection, found.Error);
        else if (_services.Owners.TryExpect(room, request, connection))
            _calls.Tell(new CallCommand(room, request.Caller, request.Ref, (CallStartRequest)request.Body with { Room = room, User = null }), connection);
    }

    // The store is asked outside of this mailbox; how many wait for it is bounded.
    private void Answer(string token, UserId user, Task<EncodedEnvelope> reply) =>
        reply.PipeTo(Self, success: envelope => new Answered(token, envelope), failure: cause => new NotAnswered(token, user, cause));

    // Only what can be an id of ours wakes an owner.
    private static RoomId? OwnerOf(CallId call) =>
        call.Room is { } room && Guid.TryParseExact(room.Value, "n", out _) && Guid.TryParseExact(call.Value[(room.Value.Length + 1)..], "n", out _)
            ? room
            : null;

    private sealed record Answered(string Token, EncodedEnvelope Reply);

    private sealed record NotAnswered(string Token, UserId User, Exception Cause);
}
