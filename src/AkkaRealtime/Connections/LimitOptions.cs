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

    /// <summary>
    /// TCP connections of one address, or of the 2^64 of one IPv6 network, that are no WebSockets, or none yet; counted from accept on, before anything of them is read. Proxies whose forwarded headers
    /// are read have no such limit, and nor have private addresses (<see cref="LimitPrivateAddresses"/>). Default 0: a quarter of those that the file descriptors allow, at most 1,000.
    /// </summary>
    public int MaxPlainConnectionsPerAddress { get; set; }

    /// <summary>Connections of one user on this node. Default 100.</summary>
    public int MaxConnectionsPerUser { get; set; } = 100;

    /// <summary>New connections a second on this node. Default 0.</summary>
    public int HandshakesPerSecond { get; set; }

    /// <summary>
    /// Attempts to connect a second of one address, or of the 2^64 of one IPv6 network, in the long run, whatever comes of them, and ten times as many at once; more are answered with 503 and
    /// <c>Retry-After</c>. Default 100; 0 for no limit.
    /// </summary>
    public int HandshakesPerSecondPerAddress { get; set; } = 100;

    /// <summary>The longest message from a client, bytes. Default 65,536.</summary>
    public int MaxMessageBytes { get; set; } = 65_536;

    /// <summary>Messages a second that one connection may send in the long run. Default 20.</summary>
    public int MessagesPerSecond { get; set; } = 20;

    /// <summary>Messages that one connection may send at once. Default 100.</summary>
    public int Burst { get; set; } = 100;

    /// <summary>
    /// What one user may ask of this node a second in the long run, on all connections, in the costs of requests (<see cref="Envelopes.IRequest.Cost"/>); never less than
    /// <see cref="MessagesPerSecond"/>. Default 60; 0 for no limit.
    /// </summary>
    public int CostPerSecondPerUser { get; set; } = 60;

    /// <summary>What one user may ask at once; never less than <see cref="Burst"/>. Default 600.</summary>
    public int CostBurstPerUser { get; set; } = 600;

    /// <summary>The same for one address, or the 2^64 of one IPv6 network. Default 600; 0 for no limit.</summary>
    public int CostPerSecondPerAddress { get; set; } = 600;

    /// <summary>What one address may ask at once. Default 3,000.</summary>
    public int CostBurstPerAddress { get; set; } = 3_000;

    /// <summary>
    /// Whether limits per address that stand by default hold for private addresses as well: loopback, 10/8, 172.16/12, 192.168/16, 100.64/10, link-local, unique local. Default false, since
    /// a proxy whose forwarded headers are not read makes everybody come from one of these. <see cref="MaxConnectionsPerAddress"/> holds for all.
    /// </summary>
    public bool LimitPrivateAddresses { get; set; }
}
