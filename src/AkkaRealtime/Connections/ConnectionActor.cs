using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Connections;

/// <summary>
/// One socket's actor: authenticating → opening → ready → closing (protocol §2). Turns messages into requests for the routers, in order, and
/// writes what it is told into the outbox, in order. Requests that come before the session is ready wait in the inbox.
/// </summary>
internal sealed partial class ConnectionActor : UntypedActor
{
    // Told to us before the session is ready: invitations and calls of some seconds.
    private const int MaxHeld = 256;

    private readonly Connection _connection;
    private readonly ConnectionServices _services;
    private MessageGate _gate;
    private SharedBudgets _budgets;
    private bool _checkingToken;
    private Session? _session;
    private readonly Rings _rings = new();
    private AwaitedReplies? _replies;
    private RequestSpans? _spans;

    private ConnectionActor(Connection connection, ConnectionServices services)
    {
        _connection = connection;
        _services = services;
    }

    private Outbox Outbox => _connection.Outbox;

    private NodeActors Actors => _services.Actors;

    private bool IsReady => _session is { Opening: null };

    /// <summary>How a connection's actor is made.</summary>
    public static Props Props(Connection connection, ConnectionServices services) => LeanActor.Of(() => new ConnectionActor(connection, services));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _connection.Start(Self, Context.Parent);
        if (_connection.Accepted.Identity is { } identity)
        {
            Open(identity, _connection.Accepted.Device, @ref: null);
            return;
        }

        _connection.WakeAt = _services.NowMs + _services.Options.AuthTimeoutMs;
        Become(Authenticating);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        // Nothing, if it was closing. Otherwise this actor failed, or the whole system stops.
        if (_services.Admission.Draining)
            _connection.Close(CloseCode.GoingAway, "The server is going away.");
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
                _connection.Close(CloseCode.TryAgainLater, "Tokens can't be checked right now.");
                break;
            case TokenChecked { Revoked: true }:
                _connection.Close(CloseCode.Revoked, RevokedConnections.Reason);
                break;
            case TokenChecked { Identity: { } identity } when _connection.Accepted.Returning is { } returning && returning != identity.User:
                _connection.Close(CloseCode.Unauthorized, "The ticket is another user's.");
                break;
            case TokenChecked { Identity: { } identity } token when Lives(identity):
                _checkingToken = false;
                if (_services.Admission.TryEnterUser(identity.User))
                    Open(identity, token.Device, token.Ref);
                else
                    _connection.Close(CloseCode.TryAgainLater, "This user has too many connections.");
                break;
            case TokenChecked:
                _connection.Close(CloseCode.Unauthorized, "The token is invalid or expired.");
                break;
            case TimePassed:
                _connection.Close(CloseCode.Unauthorized, "Authentication timed out.");
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
                _session.Show(opened.Invisible);
                break;
            case VisibilityChanged changed:
                _session.Show(changed.Invisible);
                break;
            case Memberships { Rooms: { } rooms } when opening.Calls is not null:
                BeReady(opening, rooms);
                break;
            // The store can't be reached: TimePassed asks again.
            case Memberships:
                break;
            // What is asked for now may have been read before.
            case CheckMemberships:
                Context.Parent.Tell(new ConnectionsActor.CheckAgain(_connection));
                break;
            case TimePassed when opening.NextRetryMs is { } wait:
                _connection.WakeAt = _services.NowMs + wait;
                if (opening.Calls is null)
                    AskSession();
                else
                    AskMemberships();
                break;
            case TimePassed:
                _connection.Close(CloseCode.TryAgainLater, "The session can't be opened right now.");
                break;
            case EncodedEnvelope or FollowTopic or UnfollowTopic or Terminated:
                if (opening.Held.Count < MaxHeld)
                    opening.Held.Add(message);
                else
                    _connection.Close(CloseCode.TryAgainLater, "The session can't be opened right now.");
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
                Write(envelope);
                break;
            case OwnerAway away:
                Refuse(OwnerAway.Error, away.Key);
                break;
            case FollowTopic follow:
                Write(follow.First);
                Follow(follow.Topic, follow.Head, follow.Watches);
                break;
            case JoinTopic join:
                Join(join);
                break;
            case LeaveTopic leave when _session!.Leave(leave.Topic):
                Actors.Relay.Tell(new Unsubscribe(leave.Topic, Outbox));
                Write(leave.Last);
                break;
            case LeaveTopic:
                break;
            case UnfollowTopic unfollow:
                _session!.Leave(unfollow.Topic);
                Actors.Relay.Tell(new Unsubscribe(unfollow.Topic, Outbox));
                Write(unfollow.Last);
                break;
            case TokenChecked token:
                Renew(token);
                break;
            case SessionOpened opened when opened.Session == _session!.Caller.Session:
                Reopened(opened);
                break;
            case VisibilityChanged changed:
                _session!.Show(changed.Invisible);
                break;
            case ActivityNoted noted:
                (_session!.Idle, _session.Hidden) = (noted.Idle, noted.Hidden);
                break;
            case CheckMemberships:
                AskMemberships();
                break;
            case Memberships { Rooms: { } rooms }:
                Actors.Relay.Tell(new FindNotOn([.. rooms.Select(room => Topic.Of(room.Room))], Outbox), Self);
                break;
            case Memberships:
                Context.Parent.Tell(new ConnectionsActor.CheckAgain(_connection));
                break;
            case NotOn missed:
                Actors.Memberships.Tell(new GetEntered(_session!.Caller.User, _session.Caller.Session, [.. missed.Topics.Select(topic => new RoomId(topic.Id))]), Self);
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
}
