using System.Buffers.Binary;
using System.Text;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Framing;

/// <summary>
/// Frames from server to client: unmasked and in one piece (RFC 6455 §5.2). Made once, they may be shared by any number of connections,
/// and any number of them may stand one after the other in one buffer: see <c>SharedFrames</c>.
/// </summary>
internal static class Frames
{
    /// <summary>The longest header: two bytes and a length of eight.</summary>
    public const int MaxHeader = 10;

    private const int MaxControlPayload = 125;
    private const byte Final = 0x80;
    private const byte Compressed = 0x40;

    /// <summary>A ping without payload; nobody needs one, since a pong to any of ours says the same.</summary>
    public static ReadOnlyMemory<byte> Ping { get; } = new byte[] { Final | (byte)Opcode.Ping, 0 };

    /// <summary>Bytes that the frame of <paramref name="envelope"/> takes.</summary>
    public static int Size(EncodedEnvelope envelope) => HeaderSize(envelope.Utf8.Length) + envelope.Utf8.Length;

    /// <summary>Writes the frame of <paramref name="envelope"/>; returns its bytes, <see cref="Size"/> of them.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static int Write(Span<byte> destination, EncodedEnvelope envelope)
    {
        var payload = envelope.Utf8.Span;
        var header = WriteHeader(destination, Opcode.Text, payload.Length);
        payload.CopyTo(destination[header..]);
        return header + payload.Length;
    }

    /// <summary>One envelope as a frame of its own.</summary>
    public static byte[] Text(EncodedEnvelope envelope)
    {
        var frame = new byte[Size(envelope)];
        Write(frame, envelope);
        return frame;
    }

    /// <summary>A payload as a compressed frame (RFC 7692 §6.1); empty where that would not be shorter.</summary>
    public static ReadOnlyMemory<byte> Deflated(ReadOnlySpan<byte> payload)
    {
        var compressed = Deflate.Compress(payload).Span;
        if (compressed.IsEmpty)
            return default;
        var frame = new byte[HeaderSize(compressed.Length) + compressed.Length];
        var header = WriteHeader(frame, Opcode.Text, compressed.Length);
        frame[0] |= Compressed;
        compressed.CopyTo(frame.AsSpan(header));
        return frame;
    }

    /// <summary>The payload of the first of our own <paramref name="frames"/>, which takes <paramref name="length"/> bytes of them.</summary>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> frames, out int length)
    {
        var (header, payload) = frames[1] switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(frames[2..])),
            127 => (MaxHeader, (int)BinaryPrimitives.ReadUInt64BigEndian(frames[2..])),
            var small => (2, small),
        };
        length = header + payload;
        return frames[header..length];
    }

    /// <summary>The pong that answers a ping: it repeats the payload.</summary>
    public static byte[] Pong(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[2 + payload.Length];
        WriteHeader(frame, Opcode.Pong, payload.Length);
        payload.CopyTo(frame.AsSpan(2));
        return frame;
    }

    /// <summary>
    /// A close frame. A <paramref name="reason"/> over 123 bytes is cut at a character, since a control frame holds 125.
    /// <see cref="PeerClose.NoStatus"/> becomes a frame without a code.
    /// </summary>
    public static byte[] Close(int code, string reason)
    {
        if (code == PeerClose.NoStatus)
            return [Final | (byte)Opcode.Close, 0];
        Span<byte> payload = stackalloc byte[MaxControlPayload];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetEncoder().Convert(reason, payload[2..], flush: true, out _, out var written, out _);
        var frame = new byte[2 + 2 + written];
        WriteHeader(frame, Opcode.Close, 2 + written);
        payload[..(2 + written)].CopyTo(frame.AsSpan(2));
        return frame;
    }

    /// <summary>Bytes of the header before a payload of <paramref name="length"/> bytes.</summary>
    public static int HeaderSize(int length) => length <= MaxControlPayload ? 2 : length <= ushort.MaxValue ? 4 : MaxHeader;

    /// <summary>Writes the header of a whole, unmasked frame; returns its bytes.</summary>
    public static int WriteHeader(Span<byte> destination, Opcode opcode, int length)
    {
        destination[0] = (byte)(Final | (byte)opcode);
        switch (HeaderSize(length))
        {
            case 2:
                destination[1] = (byte)length;
                return 2;
            case 4:
                destination[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)length);
                return 4;
            default:
                destination[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)length);
                return MaxHeader;
        }
    }
}
