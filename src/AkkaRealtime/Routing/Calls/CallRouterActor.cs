using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Status;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls;

/// <summary>
/// A node's router of calls: hands each request to the owner of the room's calls, whom the call's id names. Keeps only what waits for an
/// answer: starts by user (for their direct room), and what the store is asked or told (histories, lists, what was seen).
/// </summary>
internal sealed partial class CallRouterActor : UntypedActor, IWithTimers
{
    // Requests that wait for an answer; more are refused with `unavailable`.
    private const int MostWaiting = 1_024;

    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(5);
    private static readonly RequestError NoSuchCall = new(ErrorCode.NotFound, "There is no such call.", "callId");
    private static readonly RequestError Unavailable = new(ErrorCode.Unavailable, "Calls can't be reached just now.", RetryAfterMs: 1_000);

    private readonly CallServices _services;
    private readonly IActorRef _calls;
    private readonly IActorRef _chat;
    private readonly Dictionary<string, Waiting> _waiting = [];
    private long _tokens;

    /// <summary>Makes the router.</summary>
    /// <param name="services">What it works with.</param>
    /// <param name="calls">The shard region of calls.</param>
    /// <param name="chat">This node's chat router.</param>
    public CallRouterActor(CallServices services, IActorRef calls, IActorRef chat)
    {
        _services = services;
        _calls = calls;
        _chat = chat;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClientRequest { Body: StartCall start } request:
                Start(start, request, Sender);
                break;
            case ClientRequest { Body: SendSignal signal } request:
                Relay(signal, request);
                break;
            case ClientRequest { Body: INamesCall named } request when OwnerOf(named.CallId) is { } room:
                _calls.Forward(new CallCommand(room, request.Caller, request.Ref, named));
                break;
            case ClientRequest { Body: INamesCall } request:
                Refuse(request, Sender, NoSuchCall);
                break;
            case ClientRequest { Body: GetCallHistory history } request:
                ReadHistory(history, request, Sender);
                break;
            case ClientRequest { Body: ListCalls } request:
                ReadLive(request, Sender);
                break;
            case ClientRequest { Body: MarkCallsAsSeen seen } request:
                MarkSeen(seen, request, Sender);
                break;
            case DirectRoom found:
                DirectRoomFound(found);
                break;
            case Read read:
                Found(read);
                break;
            case ReadFailed failed:
                CallLog.HistoryFailed(_services.Log, failed.Cause, failed.User);
                GiveUp(failed.Token);
                break;
            case JournalResult result:
                SeenKept(result);
                break;
            case UnseenCounted counted:
                _services.Users.Tell(new TellUser(counted.User, CallJson.Unseen(counted.Missed), ExceptSession: counted.Except));
                break;
            case CountFailed:
                break;
            case GivenUp given:
                GiveUp(given.Token);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Start(StartCall start, ClientRequest request, IActorRef connection)
    {
        if (start.Room is { } room)
        {
            _calls.Forward(new CallCommand(room, request.Caller, request.Ref, start));
            return;
        }

        if (start.User == request.Caller.User)
            Refuse(request, connection, RequestError.Bad("user", "\"user\" is yourself."));
        else if (Wait(request, connection) is { } token)
            _chat.Tell(new OpenDirectRoom(request.Caller, start.User!.Value, token));
    }

    private void DirectRoomFound(DirectRoom found)
    {
        if (Answered(found.Token) is not { } waiting)
            return;
        var (request, connection) = waiting;
        if (found.Room is { } room)
            _calls.Tell(new CallCommand(room, request.Caller, request.Ref, (StartCall)request.Body with { Room = room, User = null }), connection);
        else
            Refuse(request, connection, found.Error ?? Unavailable);
    }

    // Encoded here, where the sender is: the owner, and the way to it, only carry the bytes.
    private void Relay(SendSignal signal, ClientRequest request)
    {
        if (OwnerOf(signal.CallId) is not { } room)
        {
            Refuse(request, Sender, NoSuchCall);
            return;
        }

        if (SfuNames.LegOf(signal.To) is not null)
        {
            _calls.Forward(new CallCommand(room, request.Caller, request.Ref, signal));
            return;
        }

        var relayed = new SignalRelayed(signal.CallId, ParticipantName.Of(request.Caller), signal.Description, signal.Candidate);
        _calls.Forward(new RelaySignal(room, request.Caller, request.Ref, signal.CallId, signal.To!, CallJson.Encode(relayed)));
    }

    private string? Wait(ClientRequest request, IActorRef connection)
    {
        if (_waiting.Count >= MostWaiting)
        {
            Refuse(request, connection, Unavailable);
            return null;
        }

        var token = $"call/{++_tokens}";
        _waiting.Add(token, new Waiting(request, connection));
        Timers.StartSingleTimer(token, new GivenUp(token), AnswersWithin);
        return token;
    }

    private Waiting? Answered(string token)
    {
        if (!_waiting.Remove(token, out var waiting))
            return null;
        Timers.Cancel(token);
        return waiting;
    }

    private void GiveUp(string token)
    {
        if (Answered(token) is { } waiting)
            Refuse(waiting.Request, waiting.Connection, Unavailable);
    }

    private void Refuse(ClientRequest request, IActorRef connection, RequestError error)
    {
        _services.Metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
        connection.Tell(EnvelopeWriter.Error(error, request.Ref));
    }

    // Only what can be an id of ours wakes an owner.
    private static RoomId? OwnerOf(CallId call) =>
        call.Room is { } room && Guid.TryParseExact(room.Value, "n", out _) && Guid.TryParseExact(call.Value[(room.Value.Length + 1)..], "n", out _)
            ? room
            : null;

    private sealed record Waiting(ClientRequest Request, IActorRef Connection);

    private sealed record GivenUp(string Token);
}
