using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Framing;

/// <summary>
/// Reads a client's frames (RFC 6455 §5) from pieces of a byte stream, however they are cut. Does no input or output of its own. Holds a
/// buffer only while a message or control frame is incomplete. Not safe for more than one thread at a time.
/// </summary>
/// <param name="maxMessageBytes">The longest message, all its fragments together, and what it holds where it is compressed.</param>
/// <param name="deflates">Whether permessage-deflate was negotiated (RFC 7692): messages may be compressed.</param>
internal sealed class FrameReader(int maxMessageBytes, bool deflates = false)
{
    /// <summary>The longest payload of a control frame (RFC 6455 §5.5).</summary>
    public const int MaxControlPayload = 125;

    private const int Compressed = 0x40;

    private Header _header;
    private byte _headerBytes;
    private byte _headerNeeds = 2;
    private bool _inPayload;
    private bool _inMessage;
    private bool _final;
    private bool _compressed;
    private bool _ended;
    private Opcode _opcode;
    private CloseCode _fault;
    private uint _mask;
    private int _frameBytes;
    private int _frameLength;
    private int _messageBytes;
    private byte[]? _message;
    private byte[]? _control;

    /// <summary>The payload of the ping, pong or close frame that was read last; good until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Control => _control.AsSpan(0, _frameLength);

    /// <summary>The code of the close frame, or <see cref="PeerClose.NoStatus"/>.</summary>
    public int Close { get; private set; } = PeerClose.Abnormal;

    /// <summary>The close code for what was wrong.</summary>
    public CloseCode Fault => _fault;

    /// <summary>What was wrong, where the code does not say it; otherwise null.</summary>
    public string? FaultReason { get; private set; }

    /// <summary>Reads up to the next whole thing and moves <paramref name="input"/> behind it.</summary>
    public FrameKind Read(ref ReadOnlySpan<byte> input)
    {
        ReturnControl();
        while (!_ended)
        {
            if (!_inPayload && !TryReadHeader(ref input))
                return _ended ? FrameKind.Fault : FrameKind.None;
            ReadPayload(ref input);
            if (_frameBytes < _frameLength)
                return FrameKind.None;
            _inPayload = false;
            if (Complete() is var kind and not FrameKind.None)
                return kind;
        }

        input = default;
        return _fault == default ? FrameKind.None : FrameKind.Fault;
    }

    /// <summary>
    /// The bytes of the text message that <see cref="Read"/> has just found, <paramref name="length"/> of them, in an array of
    /// <see cref="ArrayPool{T}.Shared"/> that is the caller's to return.
    /// </summary>
    public byte[] TakeMessage(out int length)
    {
        var message = _message ?? [];
        length = _messageBytes;
        _message = null;
        _messageBytes = 0;
        return message;
    }

    /// <summary>Gives back what is held of an incomplete message. Nothing is read any more.</summary>
    public void Release()
    {
        _ended = true;
        ReturnControl();
        if (_message is not null)
            ArrayPool<byte>.Shared.Return(_message);
        _message = null;
    }

    private bool TryReadHeader(ref ReadOnlySpan<byte> input)
    {
        while (_headerBytes < _headerNeeds)
        {
            var taken = Math.Min(_headerNeeds - _headerBytes, input.Length);
            if (taken == 0)
                return false;
            input[..taken].CopyTo(_header[_headerBytes..]);
            input = input[taken..];
            _headerBytes += (byte)taken;
            if (_headerNeeds == 2 && _headerBytes == 2 && !TryReadStart())
                return false;
        }

        _headerBytes = 0;
        _headerNeeds = 2;
        return TryReadLength();
    }

    // The first two bytes say what it is and how long the rest of the header will be.
    private bool TryReadStart()
    {
        var first = _header[0];
        var second = _header[1];
        _final = (first & 0x80) != 0;
        _opcode = (Opcode)(first & 0x0F);
        var length = second & 0x7F;
        var known = _opcode is <= Opcode.Binary or (>= Opcode.Close and <= Opcode.Pong);
        var compressed = deflates && _opcode is (Opcode.Text or Opcode.Binary) && (first & Compressed) != 0;
        var reserved = (first & 0x70 & (compressed ? ~Compressed : ~0)) != 0;
        var masked = (second & 0x80) != 0;
        if (!known || reserved || !masked)
            return Fail(CloseCode.ProtocolError);
        if (_opcode >= Opcode.Close)
        {
            if (!_final || length > MaxControlPayload)
                return Fail(CloseCode.ProtocolError);
        }
        else if (_inMessage != (_opcode == Opcode.Continuation))
        {
            return Fail(CloseCode.ProtocolError);
        }
        else if (!_inMessage)
        {
            _compressed = compressed;
        }

        if (_opcode == Opcode.Binary)
            return Fail(CloseCode.UnsupportedData);
        _headerNeeds = (byte)(2 + (length switch { 126 => 2, 127 => 8, _ => 0 }) + 4);
        return true;
    }

