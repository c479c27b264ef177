using System.Buffers.Binary;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>Finds a server's frames (never masked) in the bytes of a socket. Only as much of RFC 6455 as a well-behaved server uses.</summary>
internal static class FrameScanner
{
    /// <summary>
    /// The next frame of <paramref name="bytes"/>: its opcode, whether its message ends with it, its payload, and how many bytes it took; false where it is
    /// not whole yet.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int opcode, out bool isLast, out ReadOnlySpan<byte> payload, out int taken)
    {
        payload = default;
        (opcode, isLast, taken) = (0, false, 0);
        if (bytes.Length < 2)
            return false;
        var header = 2;
        long length = bytes[1] & 0x7F;
        if (length == 126)
        {
            if (bytes.Length < 4)
                return false;
            (header, length) = (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        }
        else if (length == 127)
        {
            if (bytes.Length < 10)
                return false;
            (header, length) = (10, (long)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]));
        }

        if (bytes.Length < header + length)
            return false;
        opcode = bytes[0] & 0xF;
        isLast = (bytes[0] & 0x80) != 0;
        payload = bytes.Slice(header, (int)length);
        taken = header + (int)length;
        return true;
    }

    /// <summary>A client's text frame. The mask is zero: the server does the work of unmasking all the same, and the client none.</summary>
    public static byte[] Write(ReadOnlySpan<byte> payload, int opcode = 1)
    {
        var header = payload.Length < 126 ? 6 : payload.Length < 65_536 ? 8 : 14;
        var frame = new byte[header + payload.Length];
        frame[0] = (byte)(0x80 | opcode);
        switch (header)
        {
            case 6:
                frame[1] = (byte)(0x80 | payload.Length);
                break;
            case 8:
                frame[1] = 0x80 | 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
                break;
            default:
                frame[1] = 0x80 | 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
                break;
        }

        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }
}
