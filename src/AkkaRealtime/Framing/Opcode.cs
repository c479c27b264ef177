namespace AkkaRealtime.Framing;

/// <summary>What a frame is (RFC 6455 §11.8). All other values are reserved.</summary>
internal enum Opcode : byte
{
    /// <summary>The next fragment of the message before.</summary>
    Continuation = 0,

    /// <summary>Text, or the first fragment of it.</summary>
    Text = 1,

    /// <summary>Binary: not spoken here.</summary>
    Binary = 2,

    /// <summary>The end of the connection.</summary>
    Close = 8,

    /// <summary>Are you there?</summary>
    Ping = 9,

    /// <summary>I am.</summary>
    Pong = 10,
}
