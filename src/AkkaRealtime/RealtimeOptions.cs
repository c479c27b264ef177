using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime;

/// <summary>What an operator may set, section <c>AkkaRealtime</c> (protocol §6). Checked at start by <see cref="RealtimeOptionsValidator"/>.</summary>
public sealed class RealtimeOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "AkkaRealtime";

    /// <summary>Where the embedded store, files and development keys are kept. Default <c>./data</c>.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>The path of the WebSocket. Default <c>/ws/ws</c>.</summary>
    public string Path { get; set; } = "/ws/ws";

    /// <summary>Origins, besides the server's own, from which a browser may connect: <c>https://app.example.com</c>. <c>*</c> allows all.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Limits of connections and messages.</summary>
    public LimitOptions Limits { get; } = new();

    /// <summary>How connections are kept alive and let go.</summary>
    public ConnectionOptions Connections { get; } = new();

    /// <summary>Servers for calls.</summary>
    public CallOptions Calls { get; } = new();

    /// <summary>Status.</summary>
    public StatusOptions Status { get; } = new();

    /// <summary>Uploaded files.</summary>
    public FilesOptions Files { get; } = new();

    /// <summary>For how long what is said is kept.</summary>
    public RetentionOptions Retention { get; } = new();

    /// <summary>The cluster; one node forms a cluster of its own.</summary>
    public ClusterOptions Cluster { get; } = new();
}

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

/// <summary>How connections are kept alive and let go.</summary>
public sealed class ConnectionOptions
{
    /// <summary>Between two pings of the server, milliseconds. Default 25,000: below the usual 60 s of proxies.</summary>
    public int HeartbeatMs { get; set; } = 25_000;

    /// <summary>For a client to sign in after the upgrade, milliseconds. Default 10,000.</summary>
    public int AuthTimeoutMs { get; set; } = 10_000;

    /// <summary>Messages of one connection waiting to be handled. Default 64; then TCP slows the client.</summary>
    public int InboxItems { get; set; } = 64;

    /// <summary>Items waiting to go out to one connection. Default 1,024.</summary>
    public int OutboxItems { get; set; } = 1_024;

    /// <summary>Bytes waiting to go out to one connection. Default 1 MiB.</summary>
    public int OutboxBytes { get; set; } = 1_048_576;

    /// <summary>How long a connection may lag before it is closed with 4001, milliseconds. Default 30,000.</summary>
    public int LagTimeoutMs { get; set; } = 30_000;

    /// <summary>
    /// Whether clients that offer permessage-deflate (RFC 7692) get it. Default false: it takes bandwidth off slow lines and adds CPU time;
    /// no memory while a connection rests, since no window is kept between messages.
    /// </summary>
    public bool Deflate { get; set; }

    /// <summary>Over which a stopping node spreads the end of its connections, milliseconds. Default 3,000.</summary>
    public int DrainMs { get; set; } = 3_000;
}

/// <summary>Servers for calls.</summary>
public sealed class CallOptions
{
    /// <summary>A value of <see cref="IceTransportPolicy"/>.</summary>
    internal const string All = "all";

    /// <summary>A value of <see cref="IceTransportPolicy"/>.</summary>
    internal const string Relay = "relay";

    /// <summary>STUN servers, <c>stun:host:port</c>.</summary>
    public IList<string> Stun { get; } = [];

    /// <summary>TURN servers, <c>turn:host:port?transport=udp</c> or <c>turns:…</c>; need <see cref="TurnSecret"/>.</summary>
    public IList<string> Turn { get; } = [];

    /// <summary>The secret shared with the TURN server (coturn's <c>static-auth-secret</c>).</summary>
    public string? TurnSecret { get; set; }

    /// <summary>
    /// <c>all</c>: browsers take the shortest way. <c>relay</c>: media goes through TURN only, so that nobody in a call learns another's
    /// address. Default <c>all</c>.
    /// </summary>
    public string IceTransportPolicy { get; set; } = All;

    /// <summary>How long TURN credentials are good, seconds. Default 3,600, the most there is.</summary>
    public int TurnTtlSeconds { get; set; } = 3_600;

    /// <summary>Janus media servers, for calls of five and more: read from <c>Janus</c>, an address or a list (<see cref="JanusOptions.Read"/>).</summary>
    public IReadOnlyList<JanusOptions> Janus { get; internal set; } = [];

    /// <summary>How calls go by a media server.</summary>
    public SfuOptions Sfu { get; } = new();

    /// <summary>How long a call rings, milliseconds. Default 45,000.</summary>
    public int RingMs { get; set; } = 45_000;

    /// <summary>How long a participant whose connection is lost keeps its place, milliseconds. Default 30,000.</summary>
    public int ReconnectMs { get; set; } = 30_000;
}

/// <summary>Status.</summary>
public sealed class StatusOptions
{
    /// <summary>From the last connection's end until a user shows as offline, milliseconds. Default 10,000: a reload makes no flicker.</summary>
    public int GraceMs { get; set; } = 10_000;

    /// <summary>Whether everybody may see everybody's status, not only who shares a room. Default false.</summary>
    public bool OpenToAll { get; set; }
}

/// <summary>For how long what is said is kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days for which messages are kept, in rooms that have no time of their own. Default 0: for ever.</summary>
    public int Days { get; set; }

    /// <summary>Minutes between two sweeps for what is past its time. Default 60.</summary>
    public int SweepMinutes { get; set; } = 60;

    /// <summary>
    /// Whether a member's deletion takes what the message said out of the log as well. <c>chat.sync</c> then tells it without words, other than it went out
    /// live. An operator's deletion always does. Default false.
    /// </summary>
    public bool EmptyDeleted { get; set; }
}

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
