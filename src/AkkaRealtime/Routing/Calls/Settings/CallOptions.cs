namespace AkkaRealtime.Routing.Calls.Settings;

/// <summary>Calls: their servers and times, section <c>AkkaRealtime:Calls</c>.</summary>
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
    /// <c>all</c>: browsers connect directly where they can. <c>relay</c>: media goes through TURN only, so that nobody in a call learns another's
    /// address. Default <c>all</c>.
    /// </summary>
    public string IceTransportPolicy { get; set; } = All;

    /// <summary>How long TURN credentials are valid, seconds. Default 3,600, which is also the maximum.</summary>
    public int TurnTtlSeconds { get; set; } = 3_600;

    /// <summary>Janus media servers, for calls of five or more: read from <c>Janus</c>, an address or a list (<see cref="JanusOptions.Read"/>).</summary>
    public IReadOnlyList<JanusOptions> Janus { get; internal set; } = [];

    /// <summary>How calls use a media server.</summary>
    public SfuOptions Sfu { get; } = new();

    /// <summary>How long a call rings, milliseconds. Default 45,000.</summary>
    public int RingMs { get; set; } = 45_000;

    /// <summary>How long a participant whose connection is lost keeps its place, milliseconds. Default 30,000.</summary>
    public int ReconnectMs { get; set; } = 30_000;
}
