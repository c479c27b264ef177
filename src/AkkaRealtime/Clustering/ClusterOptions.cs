namespace AkkaRealtime.Clustering;

/// <summary>The cluster.</summary>
public sealed class ClusterOptions
{
    /// <summary>The name or address that other nodes reach this one by. Default 127.0.0.1.</summary>
    public string Hostname { get; set; } = "127.0.0.1";

    /// <summary>The port for other nodes; 0 takes a free one. Default 0.</summary>
    public int Port { get; set; }

    /// <summary>The name or address to listen on for other nodes, where that is not <see cref="Hostname"/>: <c>0.0.0.0</c> in a container. Default none.</summary>
    public string? BindHostname { get; set; }

    /// <summary>The port to listen on for other nodes, where that is not <see cref="Port"/>, as behind NAT. Default none.</summary>
    public int? BindPort { get; set; }

    /// <summary>TLS between nodes, with a certificate for each. Default none.</summary>
    public ClusterTlsOptions Tls { get; } = new();

    /// <summary>
    /// Shards into which rooms, users and calls are divided among nodes; the same on all of them, so that a change needs all to be stopped first. Default 100: about
    /// ten for each node of the largest cluster that is meant.
    /// </summary>
    public int Shards { get; set; } = 100;

    /// <summary>
    /// Nodes to join, <c>host:port</c>. Nodes on one PostgreSQL find each other without; where it is set, a node joins only by these. Needs a store that
    /// nodes share. Default none.
    /// </summary>
    public IList<string> SeedNodes { get; } = [];

    /// <summary>Roles of this node.</summary>
    public IList<string> Roles { get; } = [];
}
