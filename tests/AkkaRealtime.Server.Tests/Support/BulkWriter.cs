using System.Net.WebSockets;
using System.Text.Json;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// Fills a room with many messages over a socket, as fast as the server takes them. Unlike <c>RawClient</c> it holds nothing against the published
/// contract and remembers nothing but what was confirmed. The server must have its rate limits off.
/// </summary>
internal sealed class BulkWriter : IAsyncDisposable
{
    // Sent before the answers are waited for.
    private const int Window = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[65_536];

    private BulkWriter()
    {
    }

    /// <summary>Connects with a token.</summary>
    public static async Task<BulkWriter> ConnectAsync(Uri socketUrl, string token)
    {
        var writer = new BulkWriter();
        writer._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        writer._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await writer._socket.ConnectAsync(socketUrl, CancellationToken.None).WaitAsync(Patience);
        return writer;
    }

    /// <summary>Writes a message for each text, in order, and returns their ids once all are confirmed.</summary>
    public async Task<IReadOnlyList<string>> WriteAsync(string room, IEnumerable<string> texts)
    {
        var ids = new List<string>();
        foreach (var window in texts.Chunk(Window))
        {
            var confirmed = ConfirmedAsync(ids, window.Length);
            foreach (var text in window)
            {
                var envelope = new { type = "chat.send", data = new { room, key = Guid.NewGuid().ToString("n"), text } };
                await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(envelope), WebSocketMessageType.Text, true, CancellationToken.None);
            }

            await confirmed.WaitAsync(Patience);
        }

        return ids;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    // The messages of one room are confirmed in the order in which they were sent.
    private async Task ConfirmedAsync(List<string> ids, int count)
    {
        for (var left = count; left > 0;)
        {
            var envelope = await ReadAsync();
            if (envelope.Span.StartsWith("{\"type\":\"error\""u8))
                throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(envelope.Span));
            if (!envelope.Span.StartsWith("{\"type\":\"chat.sent\""u8))
                continue;
            ids.Add(JsonElement.Parse(envelope.Span).GetProperty("data").GetProperty("id").GetString()!);
            left--;
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync()
    {
        for (var length = 0; ;)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
                throw new InvalidOperationException($"The connection was closed: {_socket.CloseStatusDescription}");
            if (part.EndOfMessage)
                return _buffer.AsMemory(0, length);
        }
    }
}
