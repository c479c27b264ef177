using System.Buffers.Binary;
using System.Text;

namespace AkkaRealtime.Tests.Storage.Files;

/// <summary>Heads of files as programs write them.</summary>
internal static class Samples
{
    /// <summary>Eight magic bytes, then IHDR.</summary>
    public static byte[] Png(int width, int height)
    {
        byte[] head = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', .. new byte[17]];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(20), height);
        return head;
    }

    public static byte[] Gif(byte width, byte height) => [.. "GIF89a"u8, width, 0, height, 0, 0, 0, 0];

    /// <summary>SOI, APP0, an Exif segment with an orientation, and the frame header.</summary>
    public static byte[] Jpeg(byte width, byte height, byte orientation = 1) =>
    [
        0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0,
        0xff, 0xe1, 0, 34, .. "Exif\0\0"u8, (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        0xff, 0xc2, 0, 11, 8, 0, height, 0, width, 1, 0, 0, 0, 0,
    ];

    public static byte[] WebPExtended(int width, int height)
    {
        byte[] head = [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, .. new byte[6]];
        (head[24], head[25], head[27], head[28]) = ((byte)(width - 1), (byte)((width - 1) >> 8), (byte)(height - 1), (byte)((height - 1) >> 8));
        return head;
    }

    public static byte[] Avif(int width, int height)
    {
        byte[] head = [0, 0, 0, 28, .. "ftypavif"u8, 0, 0, 0, 0, 0, 0, 0, 20, .. "ispe"u8, 0, 0, 0, 0, .. new byte[8]];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(head.Length - 8), width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(head.Length - 4), height);
        return head;
    }

    public static byte[] Mp4(string brand) => [0, 0, 0, 28, .. "ftyp"u8, .. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0];

    public static byte[] WebM { get; } = [0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1, 0x42, 0x82, 0x84, .. "webm"u8];
}
