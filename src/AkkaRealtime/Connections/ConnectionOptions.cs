namespace AkkaRealtime.Connections;

/// <summary>How connections are kept alive and let go.</summary>
public sealed class ConnectionOptions
{
    /// <summary>Between two pings of the server, milliseconds. Default 25,000: below the usual 60 s of proxies.</summary>
    public int HeartbeatMs { get; set; } = 25_000;

    /// <summary>
    /// From the start of a TCP connection to the end of its first request's head, milliseconds; who is silent or slower is cut. Default 10,000; 0 for no limit, where Kestrel serves
    /// something else than HTTP as well.
    /// </summary>
    public int HeadTimeoutMs { get; set; } = 10_000;

    /// <summary>For a client to sign in after the upgrade, milliseconds. Default 10,000.</summary>
    public int AuthTimeoutMs { get; set; } = 10_000;

    /// <summary>Messages of one connection waiting to be handled. Default 64; then TCP slows the client.</summary>
    public int InboxItems { get; set; } = 64;

    /// <summary>Items waiting to go out to one connection. Default 1,024.</summary>
    public int OutboxItems { get; set; } = 1_024;

    /// <summary>Bytes waiting to go out to one connection. Default 1 MiB.</summary>
    public int OutboxBytes { get; set; } = 1_048_576;

    /// <summary>
    /// What the kernel may hold for one connection that is sent and not acknowledged or not sent yet, bytes (SO_SNDBUF, of which it takes twice as much memory). Default 262,144;
    /// 0 leaves it to the kernel, which lets it grow to some megabytes.
    /// </summary>
    public int SendBufferBytes { get; set; } = 262_144;

    /// <summary>
    /// What the kernel may hold of one connection that has come and was not read yet, bytes (SO_RCVBUF, of which it takes twice as much memory). Default 262,144; 0 leaves it to the kernel,
    /// which lets it grow to some megabytes.
    /// </summary>
    public int ReceiveBufferBytes { get; set; } = 262_144;

    /// <summary>What of what the kernel holds may wait to be sent, bytes: the rest waits in the outbox (TCP_NOTSENT_LOWAT, Linux). Default 65,536; 0 for no limit.</summary>
    public int UnsentBytes { get; set; } = 65_536;

    /// <summary>How long a connection may lag before it is closed with 4001, milliseconds. Default 30,000.</summary>
    public int LagTimeoutMs { get; set; } = 30_000;

    /// <summary>
    /// How long a write to a connection may take before it is closed with 4001, milliseconds, and as long again as its bytes would take at 4 KiB a second: who reads slowly stays, who has stopped reading
    /// is let go, whatever else they send. Default 10,000; 0 for no limit.
    /// </summary>
    public int StallTimeoutMs { get; set; } = 10_000;

    /// <summary>
    /// Whether clients that offer permessage-deflate (RFC 7692) get it. Default false: it takes bandwidth off slow lines and adds CPU time;
    /// no memory while a connection rests, since no window is kept between messages.
    /// </summary>
    public bool Deflate { get; set; }

    /// <summary>
    /// Whether plain upgrades are taken below HTTP, where a connection costs least. Default true; needs Linux. False where the host's HTTP middleware or Kestrel's
    /// connection middleware has to see them.
    /// </summary>
    public bool BelowHttp { get; set; } = true;

    /// <summary>
    /// For which a stopping node still takes connections while its readiness says that it stops, milliseconds. Default 0; behind a balancer that asks for readiness,
    /// as long as it takes to notice (interval times failures).
    /// </summary>
    public int PreStopMs { get; set; }

    /// <summary>Over which a stopping node spreads the end of its connections, milliseconds. Default 3,000.</summary>
    public int DrainMs { get; set; } = 3_000;
}
