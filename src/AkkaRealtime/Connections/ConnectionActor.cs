using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Status;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Connections;

/// <summary>
/// One socket's actor: authenticating → opening → ready → closing (protocol §2). Turns messages into requests for the routers, in order, and
/// writes what it is told into the outbox, in order. Requests that come before the session is ready wait in the inbox.
/// </summary>
internal sealed class ConnectionActor : UntypedActor
{
    // Messages handled before other actors get their turn.
    private const int Batch = 32;

    // Told to us before the session is ready: invitations and calls of some seconds.
    private const int MostHeld = 256;

    private readonly Connection _connection;
    private readonly ConnectionServices _services;
    private MessageGate _gate;
    private bool _checkingToken;
    private Session? _session;

    private ConnectionActor(Connection connection, ConnectionServices services)
    {
        _connection = connection;
        _services = services;
    }

    private Outbox Outbox => _connection.Outbox;

    private NodeActors Actors => _services.Actors;

    private bool IsReady => _session is { Opening: null };

    /// <summary>How a connection's actor is made.</summary>
    public static Props Props(Connection connection, ConnectionServices services)
    {
        var props = Akka.Actor.Props.CreateBy(new Producer(connection, services));
        return services.Mailbox is { } mailbox ? props.WithMailbox(mailbox) : props;
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _connection.Start(Self, Context.Parent);
        if (_connection.Accepted.Identity is { } identity)
        {
            Open(identity, _connection.Accepted.Device, @ref: null);
            return;
        }

        _connection.WakeAt = _services.NowMs + _services.Options.Connections.AuthTimeoutMs;
        Become(Authenticating);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        // Nothing, if it was closing. Otherwise this actor failed, or the whole system stops.
        if (_services.Admission.Draining)
            _connection.Close(CloseCode.GoingAway, "The server goes away.");
        else
            _connection.Close(CloseCode.InternalError, "The server failed. Nothing that was confirmed is lost.");
        _connection.Inbox.Discard();
        EndSession();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Unhandled(message);

    private void Authenticating(object message)
    {
        switch (message)
        {
            case InboxReady when !_checkingToken:
                TakeMessages();
                break;
            case InboxReady:
                break;
            case TokenChecked { Failed: true }:
                _connection.Close(CloseCode.TryAgainLater, "Tokens can't be checked just now.");
                break;
            case TokenChecked { Identity: { } identity } token when Lives(identity):
                _checkingToken = false;
                if (_services.Admission.TryEnterUser(identity.User))
                    Open(identity, token.Device ?? _connection.Accepted.Device, token.Ref);
                else
                    _connection.Close(CloseCode.TryAgainLater, "This user has too many connections.");
                break;
            case TokenChecked:
                _connection.Close(CloseCode.Unauthorized, "The token is invalid or expired.");
                break;
            case TimePassed:
                _connection.Close(CloseCode.Unauthorized, "Nobody signed in.");
                break;
            default:
                ReceiveAnywhere(message);
                break;
        }
    }

    private void Opening(object message)
    {
        var opening = _session!.Opening!;
        switch (message)
        {
            // Kept in the inbox until the session is ready.
            case InboxReady:
                break;
            case SessionOpened opened when opened.Session == _session.Caller.Session:
                Context.Watch(Sender);
                if (opening.Calls is null)
                    AskMemberships();
                opening.Calls = opened.Calls;
                break;
            case Memberships { Rooms: { } rooms } when opening.Calls is not null:
                BeReady(opening, rooms);
                break;
            // The store can't be reached: TimePassed asks again.
            case Memberships:
                break;
            case TimePassed when opening.NextRetryMs is { } wait:
                _connection.WakeAt = _services.NowMs + wait;
                if (opening.Calls is null)
                    AskSession();
                else
                    AskMemberships();
                break;
            case TimePassed:
                _connection.Close(CloseCode.TryAgainLater, "The session can't be opened just now.");
                break;
            case EncodedEnvelope or EnterRoom or WatchRoom or UnwatchRoom or Terminated:
                if (opening.Held.Count < MostHeld)
                    opening.Held.Add(message);
                else
                    _connection.Close(CloseCode.TryAgainLater, "The session can't be opened just now.");
                break;
            default:
                ReceiveAnywhere(message);
                break;
        }
    }

    private void Ready(object message)
    {
        switch (message)
        {
            case InboxReady:
                TakeMessages();
                break;
            case EncodedEnvelope envelope:
                Outbox.Write(envelope);
                break;
            case EnterRoom room:
                Outbox.Write(room.View);
                Follow(room.Room, room.Head);
                break;
            case WatchRoom room:
                Outbox.Write(room.Reply);
                Follow(room.Room, room.Head);
                break;
            case UnwatchRoom room:
                Actors.Relay.Tell(new Unsubscribe(Topic.Of(room.Room), Outbox));
                Outbox.Write(room.Reply);
                break;
            case TokenChecked token:
                Renew(token);
                break;
            case SessionOpened opened when opened.Session == _session!.Caller.Session:
                Reopened(opened);
                break;
            // After the user's entity has moved: rooms that were entered meanwhile.
            case Memberships { Rooms: { } rooms }:
                Follow(rooms);
                break;
            case Memberships:
                break;
            case Terminated:
                _session!.ReopenAt = _services.NowMs + SessionOpening.FirstRetryMs;
                AskSession();
                Schedule();
                break;
            case TimePassed:
                OnTime();
                break;
            default:
                ReceiveAnywhere(message);
                break;
        }
    }

    private void Ending(object message)
    {
        switch (message)
        {
            case ConnectionEnded:
                Context.Stop(Self);
                break;
            // Whatever else it is, there is nobody to tell.
            default:
                break;
        }
    }

    private void ReceiveAnywhere(object message)
    {
        switch (message)
        {
            case CloseConnection close:
                _connection.Close(close.Code, close.Reason);
                break;
            case Closing or ConnectionEnded:
                // What a client sent before it said goodbye still counts.
                if (IsReady && _connection.ClosedByPeer)
                    TakeMessages(all: true);
                _connection.Inbox.Discard();
                EndSession();
                Become(Ending);
                if (message is ConnectionEnded)
                    Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void TakeMessages(bool all = false)
    {
        var inbox = _connection.Inbox;
        inbox.Rest();
        var count = 0;
        var now = _services.NowMs;
        while ((all || (count < Batch && !_connection.IsClosing)) && !(_checkingToken && !IsReady) && inbox.TryRead(out var message))
        {
            count++;
            try
            {
                Handle(_gate.Judge(message.Utf8, _services.Catalog, _services.Options.Limits, now));
            }
            finally
            {
                message.Return();
            }
        }

        _services.Metrics.MessagesIn.Add(count);
        if (count == Batch)
            inbox.Wake();
    }

    private void Handle(in Verdict verdict)
    {
        if (verdict.Error is { } error)
            Refuse(error, verdict.Ref);
        if (verdict.Close is { } code)
            _connection.Close(code, code == CloseCode.Flood ? "Too many messages, in spite of the warnings." : "Too many frames that are no envelopes.");
        switch (verdict.Request)
        {
            case null:
                break;
            case SessionAuth auth:
                CheckToken(auth, verdict.Ref);
                break;
            case SessionPing:
                Outbox.Write(SessionEvents.Pong(_services.Time.GetUtcNow(), verdict.Ref));
                break;
            case var _ when _session is null:
                Refuse(new(ErrorCode.Unauthorized, "Sign in first: session.auth."), verdict.Ref);
                break;
            case IChatRequest:
                Actors.Chat.Tell(new ClientRequest(_session.Caller, verdict.Ref, verdict.Request), Self);
                break;
            case ICallRequest:
                Actors.Calls.Tell(new ClientRequest(_session.Caller, verdict.Ref, verdict.Request), Self);
                break;
            case IStatusRequest:
                Actors.Status.Tell(new ClientRequest(_session.Caller, verdict.Ref, verdict.Request), Self);
                break;
            default:
                throw new InvalidOperationException($"{verdict.Request.GetType().Name} belongs to no router.");
        }
    }

    private void Refuse(RequestError error, string? @ref)
    {
        _services.Metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
        Outbox.Write(EnvelopeWriter.Error(error, @ref));
    }

    private void CheckToken(SessionAuth auth, string? @ref)
    {
        if (_checkingToken)
        {
            Refuse(new(ErrorCode.Conflict, "Another session.auth is being checked."), @ref);
            return;
        }

        _checkingToken = true;
        TokenChecked.CheckAsync(_services.Tokens, auth, @ref).PipeTo(Self);
    }

    // The old token stays good until its end; only somebody else's ends the session at once.
    private void Renew(TokenChecked token)
    {
        _checkingToken = false;
        var session = _session!;
        if (token.Failed)
        {
            Refuse(new(ErrorCode.Unavailable, "Tokens can't be checked just now.", RetryAfterMs: SessionOpening.FirstRetryMs), token.Ref);
        }
        else if (token.Identity is not { } identity || !Lives(identity))
        {
            Refuse(new(ErrorCode.Unauthorized, "The token is invalid or expired."), token.Ref);
        }
        else if (identity.User != session.Caller.User)
        {
            _connection.Close(CloseCode.Unauthorized, "The token is another user's.");
        }
        else
        {
            session.Renew(identity, token.Ref);
            AskSession();
            Schedule();
        }
    }

    private void Open(Identity identity, DeviceId? device, string? @ref)
    {
        var now = _services.Time.GetUtcNow();
        var caller = new Caller(
            identity.User,
            identity.Name,
            device ?? new DeviceId(Guid.CreateVersion7(now).ToString("n")),
            new SessionId(Guid.CreateVersion7(now).ToString("n")));
        _session = new Session(caller, identity.ExpiresAt, @ref);
        _connection.WakeAt = _services.NowMs + SessionOpening.FirstRetryMs;
        AskSession();
        Become(Opening);
    }

    private void AskSession()
    {
        var (user, name, device, session) = _session!.Caller;
        Actors.Users.Tell(new OpenSession(user, name, device, session), Self);
    }

    // Only when the session is open: a room that is entered before is in the answer, one that is entered later is told as EnterRoom.
    private void AskMemberships() =>
        Actors.Chat.Tell(new GetMemberships(_session!.Caller.User, _session.Caller.Session), Self);

    private void BeReady(SessionOpening opening, IReadOnlyList<Storage.RoomHead> rooms)
    {
        _session!.Opening = null;
        Become(Ready);
        WriteReady(opening.Calls!);
        Follow(rooms);
        foreach (var held in opening.Held)
            Ready(held);
        Schedule();
        TakeMessages();
    }

    private void WriteReady(IReadOnlyList<CallView> calls)
    {
        var limits = _services.Options.Limits;
        var session = _session!;
        var caller = session.Caller;
        var ready = new SessionReady(
            caller.Session,
            new SessionUser(caller.User, caller.Name),
            caller.Device,
            _services.Epoch,
            calls,
            _services.Time.GetUtcNow(),
            _services.Options.Connections.HeartbeatMs,
            session.ExpiresAt,
            new SessionLimits(
                limits.MaxMessageBytes,
                limits.RateLimiting ? limits.MessagesPerSecond : 0,
                limits.RateLimiting ? limits.Burst : 0));
        Outbox.Write(SessionEvents.Ready(ready, session.TakeRef()));
    }

    // The answer to a renewal, or the user's entity has moved, which is no news for the client.
    private void Reopened(SessionOpened opened)
    {
        var session = _session!;
        Context.Watch(Sender);
        if (session.IsRenewing)
            WriteReady(opened.Calls);
        if (session.ReopenAt is null)
            return;
        session.ReopenAt = null;
        AskMemberships();
        Schedule();
    }

    private void Follow(RoomId room, long head) =>
        Actors.Relay.Tell(new Subscribe([new(Topic.Of(room), head)], _session!.Caller.User, Outbox));

    private void Follow(IReadOnlyList<Storage.RoomHead> rooms)
    {
        if (rooms.Count == 0)
            return;
        var topics = new KeyValuePair<Topic, long>[rooms.Count];
        for (var i = 0; i < topics.Length; i++)
            topics[i] = new(Topic.Of(rooms[i].Room), rooms[i].Head);
        Actors.Relay.Tell(new Subscribe(topics, _session!.Caller.User, Outbox));
    }

    private void OnTime()
    {
        var session = _session!;
        var now = _services.Time.GetUtcNow();
        if (session.HasExpired(now))
        {
            _connection.Close(CloseCode.Unauthorized, "The token has expired.");
            return;
        }

        if (session.TakeWarning(now))
            Outbox.Write(SessionEvents.Expiring(session.ExpiresAt!.Value));
        if (session.ReopenAt <= _services.NowMs)
        {
            session.ReopenAt = _services.NowMs + SessionOpening.FirstRetryMs;
            AskSession();
        }

        Schedule();
    }

    private void Schedule() => _connection.WakeAt = _session!.NextTime(_services.NowMs, _services.Time.GetUtcNow());

    private bool Lives(Identity identity) => !(identity.ExpiresAt <= _services.Time.GetUtcNow());

    private void EndSession()
    {
        _connection.WakeAt = long.MaxValue;
        if (_session is not { } session)
            return;
        _session = null;
        Actors.Relay.Tell(new UnsubscribeAll(Outbox));
        Actors.Users.Tell(new CloseSession(session.Caller.User, session.Caller.Session), Self);
        _services.Admission.LeaveUser(session.Caller.User);
    }

    // A class of its own instead of an expression tree: that would be compiled for each connection.
    private sealed class Producer(Connection connection, ConnectionServices services) : IIndirectActorProducer
    {
        public Type ActorType => typeof(ConnectionActor);

        public ActorBase Produce() => new ConnectionActor(connection, services);

        public void Release(ActorBase actor)
        {
        }
    }
}
