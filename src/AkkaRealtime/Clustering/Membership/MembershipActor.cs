using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Remote;

namespace AkkaRealtime.Clustering.Membership;

/// <summary>
/// Hears what the cluster removes, and that this node was removed without having heard of it: Akka's resolver ignores that others quarantine this node
/// (akka.net #8482), so that after a pause it would go on beside them. It also counts the shards that live here, now and then.
/// </summary>
/// <param name="removed">Told of each member that was removed.</param>
/// <param name="quarantined">Told of the member that wants to hear nothing more from this node.</param>
/// <param name="shards">Told how many shards live on this node.</param>
internal sealed class MembershipActor(Action<NodeRun> removed, Action<Address> quarantined, Action<int> shards) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(5);
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<string, int> _shards = [];

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
        Timers.StartPeriodicTimer(nameof(CountShards), CountShards.Instance, CountEvery);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            // A node that goes is told last of all that everybody has been removed (Akka ends with an empty cluster): the others live on.
            case ClusterEvent.MemberRemoved gone when !_cluster.IsTerminated:
                removed(NodeRun.Of(gone.Member));
                break;
            case ClusterEvent.MemberRemoved:
                break;

            // Whoever has left may say so as well, and matters no more.
            case ThisActorSystemQuarantinedEvent by when _cluster.State.Members.Any(m => m.Address == by.RemoteAddress && m.Status is MemberStatus.Up or MemberStatus.WeaklyUp):
                quarantined(by.RemoteAddress);
                break;
            case ThisActorSystemQuarantinedEvent:
                break;
            case CountShards:
                Count();
                break;
            case ShardRegionStats stats:
                _shards[Sender.Path.Name] = stats.Stats.Count;
                shards(_shards.Values.Sum());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static void Count()
    {
        var sharding = ClusterSharding.Get(Context.System);
        foreach (var type in sharding.ShardTypeNames)
            sharding.ShardRegion(type).Tell(GetShardRegionStats.Instance);
    }

    private sealed class CountShards
    {
        public static readonly CountShards Instance = new();
    }
}
