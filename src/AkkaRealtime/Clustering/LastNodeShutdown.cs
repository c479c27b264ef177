using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;

namespace AkkaRealtime.Clustering;

/// <summary>
/// When the last node stops, nobody takes its shards over. A shard region doesn't know that: it keeps what owners say to each other while they stop for a
/// shard's next home, and waits 9 s for one, in which clients can't come back. So on the last node a region ends with its last shard.
/// </summary>
internal static class LastNodeShutdown
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Has the regions of the node end so.</summary>
    public static AkkaConfigurationBuilder WithLastNodeShutdown(this AkkaConfigurationBuilder builder) => builder.AddStartup((system, _) => Add(system));

    /// <summary>Has the regions of this actor system end so.</summary>
    public static void Add(ActorSystem system) => CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseClusterShardingShutdownRegion, "last-node", async () =>
    {
        if (IsLast(Cluster.Get(system)))
            await EndAsync(system, ClusterSharding.Get(system).ShardTypeNames).ConfigureAwait(false);
        return Done.Instance;
    });

    /// <summary>Ends these regions, each with its last shard.</summary>
    internal static Task EndAsync(ActorSystem system, IEnumerable<string> regions) =>
        Task.WhenAll(regions.Select(name => Region(system, name)).OfType<IActorRef>().Select(region => EndAsync(system, region)));

    // Null where it has ended meanwhile: in this phase the regions end by themselves as well, those without shards at once.
    private static IActorRef? Region(ActorSystem system, string name)
    {
        try
        {
            return ClusterSharding.Get(system).ShardRegion(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLast(Cluster cluster) => cluster.State.Members.All(m =>
        m.UniqueAddress == cluster.SelfUniqueAddress || m.Status is MemberStatus.Leaving or MemberStatus.Exiting or MemberStatus.Down or MemberStatus.Removed);

    // Its shards are its children; each ends once its owners have.
    private static async Task EndAsync(ActorSystem system, IActorRef region)
    {
        while (region is ActorRefWithCell { IsTerminated: false } live && live.Children.Any())
            await Task.Delay(Interval).ConfigureAwait(false);
        ((ExtendedActorSystem)system).Stop((IInternalActorRef)region);
    }
}
