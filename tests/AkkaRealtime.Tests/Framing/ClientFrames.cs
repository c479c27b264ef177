using System.Buffers.Binary;
using System.Text;
using AkkaRealtime.Framing;

namespace AkkaRealtime.Tests.Framing;

/// <summary>Frames as a client sends them: masked, cut as one likes, and wrong where a test wants them wrong.</summary>
internal static class ClientFrames
{
    private static readonly byte[] Mask = [0x37, 0xfa, 0x21, 0x3d];

    public static byte[] Text(string text) => Frame(Opcode.Text, Encoding.UTF8.GetBytes(text));

    public static byte[] Close(int code, string reason = "")
    {
        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return Frame(Opcode.Close, payload);
    }

    public static byte[] Frame(Opcode opcode, byte[] payload, bool final = true, int reserved = 0, bool masked = true)
    {
        var frame = new List<byte> { (byte)((final ? 0x80 : 0) | (reserved << 4) | (byte)opcode) };
        var bit = masked ? 0x80 : 0;
        if (payload.Length <= 125)
        {
            frame.Add((byte)(bit | payload.Length));
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            frame.AddRange([(byte)(bit | 126), (byte)(payload.Length >> 8), (byte)payload.Length]);
        }
        else
        {
            var length = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
            frame.Add((byte)(bit | 127));
            frame.AddRange(length);
        }

        if (masked)
            frame.AddRange(Mask);
        frame.AddRange(payload.Select((b, i) => masked ? (byte)(b ^ Mask[i & 3]) : b));
        return [.. frame];
    }

    /// <summary>The message as several frames, cut behind the given numbers of bytes.</summary>
    public static IEnumerable<byte[]> Fragments(byte[] payload, params int[] cuts)
    {
        var from = 0;
        for (var i = 0; i <= cuts.Length; i++)
        {
            var to = i < cuts.Length ? cuts[i] : payload.Length;
            yield return Frame(i == 0 ? Opcode.Text : Opcode.Continuation, payload[from..to], final: i == cuts.Length);
            from = to;
        }
    }
}
