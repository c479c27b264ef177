using System.Buffers;
using System.IO.Compression;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Framing;

/// <summary>
/// Payloads of permessage-deflate (RFC 7692 §7.2), each for itself: without context taken over, a connection holds no window between messages,
/// and a frame that was made once serves all connections.
/// </summary>
internal static class Deflate
{
    /// <summary>Shorter payloads stay as they are: they would hardly shrink.</summary>
    public const int MinBytes = 128;

    // What the sender took off (§7.2.1), and an empty last block, so that the stream has an end.
    private static readonly byte[] Tail = [0, 0, 0xFF, 0xFF, 1, 0, 0, 0xFF, 0xFF];
    private const int TailSent = 4;

    /// <summary>The payload, compressed; empty where that would not be shorter.</summary>
    public static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < MinBytes)
            return default;
        using var compressed = new MemoryStream(payload.Length / 2);
        using var deflate = new DeflateStream(compressed, CompressionLevel.Fastest, leaveOpen: true);
        deflate.Write(payload);
        deflate.Flush();
        var length = (int)compressed.Length - TailSent;
        return length < payload.Length ? compressed.GetBuffer().AsMemory(0, length) : default;
    }

    /// <summary>
    /// Expands <paramref name="payload"/> into an array of <see cref="ArrayPool{T}.Shared"/> that is the caller's to return, or says what is wrong:
    /// never more than <paramref name="maxBytes"/> are made of it, however much it claims to hold.
    /// </summary>
    public static byte[]? Expand(ReadOnlySpan<byte> payload, int maxBytes, out int length, out CloseCode fault)
    {
        var input = new byte[payload.Length + Tail.Length];
        payload.CopyTo(input);
        Tail.CopyTo(input.AsSpan(payload.Length));
        using var inflate = new DeflateStream(new MemoryStream(input), CompressionMode.Decompress);
        var output = ArrayPool<byte>.Shared.Rent(Math.Min(payload.Length * 4, maxBytes) + 1);
        length = 0;
        fault = CloseCode.InvalidPayload;
        try
        {
            int read;
            while ((read = inflate.Read(output.AsSpan(length))) > 0)
            {
                length += read;
                if (length > maxBytes)
                {
                    fault = CloseCode.TooBig;
                    break;
                }

                if (length == output.Length)
                    output = Larger(output);
            }

            if (length <= maxBytes)
                return output;
        }
        catch (InvalidDataException)
        {
            // Not deflate: told as the fault.
        }

        ArrayPool<byte>.Shared.Return(output);
        length = 0;
        return null;
    }

    private static byte[] Larger(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
