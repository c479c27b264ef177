using System.Buffers.Binary;

namespace AkkaRealtime.Storage.Files;

/// <summary>
/// Reads how large a picture is from its head, so that a page can leave room for it before it is there. A hint: nothing is decoded, and where the
/// head does not say, there is no size.
/// </summary>
internal static class PictureSize
{
    private const int MaxSide = 65_535;

    /// <summary>Width and height in pixels, or null.</summary>
    public static (int Width, int Height)? Of(string type, ReadOnlySpan<byte> head)
    {
        var size = type switch
        {
            "image/png" when head.Length >= 24 => (Big32(head, 16), Big32(head, 20)),
            "image/gif" when head.Length >= 10 => (Little16(head, 6), Little16(head, 8)),
            "image/jpeg" => Jpeg(head),
            "image/webp" when head.Length >= 30 => WebP(head),
            "image/avif" => Avif(head),
            _ => (0, 0),
        };
        return size is { Item1: > 0 and <= MaxSide, Item2: > 0 and <= MaxSide } ? size : null;
    }

    // Segment by segment to the frame header. A picture that EXIF turns on its side has its sides exchanged.
    private static (int Width, int Height) Jpeg(ReadOnlySpan<byte> head)
    {
        var onItsSide = false;
        for (var at = 2; at + 9 < head.Length;)
        {
            if (head[at] != 0xff)
                break;
            var marker = head[at + 1];
            if (marker is 0xff)
            {
                at++;
                continue;
            }

            if (marker is >= 0xc0 and <= 0xcf and not 0xc4 and not 0xc8 and not 0xcc)
            {
                var (width, height) = (Big16(head, at + 7), Big16(head, at + 5));
                return onItsSide ? (height, width) : (width, height);
            }

            var length = Big16(head, at + 2);
            if (marker == 0xe1 && at + 2 + length <= head.Length)
                onItsSide |= IsOnItsSide(head.Slice(at + 4, Math.Max(0, length - 2)));
            at += 2 + Math.Max(2, length);
        }

        return (0, 0);
    }

    // Exif (TIFF inside): tag 0x0112 of the first directory; 5 to 8 exchange the sides.
    private static bool IsOnItsSide(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8) || segment.Length < 14)
            return false;
        var tiff = segment[6..];
        var little = tiff[0] == 'I';
        var at = (int)Math.Min(int.MaxValue, little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]));
        if (at < 8 || at > tiff.Length - 2)
            return false;
        var count = Word(tiff, at, little);
        for (var i = 0; i < count && at + 14 + (i * 12) <= tiff.Length; i++)
        {
            var entry = at + 2 + (i * 12);
            if (Word(tiff, entry, little) == 0x0112)
                return Word(tiff, entry + 8, little) is >= 5 and <= 8;
        }

        return false;
    }

    private static (int Width, int Height) WebP(ReadOnlySpan<byte> head) => head[15] switch
    {
        (byte)'X' => (1 + Little24(head, 24), 1 + Little24(head, 27)),
        (byte)'L' => (1 + (Little16(head, 21) & 0x3fff), 1 + ((int)(BinaryPrimitives.ReadUInt32LittleEndian(head[21..]) >> 14) & 0x3fff)),
        _ => (Little16(head, 26) & 0x3fff, Little16(head, 28) & 0x3fff),
    };

    // The property "image spatial extents"; the first one is the picture's, or a tile's of about the same shape.
    private static (int Width, int Height) Avif(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("ispe"u8);
        return at >= 0 && at + 16 <= head.Length ? (Big32(head, at + 8), Big32(head, at + 12)) : (0, 0);
    }

    private static int Word(ReadOnlySpan<byte> bytes, int at, bool little) => little ? Little16(bytes, at) : Big16(bytes, at);

    private static int Big16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static int Big32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);

    private static int Little16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static int Little24(ReadOnlySpan<byte> bytes, int at) => bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
}
