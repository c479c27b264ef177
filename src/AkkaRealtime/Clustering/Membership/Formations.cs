using System.Net;

namespace AkkaRealtime.Clustering.Membership;

/// <summary>Who may found a cluster, whom a node joins by, and what keeps it out.</summary>
internal static class Formations
{
    /// <summary>Where seed nodes are named, only they found.</summary>
    public static bool MayFound(string self, ClusterOptions options) => options.SeedNodes.Count == 0 || options.SeedNodes.Contains(self);

    /// <summary>The members to join by. Where seed nodes are named, it is only by them, except for a seed node itself.</summary>
    public static IReadOnlyList<string> Contacts(IEnumerable<NodeRow> living, string self, ClusterOptions options) =>
    [
        .. living.Where(row => !row.Leaving).Select(row => row.Node.Address)
            .Where(address => MayFound(self, options) || options.SeedNodes.Contains(address)).Order(StringComparer.Ordinal),
    ];

    /// <summary>What no node of the cluster may have otherwise than the others; null where all is alike.</summary>
    public static string? Contradiction(IReadOnlyList<NodeRow> living, ClusterOptions options) => living.FirstOrDefault(row => row.Shards != options.Shards) is { } other
        ? $"AkkaRealtime:Cluster:Shards is {options.Shards}, but {other.Shards} on {other.Node.Address}, which runs on this database. Set the same on all nodes; to change it, stop all of them first."
        : null;

    /// <summary>Why a node is in no cluster after it has waited, with what to change.</summary>
    public static string WhyNot(IReadOnlyList<NodeRow> living, string self, ClusterOptions options)
    {
        var (nodes, seeds) = (string.Join(", ", living.Select(row => row.Node.Address)), string.Join(", ", options.SeedNodes));
        if (living.Count == 0)
            return $"AkkaRealtime:Cluster:SeedNodes names {seeds}, and none of them runs on this database. Start one, or remove SeedNodes: nodes on one PostgreSQL find each other.";
        if (living.Any(row => row.Machine != Machines.Own && (IsLoopback(row.Node.Address) || IsLoopback(self))))
            return $"Another machine runs {nodes} on this database, and this node is {self}, so that one can't reach the other. Set AkkaRealtime:Cluster:Hostname of each to the name or address that the others reach it by.";
        if (Contacts(living, self, options).Count == 0 && !living.All(row => row.Leaving))
            return $"AkkaRealtime:Cluster:SeedNodes names {seeds}, but {nodes} is what runs on this database. Name one of these, or remove SeedNodes: nodes on one PostgreSQL find each other.";
        return $"{nodes} runs on this database and doesn't let {self} join. Check that each reaches the other's AkkaRealtime:Cluster:Hostname and Port, and that all have the same AkkaRealtime:Cluster settings.";
    }

    private static bool IsLoopback(string address)
    {
        var host = address[..address.LastIndexOf(':')].Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }
}
