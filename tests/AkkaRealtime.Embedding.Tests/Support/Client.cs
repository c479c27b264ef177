using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace AkkaRealtime.Embedding.Tests.Support;

/// <summary>A client of the wire.</summary>
public sealed class Client(WebSocket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[1_048_576];

    public WebSocket Socket => socket;

    public static async Task<Client> ConnectAsync(Uri url, string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("akkarealtime.v1");
        socket.Options.AddSubProtocol($"bearer.{token}");
        using var enough = new CancellationTokenSource(App.Wait);
        await socket.ConnectAsync(new UriBuilder(url) { Scheme = "ws" }.Uri, enough.Token);
        return new Client(socket);
    }

    public async Task SendAsync(object envelope)
    {
        using var enough = new CancellationTokenSource(App.Wait);
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(envelope), WebSocketMessageType.Text, endOfMessage: true, enough.Token);
    }

    /// <summary>The data of the next envelope of this type.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var envelope = JsonDocument.Parse(await ReadAsync()).RootElement;
            if (envelope.GetProperty("type").GetString() == type)
                return envelope.GetProperty("data");
        }
    }

    /// <summary>Goes, and waits for the server's answer.</summary>
    public async Task CloseAsync()
    {
        using var enough = new CancellationTokenSource(App.Wait);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", enough.Token);
    }

    public void Dispose() => socket.Dispose();

    private async Task<string> ReadAsync()
    {
        using var enough = new CancellationTokenSource(App.Wait);
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(_buffer.AsMemory(length), enough.Token);
            Assert.True(result.MessageType == WebSocketMessageType.Text, $"closed with {(int?)socket.CloseStatus} {socket.CloseStatusDescription}");
            length += result.Count;
            if (result.EndOfMessage)
                return Encoding.UTF8.GetString(_buffer, 0, length);
        }
    }
}
