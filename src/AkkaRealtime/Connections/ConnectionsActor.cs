using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;
using AkkaRealtime.Sessions;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Connections;

/// <summary>Told to <see cref="ConnectionsActor"/> by the upgrade: a socket is there.</summary>
internal sealed record Attach(ITransport Transport, Accepted Accepted);

/// <summary>
/// Told to <see cref="ConnectionsActor"/> when the node stops: tell everybody, and let them go over so many milliseconds.
/// The sender is told <see cref="Drained"/> when the last one is gone.
/// </summary>
internal sealed record Drain(int OverMs);

/// <summary>Told to <see cref="ConnectionsActor"/> when the node does not stop after all: connections are taken again.</summary>
internal sealed class EndDrain
{
    /// <summary>The only one.</summary>
    public static readonly EndDrain Instance = new();

    private EndDrain()
    {
    }
}

/// <summary>The answer to <see cref="Drain"/>.</summary>
internal sealed class Drained
{
    /// <summary>The only one.</summary>
    public static readonly Drained Instance = new();
}

/// <summary>
/// The parent of this node's connections. One sweep for all of them keeps their times (heartbeat, sign-in, lag, token, close), so that
/// no connection has a timer. A connection that fails is ended with 1011, never restarted: its socket's state went with it.
/// </summary>
internal sealed partial class ConnectionsActor : UntypedActor
{
    // A read each, of some 50 µs: a node of 10,000 connections has them done in 20 s or less.
    private const int MaxChecksPerSweep = 500;

    private readonly ConnectionServices _services;
    private readonly List<Connection> _connections = [];
    private readonly Dictionary<UserId, List<Connection>> _users = [];
    private readonly List<IActorRef> _waitForDrain = [];
    private readonly Stack<Connection> _toCheck = [];
    private readonly RevokedConnections _revoked;
    private ITimer? _timer;
    private long _drainFrom;
    private int _drainMs;
    private int _drainCount;

    /// <summary>Use <see cref="Props"/>.</summary>
    public ConnectionsActor(ConnectionServices services)
    {
        _services = services;
        _revoked = new RevokedConnections(services.Revocations, services.Time);
    }

    /// <summary>How it is made.</summary>
    public static Props Props(ConnectionServices services) => Producer.Of(() => new ConnectionsActor(services)).WithDispatcher(EventLoopDispatcher.Id);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        // From the injected clock, so that specs decide what time it is.
        var self = Self;
        Context.System.EventStream.Subscribe(self, typeof(BroadcastsMissed));

        // 0 is a figure as well: what scales by connections sees no node that tells none.
        _services.Metrics.Connections.Add(0);
        _services.Metrics.Streams.Add(0);
        var options = _services.Options;
        var every = TimeSpan.FromMilliseconds(Math.Clamp(
            Math.Min(Math.Min(options.HeartbeatMs, options.AuthTimeoutMs), Math.Min(options.LagTimeoutMs, Math.Max(options.DrainMs, 1))) / 8, 20, 1_000));
        _timer = _services.Time.CreateTimer(_ => self.Tell(Sweep.Instance), null, every, every);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _timer?.Dispose();

