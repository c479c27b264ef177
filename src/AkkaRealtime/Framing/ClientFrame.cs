namespace AkkaRealtime.Framing;

/// <summary>Frames as <see cref="FrameReader"/> takes them from a client, for sockets that have no frames of their own.</summary>
internal static class ClientFrame
{
    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    /// <summary>A frame. It is masked, as a client's has to be, but by zero: that changes nothing.</summary>
    public static byte[] Of(Opcode opcode, bool isLast, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[Frames.MaxHeader];
        var length = Frames.WriteHeader(header, opcode, payload.Length);
        var frame = new byte[length + sizeof(uint) + payload.Length];
        header[..length].CopyTo(frame);
        frame[0] = (byte)((isLast ? Final : 0) | (byte)opcode);
        frame[1] |= Masked;
        payload.CopyTo(frame.AsSpan(length + sizeof(uint)));
        return frame;
    }
}
