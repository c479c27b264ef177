using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Connections;

/// <summary>One thing that waits in an <see cref="Outbox"/>: ready frames, or an envelope that still needs its header.</summary>
internal readonly struct Outgoing
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly bool _needsHeader;

    private Outgoing(ReadOnlyMemory<byte> bytes, int messages, bool needsHeader) => (_bytes, Messages, _needsHeader) = (bytes, messages, needsHeader);

    /// <summary>How many messages; 0 for a control frame.</summary>
    public int Messages { get; }

    /// <summary>Bytes on the wire.</summary>
    public int Size => (_needsHeader ? Frames.HeaderSize(_bytes.Length) : 0) + _bytes.Length;

    /// <summary>Whether <see cref="Bytes"/> are all there is to write.</summary>
    public bool IsReady => !_needsHeader;

    /// <summary>Without a header that may be missing.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Frames that are shared.</summary>
    public static Outgoing Of(in SharedFrames frames) => new(frames.Bytes, frames.Count, needsHeader: false);

    /// <summary>Shared frames, compressed where they can be.</summary>
    public static Outgoing Deflated(in SharedFrames frames) => frames.Deflated is { } deflated ? new(deflated.Bytes, frames.Count, needsHeader: false) : Of(frames);

    /// <summary>An envelope for this connection alone, compressed where that is shorter.</summary>
    public static Outgoing Deflated(EncodedEnvelope envelope) =>
        Frames.Deflated(envelope.Utf8.Span) is { IsEmpty: false } frame ? new(frame, 1, needsHeader: false) : Of(envelope);

    /// <summary>An envelope for this connection alone.</summary>
    public static Outgoing Of(EncodedEnvelope envelope) => new(envelope.Utf8, 1, needsHeader: true);

    /// <summary>A ready ping or pong.</summary>
    public static Outgoing Control(ReadOnlyMemory<byte> frame) => new(frame, 0, needsHeader: false);

    /// <summary>Writes the header if it is missing; returns its bytes.</summary>
    public int WriteHeader(Span<byte> destination) =>
        _needsHeader ? Frames.WriteHeader(destination, Opcode.Text, _bytes.Length) : 0;

    /// <summary>Writes it all; returns <see cref="Size"/>.</summary>
    public int CopyTo(Span<byte> destination)
    {
        var header = WriteHeader(destination);
        _bytes.Span.CopyTo(destination[header..]);
        return header + _bytes.Length;
    }
}
