namespace AkkaRealtime.Clustering;

/// <summary>The cluster.</summary>
public sealed class ClusterOptions
{
    /// <summary>The name or address that other nodes reach this one by. Default 127.0.0.1.</summary>
    public string Hostname { get; set; } = "127.0.0.1";

    /// <summary>The port for other nodes; 0 takes a free one. Default 0.</summary>
    public int Port { get; set; }

    /// <summary>Nodes to join, <c>host:port</c>; none: the node joins itself.</summary>
    public IList<string> SeedNodes { get; } = [];

    /// <summary>Roles of this node.</summary>
    public IList<string> Roles { get; } = [];
}
