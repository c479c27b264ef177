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

    // RFC 6455 §7.4 and IANA's registry: 1004, 1005, 1006 and 1015 are never sent; 3000–4999 belong to libraries and applications.
    private static bool MayBeSent(int code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