    private bool TryReadLength()
    {
        ReadOnlySpan<byte> header = _header;
        var length = (ulong)(header[1] & 0x7F);
        var mask = 2;
        if (length == 126)
        {
            length = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
            mask = 4;
            if (length <= MaxControlPayload)
                return Fail(CloseCode.ProtocolError);
        }
        else if (length == 127)
        {
            length = BinaryPrimitives.ReadUInt64BigEndian(header[2..]);
            mask = 10;
            if (length is <= ushort.MaxValue or > long.MaxValue)
                return Fail(CloseCode.ProtocolError);
        }

        if (_opcode < Opcode.Close && length > (ulong)(maxMessageBytes - _messageBytes))
            return Fail(CloseCode.TooBig);
        _mask = BinaryPrimitives.ReadUInt32LittleEndian(header[mask..]);
        _frameLength = (int)length;
        _frameBytes = 0;
        _inPayload = true;
        return true;
    }

    private void ReadPayload(ref ReadOnlySpan<byte> input)
    {
        var taken = Math.Min(_frameLength - _frameBytes, input.Length);
        if (taken == 0)
            return;
        if (_opcode >= Opcode.Close)
        {
            _control ??= ArrayPool<byte>.Shared.Rent(MaxControlPayload);
            Masking.Unmask(input[..taken], _control.AsSpan(_frameBytes), _mask, _frameBytes);
        }
        else
        {
            Grow(taken);
            Masking.Unmask(input[..taken], _message.AsSpan(_messageBytes), _mask, _frameBytes);
            _messageBytes += taken;
        }

        _frameBytes += taken;
        input = input[taken..];
    }

    private FrameKind Complete()
    {
        switch (_opcode)
        {
            case Opcode.Ping:
                return FrameKind.Ping;
            case Opcode.Pong:
                return FrameKind.Pong;
            case Opcode.Close:
                _ended = true;
                if (!PeerClose.TryRead(Control, out var code, out _fault))
                    return FrameKind.Fault;
                Close = code;
                return FrameKind.Close;
            default:
                _inMessage = !_final;
                if (_inMessage)
                    return FrameKind.None;
                if (_compressed && !TryExpand())
                    return FrameKind.Fault;
                if (Utf8.IsValid(_message.AsSpan(0, _messageBytes)))
                    return FrameKind.Text;
                Fail(CloseCode.InvalidPayload);
                return FrameKind.Fault;
        }
    }

    private bool TryExpand()
    {
        if (Deflate.Expand(_message.AsSpan(0, _messageBytes), maxMessageBytes, out var length, out var fault) is not { } expanded)
        {
            FaultReason = fault == CloseCode.InvalidPayload ? "The compressed message is not valid deflate." : "What the compressed message holds is longer than limits.maxMessageBytes.";
            return Fail(fault);
        }

        if (_message is not null)
            ArrayPool<byte>.Shared.Return(_message);
        (_message, _messageBytes) = (expanded, length);
        return true;
    }

    // By what has arrived, not by what a header announces: a client that announces much and sends nothing costs nothing.
    private void Grow(int more)
    {
        var needed = _messageBytes + more;
        if (_message is not null && _message.Length >= needed)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(_message is null ? needed : Math.Max(needed, _message.Length * 2));
        if (_message is not null)
        {
            _message.AsSpan(0, _messageBytes).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_message);
        }

        _message = larger;
    }

    private bool Fail(CloseCode code)
    {
        _ended = true;
        _fault = code;
        return false;
    }

    private void ReturnControl()
    {
        if (_control is null || _inPayload)
            return;
        ArrayPool<byte>.Shared.Return(_control);
        _control = null;
        _frameLength = 0;
    }

    [InlineArray(14)]
    private struct Header
    {
        private byte _first;
    }
}
