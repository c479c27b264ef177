using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Users.Status.Router;

/// <summary>
/// Tells a node's connections what changes of the users that they watch, and has the node's relay follow exactly these users. Whether they still
/// may is <see cref="StatusRights"/>' to say.
/// </summary>
internal sealed class StatusBroadcast
{
    private readonly Func<IActorRef> _relay;
    private readonly IActorRef _self;
    private readonly StatusWatchers<IActorRef> _watchers = new();

    // Connections that subscribed, each with the number of the subscription that counts.
    private readonly Dictionary<IActorRef, long> _subscribers = [];
    private readonly Action<IActorRef, StatusChanged> _tell;
    private StatusChanged? _lastTold;
    private EncodedEnvelope? _lastFrame;

    /// <summary>For the router <paramref name="self"/>.</summary>
    /// <param name="relay">The node's relay; looked up when it is needed first.</param>
    /// <param name="self">The router.</param>
    public StatusBroadcast(Func<IActorRef> relay, IActorRef self)
    {
        (_relay, _self) = (relay, self);
        _tell = Tell;
    }

    /// <summary>Whether a connection has to be told something later.</summary>
    public bool HasWaiting => _watchers.HasWaiting;

    /// <summary>Users who watch others here.</summary>
    public IReadOnlyCollection<UserId> Viewers => _watchers.Viewers;

    /// <summary>A connection wants to subscribe. True where it is new: it is to be watched, and removed when it ends.</summary>
    public bool Add(IActorRef connection) => _subscribers.TryAdd(connection, 0);

    /// <summary>A connection has ended.</summary>
    public void Remove(IActorRef connection)
    {
        _subscribers.Remove(connection);
        Follow(connection, default, []);
    }

    /// <summary>A subscription is granted. Of two of one connection the later one counts, in whatever order they are granted.</summary>
    public void Subscribe(IActorRef connection, UserId viewer, IReadOnlyCollection<UserId> users, long number)
    {
        if (!_subscribers.TryGetValue(connection, out var counts) || counts >= number)
            return;
        _subscribers[connection] = number;
        Follow(connection, viewer, users);
    }

    /// <summary>The snapshot of subscription <paramref name="number"/> has gone out: changes follow from now on.</summary>
    public void Begin(IActorRef connection, long number, IReadOnlyCollection<UserId> told)
    {
        if (_subscribers.GetValueOrDefault(connection) == number)
            _watchers.Ready(connection, told);
    }

    /// <summary>Who watches <paramref name="user"/> here, and whom they watch.</summary>
    public IReadOnlySet<UserId> RelatedTo(UserId user) => _watchers.RelatedTo(user);

    /// <summary>These two may not see each other any more, unless a subscription later than <paramref name="number"/> was granted.</summary>
    public void Revoke(UserId one, UserId other, long number)
    {
        var ended = new List<UserId>();
        bool Counts(IActorRef connection) => _subscribers.GetValueOrDefault(connection) < number;
        _watchers.Revoke(one, other, Counts, ended);
        _watchers.Revoke(other, one, Counts, ended);
        Unfollow(ended);
    }

    /// <summary>What is known of a user, if anybody here watches them and they reported.</summary>
    public StatusReport? Find(UserId user) => _watchers.Find(user);

    /// <summary>A user's report.</summary>
    public void Take(StatusReport report) => _watchers.Report(report);

    /// <summary>Sends what may be sent by now.</summary>
    public void Flush(DateTimeOffset now)
    {
        if (_watchers.HasWaiting)
            _watchers.Flush(now, _tell);
    }

    private void Follow(IActorRef connection, UserId viewer, IReadOnlyCollection<UserId> users)
    {
        var begun = new List<UserId>();
        var ended = new List<UserId>();
        _watchers.Replace(connection, viewer, users, begun, ended);
        foreach (var user in begun)
            _relay().Tell(new Follow(Topic.Of(user), _self));
        Unfollow(ended);
    }

    private void Unfollow(List<UserId> ended)
    {
        foreach (var user in ended)
            _relay().Tell(new Unfollow(Topic.Of(user), _self));
    }

    private void Tell(IActorRef connection, StatusChanged changed)
    {
        // One user's change mostly goes to many connections: it is encoded once.
        var same = changed is { Users: [var one], Refused: null } && _lastTold is { Users: [var last], Refused: null } && ReferenceEquals(one, last);
        if (!same)
            (_lastTold, _lastFrame) = (changed, StatusEnvelopes.Changed(changed));
        connection.Tell(_lastFrame!, _self);
    }
}