        // Nobody sweeps any more: what is still open when its close frame is out, or doesn't go out, ends with the host's connections.
        foreach (var connection in _connections)
            connection.EndWithoutAnswer();
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(fault =>
    {
        _services.Metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "connection"));
        LogFailed(_services.Logger, fault);
        return Directive.Stop;
    });

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Attach attach:
                OnAttach(attach);
                break;
            case Sweep:
                OnSweep();
                break;
            case ConnectionEnded ended:
                OnEnded(ended);
                break;
            case SignedIn signedIn:
                OnSignedIn(signedIn);
                break;
            case Renewed renewed:
                _revoked.Check(renewed.Connection);
                break;
            case LookForRevocations:
                _services.LookForRevocations();
                break;
            case RevocationsSeen seen:
                _revoked.Close(seen.Revocations, _users, _connections);
                break;
            case FollowTopics follows:
                OnFollow(follows);
                break;
            case TellUsers news:
                OnNews(news);
                break;
            case BroadcastsMissed:
                CheckAll();
                break;
            case CheckAgain again:
                _toCheck.Push(again.Connection);
                break;
            case EncodedEnvelope envelope:
                TellEverybody(envelope);
                break;
            case Drain drain:
                OnDrain(drain);
                break;
            case EndDrain:
                _services.Admission.Draining = false;
                _waitForDrain.Clear();
                break;
            case SubscribeAck:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnAttach(Attach attach)
    {
        var connection = new Connection(attach.Transport, attach.Accepted, _services) { Slot = _connections.Count };
        connection.HeardAt = connection.PingedAt = _services.NowMs;
        _connections.Add(connection);
        _services.Metrics.Connections.Add(1);
        Context.ActorOf(ConnectionActor.Props(connection, _services));
        if (_services.Admission.Draining)
            connection.Close(CloseCode.GoingAway, "The server is going away.");
    }

    private void OnSweep()
    {
        var now = _services.NowMs;
        var options = _services.Options;
        foreach (var connection in _connections)
            connection.Sweep(now, options);
        for (var i = 0; i < MaxChecksPerSweep && _toCheck.TryPop(out var connection); i++)
            connection.Actor.Tell(CheckMemberships.Instance);
        if (_services.Admission.Draining)
            LetGo(now);
    }

    // One buffer for all, and nothing told per connection: this actor has their outboxes at hand, and has time.
    private void TellEverybody(EncodedEnvelope envelope)
    {
        ReadOnlySpan<Publication> publications = [new Publication(default, 0, envelope)];
        var frames = SharedFrameRun.Take(ref publications, _services.Options.Deflate, out _);
        var count = 0;
        foreach (var connection in _connections)
        {
            if (!connection.IsReady)
                continue;
            Deliver(connection, in frames);
            count++;
        }

        _services.Metrics.Deliveries.Add(count);
    }

    // A fault of one outbox must not cost the others their connection.
    private void Deliver(Connection connection, in SharedFrames frames)
    {
        try
        {
            connection.Outbox.Deliver(in frames);
        }
        catch (Exception e)
        {
            LogUndelivered(_services.Logger, e);
        }
    }

    // Before the connection asks which rooms its user is in: of a room that is entered after, it is told.
    private void OnSignedIn(SignedIn signedIn)
    {
        signedIn.Connection.User = signedIn.User;
        if (!_users.TryGetValue(signedIn.User, out var connections))
            _users[signedIn.User] = connections = new(1);
        connections.Add(signedIn.Connection);
        _revoked.Check(signedIn.Connection);
    }

    private void OnFollow(FollowTopics follows)
    {
        foreach (var (user, follow) in follows.Users)
        {
            foreach (var connection in _users.GetValueOrDefault(user) ?? [])
                connection.Actor.Tell(follow);
        }
    }

    private void OnNews(TellUsers news)
    {
        foreach (var (user, envelope) in news.Users)
        {
            foreach (var connection in _users.GetValueOrDefault(user) ?? [])
                connection.Actor.Tell(envelope);
        }
    }

    // It may have been that somebody entered a room: the store knows. Whoever is opening their session may have had the store's answer already.
    private void CheckAll()
    {
        _toCheck.Clear();
        foreach (var connection in _connections)
        {
            if (connection.User is not null)
                _toCheck.Push(connection);
        }
    }

    private void OnEnded(ConnectionEnded ended)
    {
        var connection = ended.Connection;
        var last = _connections[^1];
        _connections[connection.Slot] = last;
        last.Slot = connection.Slot;
        _connections.RemoveAt(_connections.Count - 1);
        if (connection.User is { } user && _users.TryGetValue(user, out var ofUser) && ofUser.Remove(connection) && ofUser.Count == 0)
            _users.Remove(user);
        _services.Admission.Leave(connection.Accepted.Address);
        _services.Metrics.Connections.Add(-1);
        _services.Metrics.Closes.Add(1, new KeyValuePair<string, object?>("code", connection.CloseTag));
        connection.Actor.Tell(ended);
        TellDrained();
    }

    private void OnDrain(Drain drain)
    {
        _waitForDrain.Add(Sender);
        if (!_services.Admission.Draining)
        {
            _services.Admission.Draining = true;
            _drainFrom = _services.NowMs;
            _drainMs = drain.OverMs;
            _drainCount = _connections.Count;
            var notice = SessionEvents.Draining(_drainMs);
            foreach (var connection in _connections)
                connection.Outbox.Write(notice);
            LetGo(_drainFrom);
        }

        TellDrained();
    }

    // As many as the time that has passed allows, so that they come back elsewhere one after the other.
    private void LetGo(long now)
    {
        var due = _drainMs == 0 ? _drainCount : (int)Math.Min(_drainCount, _drainCount * (now - _drainFrom) / _drainMs);
        var open = _drainCount - due;
        for (var i = _connections.Count - 1; i >= 0 && i >= open; i--)
            _connections[i].Close(CloseCode.GoingAway, "The server is going away.");
    }

    private void TellDrained()
    {
        if (_connections.Count > 0 || !_services.Admission.Draining)
            return;
        foreach (var waiting in _waitForDrain)
            waiting.Tell(Drained.Instance);
        _waitForDrain.Clear();
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "A connection failed and is closed with 1011")]
    private static partial void LogFailed(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "An outbox refused a delivery with an exception, which is a bug")]
    private static partial void LogUndelivered(ILogger logger, Exception fault);

    /// <summary>A connection is this user's, which its actor tells before it opens the session.</summary>
    internal sealed record SignedIn(Connection Connection, UserId User);

    /// <summary>The session lives by another token now.</summary>
    internal sealed record Renewed(Connection Connection);

    /// <summary>The store could not be read for <see cref="CheckMemberships"/>, or the session isn't open yet: with the next sweep again.</summary>
    internal sealed record CheckAgain(Connection Connection);

    private sealed class Sweep
    {
        public static readonly Sweep Instance = new();
    }
}
