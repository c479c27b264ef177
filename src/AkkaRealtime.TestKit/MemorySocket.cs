using System.Buffers;
using System.Buffers.Binary;
using System.Threading.Channels;
using AkkaRealtime.Connections;
using AkkaRealtime.Framing;

namespace AkkaRealtime.TestKit;

/// <summary>A socket without a network. Its client answers pings and the node's close frame by itself.</summary>
internal sealed class MemorySocket : ITransport
{
    // More than a node takes at once of one connection.
    private readonly Channel<byte[]> _toNode = Channel.CreateBounded<byte[]>(100_000);
    private readonly ServerFrames _frames = new();
    private readonly ArrayBufferWriter<byte> _message = new();
    private ReadOnlyMemory<byte> _reading;
    private volatile bool _aborted;

    /// <summary>Is told each message of the node's.</summary>
    public Action<ReadOnlyMemory<byte>> OnText { get; set; } = _ => { };

    /// <summary>The code that the node closed with.</summary>
    public int? CloseCode { get; private set; }

    /// <summary>Sends a message.</summary>
    public void SendText(ReadOnlySpan<byte> utf8)
    {
        if (!_toNode.Writer.TryWrite(ClientFrame.Of(Opcode.Text, isLast: true, utf8)))
            throw new InvalidOperationException("The connection is closed, or the node doesn't read.");
    }

    /// <summary>Closes, or is gone.</summary>
    public void Disconnect(bool withoutAWord)
    {
        if (!withoutAWord)
            _toNode.Writer.TryWrite(ClientFrame.Of(Opcode.Close, isLast: true, [0x03, 0xE8]));
        _toNode.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (_reading.IsEmpty)
        {
            if (!await _toNode.Reader.WaitToReadAsync().ConfigureAwait(false) || !_toNode.Reader.TryRead(out var next))
                return 0;
            _reading = next;
        }

        var length = Math.Min(buffer.Length, _reading.Length);
        _reading[..length].CopyTo(buffer);
        _reading = _reading[length..];
        return length;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_aborted)
            throw new IOException("The socket is closed.");
        while (_frames.TryRead(ref bytes, out var piece))
            Take(piece);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Abort()
    {
        _aborted = true;
        _toNode.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public void Complete() => Abort();

    private void Take(FramePiece piece)
    {
        switch (piece.Opcode)
        {
            case Opcode.Text:
                _message.Write(piece.Payload.Span);
                if (!piece.IsLast)
                    break;
                OnText(_message.WrittenMemory);
                _message.ResetWrittenCount();
                break;
            case Opcode.Ping:
                _toNode.Writer.TryWrite(ClientFrame.Of(Opcode.Pong, isLast: true, []));
                break;
            case Opcode.Close:
                CloseCode = piece.Payload.Length < 2 ? PeerClose.NoStatus : BinaryPrimitives.ReadUInt16BigEndian(piece.Payload.Span);
                Disconnect(withoutAWord: false);
                break;
        }
    }
}
