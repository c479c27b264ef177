using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AkkaRealtime.Envelopes;

/// <summary>
/// UUIDv7 (RFC 9562 §5.7) without dashes. Random bytes are drawn for many at once: <see cref="Guid.CreateVersion7()"/> asks the kernel each time,
/// which costs more than all else that a new message needs an id for.
/// </summary>
internal static class TimeOrderedId
{
    private const int RandomBytes = 10;
    private const int Drawn = 256 * RandomBytes;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _used;

    /// <summary>A new id, unique everywhere; sorts by <paramref name="at"/>, to the millisecond.</summary>
    public static string New(DateTimeOffset at)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, at.ToUnixTimeMilliseconds() << 16);
        TakeRandom(id[6..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return Convert.ToHexStringLower(id);
    }

    private static void TakeRandom(Span<byte> to)
    {
        if (_random is null || _used == Drawn)
        {
            _random ??= new byte[Drawn];
            RandomNumberGenerator.Fill(_random);
            _used = 0;
        }

        // Not left for anybody to find.
        var random = _random.AsSpan(_used, RandomBytes);
        random.CopyTo(to);
        random.Clear();
        _used += RandomBytes;
    }
}
