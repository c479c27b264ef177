using System.Buffers.Binary;
using System.Numerics;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>
/// One commit in the append log: magic, CRC-32C of all that follows it, length of the records, version, number, the store's id, records; padded to
/// eight bytes. Frames are numbered without gaps, so what an earlier use of the file left behind the last one is never taken for one.
/// </summary>
/// <param name="Number">1, 2, 3 … over the life of the store.</param>
/// <param name="Store">The store that it was written for.</param>
/// <param name="Records">Where the records stand.</param>
/// <param name="End">Where the next frame begins.</param>
internal readonly record struct LogFrame(long Number, Guid Store, Range Records, int End)
{
    public const int HeaderBytes = 40;

    /// <summary>Frames begin at multiples of it.</summary>
    public const int Alignment = 8;

    private const uint Magic = 0x474F_4C41; // "ALOG"
    private const int Version = 1;

    /// <summary>How long the frame of so many bytes of records is.</summary>
    public static int BytesOf(int records) => (HeaderBytes + records + Alignment - 1) & ~(Alignment - 1);

    /// <summary>Completes a frame whose records stand behind the room for its header.</summary>
    public static void Seal(Span<byte> frame, int records, long number, Guid store)
    {
        frame[(HeaderBytes + records)..].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(frame[8..], records);
        BinaryPrimitives.WriteInt32LittleEndian(frame[12..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], number);
        store.TryWriteBytes(frame[24..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame[8..]));
    }

    /// <summary>The frame that begins at <paramref name="start"/>; false where there is no whole one.</summary>
    /// <exception cref="InvalidOperationException">A later version wrote it.</exception>
    public static bool TryRead(ReadOnlySpan<byte> file, int start, out LogFrame frame)
    {
        frame = default;
        var bytes = file[start..];
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
            return false;
        var records = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (records < 0 || records > bytes.Length - HeaderBytes || BytesOf(records) > bytes.Length)
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Checksum(bytes[8..BytesOf(records)]))
            return false;
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]) is var version and not Version)
            throw new InvalidOperationException($"it has version {version}, and this server knows {Version}: start the server that wrote it once more, and stop it");
        var from = start + HeaderBytes;
        frame = new LogFrame(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), new Guid(bytes.Slice(24, 16)), from..(from + records), start + BytesOf(records));
        return true;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        return ~sum;
    }
}
