using Akka.Actor;
using Akka.Cluster;

namespace AkkaRealtime.Clustering.Membership;

/// <summary>One run of a node: where other nodes reach it, <c>host:port</c>, and the number that tells this run from earlier ones at the same address.</summary>
internal readonly record struct NodeRun(string Address, int Incarnation)
{
    /// <summary>The run that a member of the cluster is.</summary>
    public static NodeRun Of(UniqueAddress node) => new(HostPort(node.Address), node.Uid);

    /// <summary>The run that a member of the cluster is.</summary>
    public static NodeRun Of(Member member) => Of(member.UniqueAddress);

    /// <summary>An address as it stands in the node table and in <see cref="ClusterOptions.SeedNodes"/>.</summary>
    public static string HostPort(Address address) => FormattableString.Invariant($"{address.Host}:{address.Port}");
}

/// <summary>What a node says of itself when it enters the node table.</summary>
/// <param name="Machine">Where it runs; see <see cref="Machines"/>.</param>
/// <param name="Shards">Its <see cref="ClusterOptions.Shards"/>.</param>
internal sealed record NodeTraits(string Machine, int Shards);

/// <summary>A member of the cluster, as the node table has it.</summary>
/// <param name="Node">Which.</param>
/// <param name="Machine">Where it runs; see <see cref="Machines"/>.</param>
/// <param name="Shards">Its <see cref="ClusterOptions.Shards"/>.</param>
/// <param name="Leaving">It is being stopped: nobody joins by it any more, and nobody founds a cluster beside it yet.</param>
/// <param name="JoinedAt">When it became a member, by the store's clock.</param>
/// <param name="SeenAt">Its last heartbeat, by the store's clock.</param>
/// <param name="Age">How long ago that was when the row was read.</param>
internal sealed record NodeRow(NodeRun Node, string Machine, int Shards, bool Leaving, DateTime JoinedAt, DateTime SeenAt, TimeSpan Age);
