using System.Buffers;
using System.Net.WebSockets;

namespace AkkaRealtime.Client;

/// <summary>One connection: whole messages in and out.</summary>
internal sealed class MessageSocket : IDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ArrayBufferWriter<byte> _received = new(4_096);

    public MessageSocket(string token, string? ticket)
    {
        _socket.Options.AddSubProtocol("akkarealtime.v1");
        if (ticket is not null)
            _socket.Options.AddSubProtocol($"resume.{ticket}");
        _socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        _socket.Options.CollectHttpResponseDetails = true;
        _socket.Options.KeepAliveInterval = KeepAlive;
        _socket.Options.KeepAliveTimeout = KeepAlive;
    }

    /// <summary>The HTTP status of a refused upgrade.</summary>
    public int HttpStatus => (int)_socket.HttpStatusCode;

    /// <summary>The code that the server closed with; null where it did not.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>Connects.</summary>
    public Task ConnectAsync(Uri url, CancellationToken cancel) => _socket.ConnectAsync(url, cancel);

    /// <summary>Sends a message.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancel)
    {
        await _sending.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(utf8, WebSocketMessageType.Text, endOfMessage: true, cancel).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next message; null where the server has closed. Its bytes hold until the next one is asked for.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancel)
    {
        _received.ResetWrittenCount();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_received.GetMemory(4_096), cancel).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            _received.Advance(part.Count);
            if (part.EndOfMessage)
                return _received.WrittenMemory;
        }
    }

    /// <summary>Says goodbye.</summary>
    public Task CloseAsync(CancellationToken cancel) => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }
}
