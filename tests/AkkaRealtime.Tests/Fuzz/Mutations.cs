using System.Text;

namespace AkkaRealtime.Tests.Fuzz;

/// <summary>Makes inputs out of good ones: bytes flipped, cut, doubled, moved, spliced with another's, or replaced by what parsers stumble over. The same for the same seed.</summary>
internal sealed class Mutations(IReadOnlyList<byte[]> seeds, int seed)
{
    private static readonly byte[][] Awkward =
    [
        [0], [0xFF], [0x7F, 0xFF], [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        .. new[]
        {
            "\"", "\\", "\\ud800", "\\udc00\\ud800", "\\u0000", "{", "}", "[", "]", ",", ":", "null", "true", "1e999", "-0", "99999999999999999999", "0.0000000001", "\"ref\":", "\"type\":", "\"data\":{",
            "\r\n", "\r\n\r\n", "\n\n", " ", "\t", "%00", "%2f", "%", "&", "=", ";", ":", "websocket", "Upgrade", "Content-Length: 5\r\n", "Host: \r\n", "HTTP/1.0", "HTTP/2", "GET ", "*",
            "😀", "é", "\u202e", "\u0000", ".", "..", "==", "none", "eyJhbGciOiJub25lIn0",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next input, never longer than 8 KiB.</summary>
    public byte[] Next()
    {
        var input = new List<byte>(seeds[_random.Next(seeds.Count)]);
        for (var changes = 1 + _random.Next(4); changes > 0; changes--)
            Change(input);
        return input.Count > 8_192 ? [.. input[..8_192]] : [.. input];
    }

    /// <summary>The same bytes in pieces.</summary>
    public byte[][] Cut(byte[] input)
    {
        var step = 1 + _random.Next(Math.Max(1, Math.Min(input.Length, 97)));
        return [.. input.Chunk(step)];
    }

    private void Change(List<byte> input)
    {
        var at = _random.Next(input.Count + 1);
        var length = Math.Min(input.Count - at, 1 + _random.Next(_random.Next(4) == 0 ? 64 : 4));
        switch (_random.Next(8))
        {
            case 0 when length > 0:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when length > 0:
                input[at] = (byte)_random.Next(256);
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 4:
                input.RemoveRange(at, input.Count - at);
                break;
            case 5:
                var other = seeds[_random.Next(seeds.Count)];
                var from = _random.Next(other.Length + 1);
                input.RemoveRange(at, input.Count - at);
                input.AddRange(other[from..]);
                break;
            case 6 when length > 0:
                input.RemoveRange(at, length);
                input.InsertRange(at, Awkward[_random.Next(Awkward.Length)]);
                break;
            default:
                for (var times = _random.Next(8) == 0 ? 40 : 1; times > 0; times--)
                    input.InsertRange(at, Awkward[_random.Next(Awkward.Length)]);
                break;
        }
    }
}
