using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;

namespace AkkaRealtime.Clustering;

/// <summary>
/// Tells actors that watch actors of other nodes when those are gone: with their node, once the cluster has removed it. So does Akka's own, but whoever begins to watch
/// such an actor after that waits for some fifteen seconds there, as if the node might still come: a region that asked for a shard's home hears of the removal before
/// the coordinator has, is sent to the node that is gone, and keeps what it has for that shard until then. Here they are told at once.
/// </summary>
internal sealed class NodeWatcher : RemoteWatcher, IWithTimers
{
    /// <summary>More than a cluster has nodes.</summary>
    private const int MaxRemoved = 256;

    // The watcher has begun to watch by then: it tells this actor first.
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly HashSet<Address> _members = [];
    private readonly HashSet<Address> _removed = [];
    private readonly Queue<Address> _removedInOrder = [];

    private NodeWatcher(IFailureDetectorRegistry<Address> detectors, TimeSpan every, TimeSpan reapEvery, TimeSpan firstWithin)
        : base(detectors, every, reapEvery, firstWithin)
    {
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Makes it.</summary>
    public static Props Props(IFailureDetectorRegistry<Address> detectors, RemoteSettings settings) => Producer.Of(() => new NodeWatcher(
            detectors, settings.WatchHeartBeatInterval, settings.WatchUnreachableReaperInterval, settings.WatchHeartbeatExpectedResponseAfter))
        .WithDispatcher("akka.actor.internal-dispatcher").WithDeploy(Deploy.Local);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        base.PreStart();
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        base.PostStop();
        _cluster.Unsubscribe(Self);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.IMemberEvent { Member.Address: var own } when own == _cluster.SelfAddress:
                break;
            case ClusterEvent.MemberRemoved gone:
                Remove(gone.Member, wasDown: gone.PreviousStatus == MemberStatus.Down);
                break;
            case ClusterEvent.MemberUp or ClusterEvent.MemberWeaklyUp:
                Take(((ClusterEvent.IMemberEvent)message).Member.Address);
                break;
            case ClusterEvent.IMemberEvent change:
                //// On its way in, or out. A node that starts again at the same address is another one.
                _removed.Remove(change.Member.Address);
                break;
            case Watched { Node: var node }:
                if (_removed.Contains(node))
                    PublishAddressTerminated(node);
                break;
            default:
                base.OnReceive(message);
                break;
        }
    }

    /// <summary>Members are watched by the cluster, and whoever is none yet by heartbeats from here.</summary>
    protected override void WatchNode(IInternalActorRef watchee)
    {
        var node = watchee.Path.Address;
        if (_removed.Contains(node))
            Timers.StartSingleTimer(watchee, new Watched(node), Soon);
        else if (!_members.Contains(node))
            base.WatchNode(watchee);
    }

    private void Take(Address node)
    {
        _removed.Remove(node);
        _members.Add(node);
        if (WatchingNodes.Contains(node))
            UnwatchNode(node);
        Unreachable.Remove(node);
    }

    private void Remove(Member gone, bool wasDown)
    {
        var node = gone.Address;
        _members.Remove(node);
        if (_removed.Add(node))
            _removedInOrder.Enqueue(node);
        if (_removedInOrder.Count > MaxRemoved)
            _removed.Remove(_removedInOrder.Dequeue());
        if (wasDown)
            Quarantine(node, gone.UniqueAddress.Uid);
        PublishAddressTerminated(node);
    }

    private sealed record Watched(Address Node) : INoSerializationVerificationNeeded;
}
