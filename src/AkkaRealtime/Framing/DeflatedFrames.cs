using System.Buffers;

namespace AkkaRealtime.Framing;

/// <summary>
/// Shared frames for connections that negotiated permessage-deflate: made when the first of them needs it, once for all. For one thread.
/// </summary>
internal sealed class DeflatedFrames(ReadOnlyMemory<byte> frames)
{
    private ReadOnlyMemory<byte>? _bytes;

    /// <summary>The same messages in the same order.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes ??= Make(frames.Span);

    private static ReadOnlyMemory<byte> Make(ReadOnlySpan<byte> rest)
    {
        var made = new ArrayBufferWriter<byte>(rest.Length);
        while (!rest.IsEmpty)
        {
            var payload = Frames.Payload(rest, out var frame);
            if (Frames.Deflated(payload) is { IsEmpty: false } shorter)
                made.Write(shorter.Span);
            else
                made.Write(rest[..frame]);
            rest = rest[frame..];
        }

        return made.WrittenMemory;
    }
}
