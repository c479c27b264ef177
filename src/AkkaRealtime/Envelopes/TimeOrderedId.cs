using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AkkaRealtime.Envelopes;

/// <summary>
/// UUIDv7 (RFC 9562 §5.7) without dashes. The twelve bits behind the milliseconds go on with the time (§6.2, method 3), so that what a thread makes sorts in that
/// order: a room's messages have ids in the order of the room. Random bytes are drawn for many at once: <see cref="Guid.CreateVersion7()"/> asks the kernel each
/// time, which costs more than all else that a new message needs an id for.
/// </summary>
internal static class TimeOrderedId
{
    private const int RandomBytes = 8;
    private const int Drawn = 256 * RandomBytes;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _used;

    // Milliseconds, and the twelve bits behind them.
    [ThreadStatic]
    private static long _last;

    /// <summary>
    /// A new id, unique everywhere; sorts by <paramref name="at"/>, to a quarter of a microsecond, and behind those that this thread has made for the same
    /// millisecond (of more than 4,096, the last ones in any order).
    /// </summary>
    public static string New(DateTimeOffset at)
    {
        Span<byte> id = stackalloc byte[16];
        var time = TakeTime(at);
        BinaryPrimitives.WriteInt64BigEndian(id, (time >> 12 << 16) | 0x7000 | (time & 0xFFF));
        TakeRandom(id[8..]);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return Convert.ToHexStringLower(id);
    }

    private static long TakeTime(DateTimeOffset at)
    {
        var milliseconds = at.ToUnixTimeMilliseconds();
        var time = (milliseconds << 12) | (at.UtcTicks % TimeSpan.TicksPerMillisecond * 4_096 / TimeSpan.TicksPerMillisecond);
        if (time <= _last && milliseconds == _last >> 12)
            time = Math.Min(_last + 1, (milliseconds << 12) | 0xFFF);
        return _last = time;
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
