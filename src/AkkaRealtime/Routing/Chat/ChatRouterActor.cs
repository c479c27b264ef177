using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat;

/// <summary>
/// Chat's router, one a node: hands commands to the owners of rooms with the connection as their sender, answers what only reads from the store,
/// and publishes what this node's owners broadcast. It waits for nothing: reads come back as messages.
/// </summary>
/// <remarks>
/// Reads are bounded (<see cref="ReadGate"/>): beyond, they are refused with <c>unavailable</c> or <c>rate-limited</c> and a time to try again.
/// </remarks>
internal sealed class ChatRouterActor : UntypedActor
{
    // As many as keep a store busy; more only makes each of them slower.
    private const int MostReads = 32;

    // A storm of reconnecting clients waits here, some 300 bytes each, instead of asking again and again.
    private const int MostWaiting = 20_000;
    private const int MostOfConnection = 16;

    private readonly ChatQueries _queries;
    private readonly Func<IActorRef> _rooms;
    private readonly TimeProvider _time;
    private readonly RealtimeMetrics _metrics;
    private readonly ILogger _log;
    private readonly TopicPublisher _publisher;
    private readonly ReadGate _gate = new(MostReads, MostWaiting, MostOfConnection);

    private ChatRouterActor(
        IChatStore store,
        Func<IActorRef> rooms,
        Func<IActorContext, TopicPublisher> publisher,
        TimeProvider time,
        RealtimeMetrics metrics,
        ILogger log)
    {
        _queries = new ChatQueries(store);
        _rooms = rooms;
        _time = time;
        _metrics = metrics;
        _log = log;
        _publisher = publisher(Context);
    }

    /// <summary>Makes the router.</summary>
    /// <param name="store">Reads.</param>
    /// <param name="rooms">The region of rooms; asked for when it is first needed.</param>
    /// <param name="publisher">Makes the publisher of this actor.</param>
    /// <param name="time">The clock that ids take their time from.</param>
    /// <param name="metrics">Counts what is refused.</param>
    /// <param name="log">Says what failed.</param>
    public static Props Props(
        IChatStore store,
        Func<IActorRef> rooms,
        Func<IActorContext, TopicPublisher> publisher,
        TimeProvider time,
        RealtimeMetrics metrics,
        ILogger log) => Producer.Of(() => new ChatRouterActor(store, rooms, publisher, time, metrics, log));

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        ChatLog.RouterRestarted(_log, reason);
        _metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "chat-router"));
        base.PreRestart(reason, message);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _publisher.Stop();

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClientRequest { Body: IRoomRequest { Room: { } room } body } request:
                _rooms().Forward(new RoomRequest(room, request.Caller, request.Ref, body));
                break;
            case ClientRequest { Body: CreateRequest body } request:
                _rooms().Forward(new CreateRoom(NewRoomId(), request.Caller, request.Ref, body));
                break;
            case ClientRequest { Body: DirectRequest body } request:
                OpenDirect(new OpenPair(NewRoomId(), request.Caller, body.User!.Value, request.Ref, null));
                break;
            case ClientRequest { Body: IChatRequest body } request:
                Start(new Read(
                    Sender,
                    request.Caller.Session,
                    () => _queries.AnswerAsync(request.Caller, request.Ref, body),
                    error => EnvelopeWriter.Error(error, request.Ref)));
                break;
            case OpenDirectRoom open:
                OpenDirect(new OpenPair(NewRoomId(), open.Caller, open.Other, null, open.Token));
                break;
            case GetMemberships get:
                Start(new Read(Sender, null, () => _queries.MembershipsAsync(get), _ => new Memberships(get.Session, null)));
                break;
            case ReadDone done:
                OnReadDone(done);
                break;
            case ReadFailed failed:
                OnReadFailed(failed);
                break;
            default:
                if (!_publisher.TryHandle(message, Sender))
                    Unhandled(message);
                break;
        }
    }

    private void OpenDirect(OpenPair open)
    {
        object Refuse(RequestError error) => open.Token is { } token
            ? new DirectRoom(token, null, error)
            : EnvelopeWriter.Error(error, open.Ref);

        if (open.Other == open.Caller.User)
        {
            Sender.Tell(Refuse(RequestError.Bad("user", "A direct room is with somebody else.")));
            return;
        }

        Start(new Read(Sender, open.Token is null ? open.Caller.Session : null, () => FindOrAskAsync(open), Refuse));
    }

    // Mostly they have one; only where not, its future owner is asked to make it.
    private async Task<IReadOnlyList<object>> FindOrAskAsync(OpenPair open)
    {
        var view = await _queries.DirectAsync(open.Caller.User, open.Other).ConfigureAwait(false);
        if (view is null)
            return [open];
        return [open.Token is { } token ? new DirectRoom(token, view.Id, null) : ChatEnvelopes.Room(view, open.Ref)];
    }

    private void Start(Read read)
    {
        if (_gate.Enter(read) is { } refused)
        {
            _metrics.Drops.Add(1, new("queue", "chat-reads"), new("reason", refused.Code.ToWire()));
            read.Asker.Tell(read.Refuse(refused));
            return;
        }

        RunNext();
    }

    private void RunNext()
    {
        while (_gate.Next() is { } read)
            read.Run().PipeTo(Self, success: answers => new ReadDone(read, answers), failure: cause => new ReadFailed(read, cause));
    }

    private void OnReadDone(ReadDone done)
    {
        _gate.Done(done.Read);
        foreach (var answer in done.Answers)
        {
            if (answer is IRoomCommand command)
                _rooms().Tell(command, done.Read.Asker);
            else
                done.Read.Asker.Tell(answer);
        }

        RunNext();
    }

    private void OnReadFailed(ReadFailed failed)
    {
        _gate.Done(failed.Read);
        if (failed.Cause is StoreUnavailableException)
        {
            failed.Read.Asker.Tell(failed.Read.Refuse(ChatErrors.Unavailable));
        }
        else
        {
            ChatLog.ReadFailed(_log, failed.Cause);
            failed.Read.Asker.Tell(failed.Read.Refuse(new RequestError(ErrorCode.Internal, "The server failed to answer this.")));
        }

        RunNext();
    }

    private RoomId NewRoomId() => RoomId.New(_time.GetUtcNow());

    private sealed record ReadDone(Read Read, IReadOnlyList<object> Answers);

    private sealed record ReadFailed(Read Read, Exception Cause);
}
