namespace AkkaRealtime.Envelopes;

/// <summary>
/// Why a connection was closed (protocol §2, RFC 6455 §7.4). A client needs only the range:
/// 1000 and 4400–4499 do not reconnect by themselves, all others do.
/// </summary>
internal enum CloseCode
{
    /// <summary>Normal end.</summary>
    Normal = 1000,

    /// <summary>The server goes away (drain, restart): come back after <c>reconnectAfterMs</c> × random.</summary>
    GoingAway = 1001,

    /// <summary>Broken framing.</summary>
    ProtocolError = 1002,

    /// <summary>A binary frame.</summary>
    UnsupportedData = 1003,

    /// <summary>Invalid UTF-8.</summary>
    InvalidPayload = 1007,

    /// <summary>A message over <c>maxMessageBytes</c>.</summary>
    TooBig = 1009,

    /// <summary>A fault of the server's.</summary>
    InternalError = 1011,

    /// <summary>Connection limit or storm control.</summary>
    TryAgainLater = 1013,

    /// <summary>Nothing heard within 2 × <c>heartbeatMs</c>.</summary>
    HeartbeatLost = 4000,

    /// <summary>Lagging for over 30 s.</summary>
    TooSlow = 4001,

    /// <summary>Over the rate limit after warnings; not before 10 s.</summary>
    Flood = 4002,

    /// <summary>More than 20 bad envelopes in a minute.</summary>
    BadEnvelopes = 4400,

    /// <summary>Token missing (10 s), invalid, or expired.</summary>
    Unauthorized = 4401,

    /// <summary>Not allowed.</summary>
    Forbidden = 4403,

    /// <summary>Session revoked by an operator.</summary>
    Revoked = 4410,
}
