using System.Buffers.Binary;

namespace AkkaRealtime.Framing;

/// <summary>A frame of ours, or a part of one.</summary>
/// <param name="Opcode">What it is.</param>
/// <param name="Payload">The bytes that are there.</param>
/// <param name="IsLast">Whether the frame ends with them.</param>
internal readonly record struct FramePiece(Opcode Opcode, ReadOnlyMemory<byte> Payload, bool IsLast);

/// <summary>Reads our own frames, unmasked and in one piece (see <see cref="Frames"/>), however writes cut them. A control frame comes whole.</summary>
internal sealed class ServerFrames
{
    private readonly byte[] _header = new byte[Frames.MaxHeader];
    private int _headerBytes;
    private long _left;
    private bool _inPayload;

    /// <summary>The next piece of <paramref name="bytes"/>, which move on; false where there is none.</summary>
    public bool TryRead(ref ReadOnlyMemory<byte> bytes, out FramePiece piece)
    {
        piece = default;
        if (!_inPayload && !TryReadHeader(ref bytes))
            return false;
        if (_left > 0 && bytes.IsEmpty)
            return false;
        var length = (int)Math.Min(_left, bytes.Length);
        _left -= length;
        _inPayload = _left > 0;
        piece = new FramePiece((Opcode)(_header[0] & 0x0F), bytes[..length], !_inPayload);
        bytes = bytes[length..];
        return true;
    }

    private bool TryReadHeader(ref ReadOnlyMemory<byte> bytes)
    {
        while (_headerBytes < 2 || _headerBytes < HeaderSize)
        {
            if (bytes.IsEmpty)
                return false;
            _header[_headerBytes++] = bytes.Span[0];
            bytes = bytes[1..];
        }

        _left = HeaderSize switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
            Frames.MaxHeader => (long)BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(2)),
            _ => _header[1],
        };
        _headerBytes = 0;
        _inPayload = true;
        return true;
    }

    private int HeaderSize => _header[1] switch { 126 => 4, 127 => Frames.MaxHeader, _ => 2 };
}
