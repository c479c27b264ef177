using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Subscriptions;

/// <summary>
/// The connections of this node that follow topics, by user, and the checks that run, so that the end of a subscription reaches all of them: a
/// connection is told to join and to leave in the order in which that was decided. Safe from any thread.
/// </summary>
internal sealed class TopicFollowers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IActorRef, UserId> _users = [];
    private readonly Dictionary<UserId, List<IActorRef>> _connections = [];

    // As many as run at a time: a few.
    private readonly HashSet<Check> _running = [];

    /// <summary>All connections.</summary>
    public IReadOnlyList<IActorRef> Connections
    {
        get
        {
            lock (_lock)
                return [.. _users.Keys];
        }
    }

    /// <summary>The connection asks for topics from now on; it is to be removed when it ends.</summary>
    public void Add(UserId user, IActorRef connection)
    {
        lock (_lock)
        {
            if (!_users.TryAdd(connection, user))
                return;
            if (!_connections.TryGetValue(user, out var connections))
                _connections[user] = connections = new(1);
            connections.Add(connection);
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Remove(IActorRef connection)
    {
        lock (_lock)
        {
            if (!_users.Remove(connection, out var user) || !_connections.TryGetValue(user, out var connections))
                return;
            connections.Remove(connection);
            if (connections.Count == 0)
                _connections.Remove(user);
        }
    }

    /// <summary>The host is being asked; dispose what is returned afterwards.</summary>
    public Check Begin(UserId user, string topic)
    {
        var check = new Check(this, user, topic);
        lock (_lock)
            _running.Add(check);
        return check;
    }

    /// <summary>The host said yes: <paramref name="join"/> is called, unless the subscription was ended meanwhile and the host has to be asked anew.</summary>
    public bool TryJoin(Check check, Action join)
    {
        lock (_lock)
        {
            if (check.IsOutdated)
                return false;
            join();
            return true;
        }
    }

    /// <summary>Calls <paramref name="leave"/> for each connection of the user.</summary>
    public void End(UserId user, string topic, Action<IActorRef> leave)
    {
        lock (_lock)
        {
            foreach (var check in _running)
                check.IsOutdated |= check.User == user && check.Topic == topic;
            foreach (var connection in _connections.GetValueOrDefault(user, []))
                leave(connection);
        }
    }

    private void Finish(Check check)
    {
        lock (_lock)
            _running.Remove(check);
    }

    /// <summary>One question to the host.</summary>
    internal sealed class Check(TopicFollowers followers, UserId user, string topic) : IDisposable
    {
        public UserId User { get; } = user;

        public string Topic { get; } = topic;

        /// <summary>The subscription was ended after the question was put.</summary>
        public bool IsOutdated { get; set; }

        public void Dispose() => followers.Finish(this);
    }
}
