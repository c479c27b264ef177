using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Simulation;

/// <summary>One run of a node: its relay, its router and the rooms that live on it, all real, and what it believes of where rooms live.</summary>
internal sealed class SimNode
{
    private const int WatchMs = 100;
    private readonly SimCluster _cluster;
    private readonly IActorRef _host;
    private readonly Dictionary<RoomId, SimNode> _homes = [];
    private readonly Dictionary<(IActorRef Whom, SimNode From), IActorRef> _outward = [];

    public SimNode(SimCluster cluster, int number, int run)
    {
        (_cluster, Number, Address) = (cluster, number, new Address("akka.tcp", "akkarealtime", $"n{number}", 1));
        var mediator = new SimRef("mediator", Address, cluster.Provider, Mediate);
        var nobody = new SimRef("nobody", Address, cluster.Provider, (_, _) => { });
        Region = new SimRef("rooms", Address, cluster.Provider, (message, sender) =>
        {
            if (IsAlive)
                cluster.ToRoom(this, RoomOf(message), message, sender);
        });
        var journal = new SimJournal(cluster.Time, cluster.Random, cluster.Store, () => IsAlive, () => cluster.IsStoreAway);
        IActorRef router = nobody;
        var host = ActorRefs.Nobody as IActorRef;
        cluster.Root.Tell(new SimHost.Start(
            $"{cluster.Name}-n{number}-{run}",
            SimCluster.Props(() => new SimHost(cluster.Fault, id => RoomActor.Props(id, new RoomServices(
                cluster.Store.Chat, cluster.Store.Engine.Log, cluster.Store.Users, cluster.Store.Engine.Files, journal, router, () => Region, () => nobody, Address, cluster.Clock, cluster.Metrics, false, cluster)))),
            made => host = made));
        _host = host;
        _host.Tell(new SimHost.Start("router", SimCluster.Props(() => new SimRouter(mediator)), made => router = made));
        var owners = new TopicOwners([new TopicOwner(TopicKind.Room, () => Region, new RoomTopicLog(cluster.Store.Chat, cluster.Store.Engine.Log))]);
        _host.Tell(new SimHost.Start("relay", RelayActor.Props(new RelayServices(Address, mediator, owners, cluster.Metrics, cluster, null) { Time = cluster.Clock }), made => Relay = made));
        Router = router;
    }

    public int Number { get; }

    public Address Address { get; }

    public IActorRef Relay { get; private set; } = ActorRefs.Nobody;

    public IActorRef Router { get; }

    public IActorRef Region { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>It reaches the store and its own clients, and none of the other nodes.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>SIGKILL.</summary>
    public void Die()
    {
        IsAlive = false;
        ((IInternalActorRef)_host).Stop();
    }

    /// <summary>Where it believes that a room lives; null where it can't find out.</summary>
    public SimNode? HomeOf(RoomId room)
    {
        if (_homes.TryGetValue(room, out var known))
            return known;
        if (IsCutOff || _cluster.IsMoving(room))
            return null;
        var home = _homes[room] = _cluster.HomeOf(room);

        // The one that says so had not heard yet that this node is gone: NodeWatcher.
        if (!_cluster.Nodes.Contains(home))
            _cluster.Time.After(WatchMs, () => Forget(room));
        return home;
    }

    /// <summary>A message for a room has come here.</summary>
    public void Take(RoomId room, object message, IActorRef sender)
    {
        if (HomeOf(room) == this)
            _host.Tell(new SimHost.Deliver(room, message, sender));
        else
            _cluster.ToRoom(this, room, message, sender);
    }

    /// <summary>Rooms that lived there live elsewhere from now on, and who was followed there has gone.</summary>
    public void Forget(SimNode gone)
    {
        foreach (var room in _homes.Where(h => h.Value == gone).Select(h => h.Key).ToList())
            _homes.Remove(room);
        SimMembers.TellRemoved(gone.Address, Router, Relay);
        _host.Tell(new RelayGone(gone.Address));
    }

    /// <summary>A room moves away from somewhere.</summary>
    public void Forget(RoomId room) => _homes.Remove(room);

    public void HandOver(RoomId room) => _host.Tell(new SimHost.HandOver(room));

    /// <summary>How somebody here is known on another node.</summary>
    public IActorRef AsSeenFrom(SimNode other, IActorRef whom)
    {
        if (other == this || whom.IsNobody() || whom is SimRef { IsOutward: true })
            return whom;
        if (!_outward.TryGetValue((whom, other), out var known))
            _outward.Add((whom, other), known = new SimRef(whom.Path.Name, Address, _cluster.Provider, (message, _) => _cluster.Network.Send(other, this, message, () => whom.Tell(message, ActorRefs.NoSender))) { IsOutward = true });
        return known;
    }

    private void Mediate(object message, IActorRef sender)
    {
        if (message is not Publish publish)
            return;
        foreach (var node in _cluster.Nodes.Where(n => publish.Topic == TopicNames.AllRelays || publish.Topic == TopicNames.Node(n.Address)))
            _cluster.Network.Send(this, node, publish.Message, () => node.Relay.Tell(publish.Message, AsSeenFrom(node, sender)));
    }

    private static RoomId RoomOf(object message) => message switch
    {
        ITopicMessage topic => new RoomId(topic.Topic.Id),
        IRoomCommand command => command.Room,
        _ => throw new InvalidOperationException($"For no room: {message}"),
    };
}
