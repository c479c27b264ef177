using System.Buffers;
using System.Net.WebSockets;

namespace AkkaRealtime.Client;

/// <summary>A connection over a WebSocket.</summary>
internal sealed class MessageSocket : IMessageSocket
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private readonly Uri _url;
    private readonly ClientWebSocket _socket = new();

    // Is not disposed: whoever waited for their turn then would wait for ever, instead of hearing that the connection is lost.
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ArrayBufferWriter<byte> _received = new(4_096);

    public MessageSocket(Uri url, string token, string? ticket)
    {
        _url = url;
        _socket.Options.AddSubProtocol("akkarealtime.v1");
        if (ticket is not null)
            _socket.Options.AddSubProtocol($"resume.{ticket}");
        _socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        _socket.Options.CollectHttpResponseDetails = true;
        _socket.Options.KeepAliveInterval = KeepAlive;
        _socket.Options.KeepAliveTimeout = KeepAlive;
    }

    /// <inheritdoc/>
    public RealtimeTransport Transport => RealtimeTransport.WebSocket;

    /// <inheritdoc/>
    public int HttpStatus => (int)_socket.HttpStatusCode;

    /// <inheritdoc/>
    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancel) => _socket.ConnectAsync(_url, cancel);

    /// <inheritdoc/>
    public async Task SendAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancel)
    {
        await _sending.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(utf8, WebSocketMessageType.Text, endOfMessage: true, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw Lost(e);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancel)
    {
        _received.ResetWrittenCount();
        while (true)
        {
            var part = await PartAsync(cancel).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            _received.Advance(part.Count);
            if (part.EndOfMessage)
                return _received.WrittenMemory;
        }
    }

    /// <inheritdoc/>
    public Task CloseAsync(CancellationToken cancel) => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task<ValueWebSocketReceiveResult> PartAsync(CancellationToken cancel)
    {
        try
        {
            return await _socket.ReceiveAsync(_received.GetMemory(4_096), cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw Lost(e);
        }
    }

    // Where the other direction has found the connection lost, the socket says of this one that it was canceled, which nobody did.
    private static IOException Lost(OperationCanceledException e) => new("The connection is lost.", e);
}
