using System.Text.RegularExpressions;

namespace AkkaRealtime.Storage.Files;

/// <summary>
/// Media types of files. What a browser shows by itself is decided by the bytes (as https://mimesniff.spec.whatwg.org does), never by what the
/// uploader claims; everything else is only ever saved.
/// </summary>
internal static partial class FileTypes
{
    /// <summary>Bytes of no known kind.</summary>
    public const string Unknown = "application/octet-stream";

    private const int MaxLength = 127;

    private static readonly HashSet<string> Inline = new(StringComparer.Ordinal)
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "video/mp4", "video/webm", "audio/mpeg", "audio/ogg", "audio/mp4", "audio/webm", "audio/wav",
    };

    /// <summary>
    /// The type that a file is kept with: what its bytes are, where that can be shown; otherwise what was declared, unless that claims a type that
    /// the bytes are not.
    /// </summary>
    public static string Verified(string? declared, ReadOnlySpan<byte> head)
    {
        var type = declared?.Split(';')[0].Trim().ToLowerInvariant();
        if (Sniff(head) is { } sniffed)
            return IsSoundIn(type, sniffed) ? type! : sniffed;
        return type is { Length: > 0 and <= MaxLength } && MediaType().IsMatch(type) && !IsInline(type) ? type : Unknown;
    }

    /// <summary>Whether a browser may show it in its place: pictures, sound and films whose bytes were looked at. Never HTML or SVG.</summary>
    public static bool IsInline(string type) => Inline.Contains(type);

    /// <summary>The <c>Content-Type</c> that a file is sent with: what could be run as a page or script loses its name.</summary>
    public static string Served(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) && type != "text/plain" && type != "text/csv"
        || type.Contains("xml", StringComparison.Ordinal) || type.Contains("html", StringComparison.Ordinal)
        || type.Contains("script", StringComparison.Ordinal) || type.Contains("svg", StringComparison.Ordinal)
        || type.StartsWith("multipart/", StringComparison.Ordinal) || type.StartsWith("message/", StringComparison.Ordinal)
            ? Unknown
            : type;

    /// <summary>Whether <paramref name="type"/> is on a list of types; <c>image/*</c> stands for all pictures, <c>*</c> and an empty list for all.</summary>
    public static bool IsAllowed(string type, IEnumerable<string> allowed)
    {
        var any = true;
        foreach (var pattern in allowed)
        {
            if (pattern == "*" || pattern.Equals(type, StringComparison.OrdinalIgnoreCase)
                || (pattern.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }

            any = false;
        }

        return any;
    }

    // The same container without pictures, as browsers record sound: what stands at its beginning doesn't say so, and whoever takes a film for sound hears it.
    private static bool IsSoundIn(string? declared, string sniffed) => (declared, sniffed) is ("audio/webm", "video/webm") or ("audio/mp4", "video/mp4");

    private static string? Sniff(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Png))
            return "image/png";
        if (head.Length > 3 && head[0] == 0xff && head[1] == 0xd8 && head[2] == 0xff)
            return "image/jpeg";
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return "image/gif";
        if (head.Length >= 16 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBPVP8"u8))
            return "image/webp";
        if (head.Length >= 16 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WAVE"u8))
            return "audio/wav";
        if (head.StartsWith("OggS\0"u8))
            return "audio/ogg";
        if (head.StartsWith("ID3"u8) || (head.Length > 3 && head[0] == 0xff && (head[1] & 0xfe) == 0xfa && (head[2] & 0xf0) is not 0xf0 and not 0))
            return "audio/mpeg";
        if (head.Length > 4 && head[0] == 0x1a && head[1] == 0x45 && head[2] == 0xdf && head[3] == 0xa3)
            return head[..Math.Min(64, head.Length)].IndexOf("webm"u8) >= 0 ? "video/webm" : null;
        return head.Length >= 12 && head[4..].StartsWith("ftyp"u8) ? OfBrand(head[8..12]) : null;
    }

    private static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    // ISO base media: the major brand tells what it is.
    private static string? OfBrand(ReadOnlySpan<byte> brand)
    {
        if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
            return "image/avif";
        if (brand.SequenceEqual("M4A "u8))
            return "audio/mp4";
        return brand.StartsWith("iso"u8) || brand.StartsWith("mp4"u8) || brand.SequenceEqual("avc1"u8) || brand.SequenceEqual("M4V "u8) || brand.SequenceEqual("dash"u8)
            ? "video/mp4"
            : null;
    }

    // RFC 6838 §4.2.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex MediaType();
}
