using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using AkkaRealtime.Framing;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// A WebSocket of the framework's as the byte stream that it stands for, in the frames of RFC 6455: for servers without an upgrade, such as
/// ASP.NET Core's TestServer. The framework keeps pings to itself, so that ours are answered here; whether the peer is still there is its server's to find out.
/// One read and one write at a time.
/// </summary>
internal sealed class WebSocketFrameStream(WebSocket socket) : Stream
{
    private const int ReceiveBytes = 4_096;

    private readonly ServerFrames _outgoing = new();
    private readonly byte[] _received = new byte[ReceiveBytes];

    // One is as good as many.
    private readonly Channel<bool> _pings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task<ValueWebSocketReceiveResult>? _receiving;
    private Task<bool>? _pinged;
    private ReadOnlyMemory<byte> _unread;
    private bool _inMessage;
    private bool _ended;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_unread.IsEmpty && !_ended)
            _unread = await NextFrameAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var length = Math.Min(buffer.Length, _unread.Length);
        _unread[..length].CopyTo(buffer);
        _unread = _unread[length..];
        return length;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (_outgoing.TryRead(ref buffer, out var piece))
            {
                switch (piece.Opcode)
                {
                    case Opcode.Text or Opcode.Binary:
                        var type = piece.Opcode == Opcode.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
                        await socket.SendAsync(piece.Payload, type, piece.IsLast, cancellationToken).ConfigureAwait(false);
                        break;
                    case Opcode.Ping:
                        _pings.Writer.TryWrite(true);
                        break;
                    case Opcode.Close:
                        await CloseAsync(piece.Payload, cancellationToken).ConfigureAwait(false);
                        break;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException)
        {
            throw new IOException("The WebSocket is closed.", e);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    private async Task<ReadOnlyMemory<byte>> NextFrameAsync()
    {
        _receiving ??= socket.ReceiveAsync(_received.AsMemory(), CancellationToken.None).AsTask();
        _pinged ??= _pings.Reader.WaitToReadAsync().AsTask();
        if (await Task.WhenAny(_receiving, _pinged).ConfigureAwait(false) == _pinged)
        {
            _pinged = null;
            _pings.Reader.TryRead(out _);
            return ClientFrame.Of(Opcode.Pong, isLast: true, []);
        }

        try
        {
            var result = await _receiving.ConfigureAwait(false);
            _receiving = null;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                _ended = true;
                return ClientFrame.Of(Opcode.Close, isLast: true, ClosePayload());
            }

            var opcode = _inMessage ? Opcode.Continuation : result.MessageType == WebSocketMessageType.Text ? Opcode.Text : Opcode.Binary;
            _inMessage = !result.EndOfMessage;
            return ClientFrame.Of(opcode, result.EndOfMessage, _received.AsSpan(0, result.Count));
        }
        catch (WebSocketException)
        {
            // Gone without a word.
            _ended = true;
            return default;
        }
    }

    private byte[] ClosePayload()
    {
        if (socket.CloseStatus is not { } status || status == WebSocketCloseStatus.Empty)
            return [];
        var reason = Encoding.UTF8.GetBytes(socket.CloseStatusDescription ?? "");
        var payload = new byte[2 + reason.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)status);
        reason.CopyTo(payload, 2);
        return payload;
    }

    private Task CloseAsync(ReadOnlyMemory<byte> payload, CancellationToken cancel) => payload.Length < 2
        ? socket.CloseOutputAsync(WebSocketCloseStatus.Empty, null, cancel)
        : socket.CloseOutputAsync(
            (WebSocketCloseStatus)BinaryPrimitives.ReadUInt16BigEndian(payload.Span), Encoding.UTF8.GetString(payload.Span[2..]), cancel);
}
