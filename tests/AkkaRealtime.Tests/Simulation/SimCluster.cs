using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Simulation;

/// <summary>Three nodes on one store, and what a seed does to them: kills, cuts, outages of the store, rooms that move. One thread and one clock, so that a seed always goes the same way.</summary>
internal sealed class SimCluster : ILogger
{
    private const int Size = 3;
    private const int PutOffMs = 10;
    private readonly Dictionary<RoomId, SimNode> _homes = [];
    private readonly HashSet<RoomId> _moving = [];
    private readonly Action<string>? _trace;
    private readonly int[] _runs = new int[Size];

    public SimCluster(string name, int seed, IActorRef root, ActorSystem system, FakeTimeProvider clock, RealtimeMetrics metrics, Action<string>? trace)
    {
        (Name, Random, Root, System, Clock, Metrics) = (name, new Random(seed), root, system, clock, metrics);
        Time = new SimTime(clock, (TestScheduler)system.Scheduler);
        _trace = trace is null ? null : text => trace($"{Time.NowMs,6} {text}");
        Network = new SimNetwork(Time, Random, _trace);
        Store.Engine.BeforeRead = Read;
        for (var i = 0; i < Size; i++)
            Nodes.Add(new SimNode(this, i, ++_runs[i]));
        foreach (var node in Nodes)
            TellAllOf(node);
    }

    public string Name { get; }

    public Random Random { get; }

    /// <summary>The parent of everybody: an actor at the top would be started by another thread.</summary>
    public IActorRef Root { get; }

    public ActorSystem System { get; }

    public IActorRefProvider Provider => ((ExtendedActorSystem)System).Provider;

    public FakeTimeProvider Clock { get; }

    public SimTime Time { get; }

    public RealtimeMetrics Metrics { get; }

    public SimNetwork Network { get; }

    public SpecStore Store { get; } = new();

    /// <summary>Those that the cluster has not removed; one of them may be dead.</summary>
    public List<SimNode> Nodes { get; } = [];

    public bool IsStoreAway { get; set; }

    /// <summary>What an actor threw, or what was logged as an error.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>How often an owner was told that another one had written.</summary>
    public int Superseded { get; private set; }

    /// <summary>A node's clients have lost their connections.</summary>
    public Action<SimNode> Died { get; set; } = _ => { };

    /// <summary>Props that run on the simulation's thread.</summary>
    public static Props Props<TActor>(Func<TActor> make)
        where TActor : ActorBase => Producer.Of(make).WithDispatcher(EventLoopDispatcher.Id);

    public void Fault(Exception e) => Faults.Add(e.ToString());

    /// <summary>Where a room lives, or will.</summary>
    public SimNode HomeOf(RoomId room)
    {
        if (!_homes.TryGetValue(room, out var home))
            _homes.Add(room, home = One(n => n.IsAlive && !n.IsCutOff));
        return home;
    }

    /// <summary>It is between two nodes, and what is for it is put off.</summary>
    public bool IsMoving(RoomId room) => _moving.Contains(room);

    /// <summary>A message on its way to a room, from a node.</summary>
    public void ToRoom(SimNode from, RoomId room, object message, IActorRef sender)
    {
        if (IsMoving(room) && !from.IsCutOff)
            Time.After(PutOffMs, () => ToRoom(from, room, message, sender));
        else if (from.HomeOf(room) is { } home)
            Network.Send(from, home, message, () => home.Take(room, message, from.AsSeenFrom(home, sender)));
    }

    /// <summary>One of the nodes.</summary>
    public SimNode One(Func<SimNode, bool> which)
    {
        var some = Nodes.Where(which).ToList();
        return some[Random.Next(some.Count)];
    }

    /// <summary>Kills a node; the others notice, and it starts again.</summary>
    public void Kill()
    {
        var victim = One(_ => true);
        Die(victim);
        Time.After(Random.Next(2_000, 4_000), () => Remove(victim));
    }

