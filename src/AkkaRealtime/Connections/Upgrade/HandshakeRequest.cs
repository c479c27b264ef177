using System.Net;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>What a client asks with, below HTTP or through it; null is what it left out.</summary>
internal readonly record struct HandshakeRequest
{
    /// <summary>An HTTP/1.1 upgrade to <c>websocket</c>, or HTTP/2's extended CONNECT with that protocol.</summary>
    public required bool IsWebSocket { get; init; }

    /// <summary>A response that doesn't end, where there is no WebSocket to be had.</summary>
    public bool IsStream { get; init; }

    /// <summary><c>Sec-WebSocket-Version</c>.</summary>
    public string? Version { get; init; }

    /// <summary><c>Sec-WebSocket-Key</c>; HTTP/2 has none.</summary>
    public string? Key { get; init; }

    /// <summary>Whether a key is needed: HTTP/1.1.</summary>
    public bool NeedsKey { get; init; }

    /// <summary><c>Sec-WebSocket-Protocol</c>, all of it.</summary>
    public string? Protocols { get; init; }

    /// <summary><c>Sec-WebSocket-Extensions</c>, all of it.</summary>
    public string? Extensions { get; init; }

    /// <summary><c>Origin</c>.</summary>
    public string? Origin { get; init; }

    /// <summary><c>Host</c>, with the port as far as there is one.</summary>
    public string? Host { get; init; }

    /// <summary><c>Authorization</c>.</summary>
    public string? Authorization { get; init; }

    /// <summary><c>User-Agent</c>.</summary>
    public string? Agent { get; init; }

    /// <summary><c>?access_token=</c>.</summary>
    public string? QueryToken { get; init; }

    /// <summary><c>?resume=</c>.</summary>
    public string? QueryTicket { get; init; }

    /// <summary><c>?device=</c>.</summary>
    public string? Device { get; init; }

    /// <summary>The client's address.</summary>
    public IPAddress? Address { get; init; }
}
