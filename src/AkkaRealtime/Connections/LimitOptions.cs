namespace AkkaRealtime.Connections;

/// <summary>Limits; 0 means none.</summary>
public sealed class LimitOptions
{
    /// <summary>False lifts every rate limit, for load tests. Default true.</summary>
    public bool RateLimiting { get; set; } = true;

    /// <summary>Connections of this node. Default 0: as many as the file descriptors allow.</summary>
    public int MaxConnections { get; set; }

    /// <summary>Connections from one address. Default 0.</summary>
    public int MaxConnectionsPerAddress { get; set; }

    /// <summary>Connections of one user on this node. Default 100.</summary>
    public int MaxConnectionsPerUser { get; set; } = 100;

    /// <summary>New connections a second on this node. Default 0.</summary>
    public int HandshakesPerSecond { get; set; }

    /// <summary>The longest message from a client, bytes. Default 65,536.</summary>
    public int MaxMessageBytes { get; set; } = 65_536;

    /// <summary>Messages a second that one connection may send in the long run. Default 20.</summary>
    public int MessagesPerSecond { get; set; } = 20;

    /// <summary>Messages that one connection may send at once. Default 100.</summary>
    public int Burst { get; set; } = 100;
}