    /// <summary>Cuts a node off from the others: for a moment, or until they go on without it and it hears of that from the store.</summary>
    public void CutOff()
    {
        var node = One(_ => true);
        _trace?.Invoke($"{node.Address.Host} is cut off");
        node.IsCutOff = true;
        if (Random.Next(2) == 0)
        {
            Time.After(Random.Next(100, 4_000), () =>
            {
                _trace?.Invoke($"{node.Address.Host} is back");
                node.IsCutOff = false;
                foreach (var one in Nodes)
                {
                    foreach (var other in Nodes.Where(n => n != one && (one == node || n == node)))
                        SimMembers.TellReachable(other.Address, one.Relay);
                }
            });
            return;
        }

        Time.After(Random.Next(2_000, 4_000), () =>
        {
            Remove(node);
            Time.After(Random.Next(100, 3_000), () => Die(node));
        });
    }

    /// <summary>A room is handed over to another node: all put off what they have for it, then its owner stops, then it lives elsewhere.</summary>
    public void Move(RoomId room)
    {
        if (Nodes.Count < Size || Nodes.Exists(n => !n.IsAlive || n.IsCutOff) || !_moving.Add(room))
            return;
        var home = HomeOf(room);
        _trace?.Invoke($"{room} moves away from {home.Address.Host}");
        Nodes.ForEach(n => n.Forget(room));
        Time.After(Random.Next(5, 100), () => home.HandOver(room));
        Time.After(Random.Next(110, 300), () =>
        {
            _homes[room] = One(n => n.IsAlive && !n.IsCutOff);
            _moving.Remove(room);
        });
    }

    /// <summary>The store can't be reached for a while.</summary>
    public void LoseStore()
    {
        _trace?.Invoke("the store is away");
        IsStoreAway = true;
        Time.After(Random.Next(50, 3_000), () => IsStoreAway = false);
    }

    public void Stop()
    {
        foreach (var node in Nodes)
            node.Die();
    }

    public bool IsEnabled(LogLevel level) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel level, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (level >= LogLevel.Error)
            Faults.Add($"{formatter(state, exception)} {exception}");
        else if (state?.ToString()?.Contains(nameof(AppendRefusal.Superseded), StringComparison.Ordinal) == true)
            Superseded++;
    }

    private void Die(SimNode node)
    {
        _trace?.Invoke($"{node.Address.Host} dies");
        node.Die();
        Died(node);
    }

    // Each of the others hears of it on its own; the coordinator as one of them.
    private void Remove(SimNode gone)
    {
        _trace?.Invoke($"{gone.Address.Host} is removed");
        Nodes.Remove(gone);
        Time.After(Random.Next(0, 500), () =>
        {
            foreach (var room in _homes.Where(h => h.Value == gone).Select(h => h.Key).ToList())
                _homes.Remove(room);
        });
        foreach (var node in Nodes.ToList())
            Time.After(Random.Next(0, 500), () => node.Forget(gone));
        var number = gone.Number;
        Time.After(Random.Next(4_000, 7_000), () =>
        {
            var again = new SimNode(this, number, ++_runs[number]);
            Nodes.Add(again);
            TellAllOf(again);
            foreach (var node in Nodes)
                SimMembers.TellUp(node.Address, again.Router);
        });
    }

    private void TellAllOf(SimNode node)
    {
        foreach (var other in Nodes.Where(n => n != node))
            SimMembers.TellUp(node.Address, other.Router);
    }

    private Task Read()
    {
        if (IsStoreAway)
            return Task.FromException(new StoreUnavailableException("away"));
        if (Random.Next(2) == 0)
            return Task.CompletedTask;
        var read = new TaskCompletionSource();
        Time.After(Random.Next(0, 30), () =>
        {
            if (IsStoreAway)
                read.SetException(new StoreUnavailableException("away"));
            else
                read.SetResult();
        });
        return read.Task;
    }
}
