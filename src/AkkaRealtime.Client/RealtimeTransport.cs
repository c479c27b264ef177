namespace AkkaRealtime.Client;

/// <summary>What a connection goes over.</summary>
public enum RealtimeTransport
{
    /// <summary>
    /// A WebSocket; HTTP where the upgrade to one fails twice in a row while HTTP is answered, as behind some proxies. Who comes back from there tries the WebSocket first, once.
    /// </summary>
    Auto,

    /// <summary>A WebSocket.</summary>
    WebSocket,

    /// <summary>A response that doesn't end, and requests (protocol §1, "Without WebSocket").</summary>
    Http,
}
