using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Routing.Chat.Previews;

/// <summary>Which pictures of strange pages are shown: what the bytes say is a picture of pixels, never SVG, of a size that a browser can unpack and that isn't there to count readers.</summary>
internal static class PreviewImage
{
    private const int LeastSide = 16;
    private const int MostSide = 8_192;
    private const int MostPixels = 33_554_432;

    /// <summary>Whether it is one.</summary>
    public static bool IsShown(ReadOnlySpan<byte> bytes)
    {
        var type = FileTypes.Verified(null, bytes);
        return type.StartsWith("image/", StringComparison.Ordinal) && PictureSize.Of(type, bytes) is var (width, height)
            && Math.Min(width, height) >= LeastSide && Math.Max(width, height) <= MostSide && (long)width * height <= MostPixels;
    }
}
