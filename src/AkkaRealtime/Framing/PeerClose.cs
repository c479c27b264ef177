using System.Buffers.Binary;
using System.Text.Unicode;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Framing;

/// <summary>The code in a client's close frame.</summary>
internal static class PeerClose
{
    /// <summary>Stands for a close frame without a code; never on the wire (RFC 6455 §7.4.1).</summary>
    public const int NoStatus = 1005;

    /// <summary>Stands for an end without a close frame; never on the wire (RFC 6455 §7.4.1).</summary>
    public const int Abnormal = 1006;

    // A close frame begins with these, and has a mask behind them.
    private const byte Start = 0x80 | (byte)Opcode.Close;
    private const byte Masked = 0x80;
    private const int EmptyFrame = 6;

    /// <summary>Reads the payload of a close frame; false with the code to answer where it breaks the rules of RFC 6455 §5.5.1.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out int code, out CloseCode fault)
    {
        fault = default;
        code = NoStatus;
        if (payload.IsEmpty)
            return true;
        code = payload.Length == 1 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!MayBeSent(code))
            fault = CloseCode.ProtocolError;
        else if (!Utf8.IsValid(payload[2..]))
            fault = CloseCode.InvalidPayload;
        return fault == default;
    }

    /// <summary>
    /// Whether what a client sent last looks like a close frame: the only thing that is looked for in what comes behind a framing fault, since a client that closes sends nothing behind it.
    /// </summary>
    public static bool IsLastOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> payload = stackalloc byte[FrameReader.MaxControlPayload];
        for (var length = 0; length <= FrameReader.MaxControlPayload && bytes.Length >= length + EmptyFrame; length++)
        {
            var frame = bytes[^(length + EmptyFrame)..];
            if (frame[0] != Start || frame[1] != (Masked | length))
                continue;
            Masking.Unmask(frame[EmptyFrame..], payload, BinaryPrimitives.ReadUInt32LittleEndian(frame[2..]), 0);
            if (TryRead(payload[..length], out _, out _))
                return true;
        }

        return false;
    }

    // RFC 6455 §7.4 and IANA's registry: 1004, 1005, 1006 and 1015 are never sent; 3000–4999 belong to libraries and applications.
    private static bool MayBeSent(int code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
