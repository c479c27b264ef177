using System.Diagnostics.Metrics;

namespace AkkaRealtime.Diagnostics;

/// <summary>What a node counts of its cluster.</summary>
internal sealed class ClusterMetrics(Meter meter)
{
    /// <summary>Messages from other nodes that this version doesn't know; tag <c>kind</c>.</summary>
    public Counter<long> Unknown { get; } =
        meter.CreateCounter<long>("akkarealtime.cluster.unknown", "{message}", "Messages from nodes of another version that were skipped, by kind.");

    /// <summary>Gaps in what came from owners that relays had repeated.</summary>
    public Counter<long> GapsRepaired { get; } =
        meter.CreateCounter<long>("akkarealtime.cluster.gaps.repaired", "{gap}", "Gaps between an owner and this node that were closed by asking again.");

    /// <summary>Requests that were answered <c>unavailable</c> because their owner could not be reached.</summary>
    public Counter<long> OwnersAway { get; } =
        meter.CreateCounter<long>("akkarealtime.cluster.owners.away", "{request}", "Requests that were answered because their owner, on another node, can't be reached.");

    /// <summary>Shows the shards that can't be reached.</summary>
    public void ObserveAway(Func<int> away) =>
        meter.CreateObservableGauge("akkarealtime.cluster.shards.away", away, "{shard}", "Shards that this node has requests for and can't reach now.");

    /// <summary>Shows the cluster as this node sees it.</summary>
    public void Observe(Func<int> members, Func<int> unreachable, Func<int> shards)
    {
        meter.CreateObservableGauge("akkarealtime.cluster.members", members, "{node}", "Members of the cluster, this node included.");
        meter.CreateObservableGauge("akkarealtime.cluster.unreachable", unreachable, "{node}", "Members that can't be reached now.");
        meter.CreateObservableGauge("akkarealtime.cluster.shards", shards, "{shard}", "Shards (of rooms, users, calls, topics) that live on this node.");
    }
}
