namespace AkkaRealtime.Framing;

/// <summary>What <see cref="FrameReader.Read"/> found.</summary>
internal enum FrameKind
{
    /// <summary>Nothing whole yet: the input is used up.</summary>
    None,

    /// <summary>A whole text message: take it with <see cref="FrameReader.TakeMessage"/>.</summary>
    Text,

    /// <summary>A ping; its payload is <see cref="FrameReader.Control"/>.</summary>
    Ping,

    /// <summary>A pong.</summary>
    Pong,

    /// <summary>A close frame: <see cref="FrameReader.Close"/>. Nothing is read after it.</summary>
    Close,

    /// <summary>Broken framing, a forbidden payload or too much of it: <see cref="FrameReader.Fault"/>. Nothing is read after it.</summary>
    Fault,
}
