using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AkkaRealtime.Client;

namespace AkkaRealtime.Server.Tests.Clients;

/// <summary>The .NET client against a server that goes away at a moment of the test's choosing.</summary>
public sealed class ClientLossTests
{
    // More than a loopback connection holds that nobody reads from.
    private const int Large = 32_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Messages_HalfWrittenOrWaiting_WhenTheServerGoes_AreSentAgainOverTheNextConnection()
    {
        using var server = new FakeServer();
        var connecting = RealtimeClient.ConnectAsync(new RealtimeClientOptions
        {
            Server = server.Url,
            Transport = RealtimeTransport.WebSocket,
            Token = _ => ValueTask.FromResult("token"),
            FirstDelay = TimeSpan.FromMilliseconds(1),
        });
        using var first = await server.AcceptAsync();
        await first.ReadyAsync("1");
        await using var client = await connecting;
        await first.ReadUntilAsync("chat.rooms");

        var written = client.Chat.SendAsync("here", new string('x', Large));
        var waiting = client.Chat.SendAsync("there", "hello");
        first.EndItsHalf();
        using var second = await server.AcceptAsync();
        await second.ReadyAsync("2");
        foreach (var _ in new[] { written, waiting })
            await second.SentAsync(await second.ReadUntilAsync("chat.send"));

        Assert.Equal("here", (await written.WaitAsync(Patience)).Room);
        Assert.Equal("there", (await waiting.WaitAsync(Patience)).Room);
    }

    [Fact]
    public async Task Send_WhenTheOtherDirectionEndsTheConnection_FailsAsALoss_AndNotAsCanceledByTheCaller()
    {
        using var server = new FakeServer();
        using var socket = new MessageSocket(new UriBuilder(server.Url) { Scheme = "ws" }.Uri, "token", ticket: null);
        var connecting = socket.ConnectAsync(CancellationToken.None);
        using var connection = await server.AcceptAsync();
        await connecting;
        using var end = new CancellationTokenSource();
        var receiving = socket.ReceiveAsync(end.Token);

        var sending = socket.SendAsync(new byte[Large], CancellationToken.None);
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving.WaitAsync(Patience));

        // Which of both depends on whether the socket was closed before the write saw that it is canceled.
        var loss = await Assert.ThrowsAnyAsync<Exception>(() => sending.WaitAsync(Patience));
        Assert.True(loss is IOException or WebSocketException, loss.ToString());
    }

    /// <summary>Speaks just enough to be connected to.</summary>
    private sealed class FakeServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public FakeServer() => _listener.Start();

        public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

        public async Task<FakeConnection> AcceptAsync()
        {
            var socket = await _listener.AcceptSocketAsync().WaitAsync(Patience);
            var stream = new NetworkStream(socket, ownsSocket: true);
            var head = new StringBuilder();
            var next = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(next);
                head.Append((char)next[0]);
            }

            var key = head.ToString().Split("Sec-WebSocket-Key: ")[1].Split("\r\n")[0];
#pragma warning disable CA5350 // RFC 6455, section 4.2.2, wants this hash.
            var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: akkarealtime.v1\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
            return new FakeConnection(socket, WebSocket.CreateFromStream(stream, isServer: true, "akkarealtime.v1", Timeout.InfiniteTimeSpan));
        }

        public void Dispose() => _listener.Dispose();
    }

    private sealed class FakeConnection(Socket socket, WebSocket messages) : IDisposable
    {
        public Task ReadyAsync(string session) => SendAsync(
            $$$"""{"type":"session.ready","data":{"sessionId":"{{{session}}}","user":{"id":"alice","name":"Alice"},"device":"d","epoch":"e","serverTime":"2026-01-01T00:00:00Z"}}""");

        public Task SentAsync(JsonNode request) => SendAsync(
            $$$"""{"type":"chat.sent","data":{"ref":{{{request["data"]!["ref"]!.ToJsonString()}}},"room":{{{request["data"]!["room"]!.ToJsonString()}}},"seq":1,"id":"m1","key":"k1","at":"2026-01-01T00:00:00Z","duplicate":false}}""");

        public async Task<JsonNode> ReadUntilAsync(string type)
        {
            var buffer = new byte[1_000_000];
            while (true)
            {
                using var text = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await messages.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(Patience);
                    text.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                var message = JsonNode.Parse(text.ToArray())!;
                if ((string)message["type"]! == type)
                    return message;
            }
        }

        // Says no more, and reads no more: what the client writes stays where it is.
        public void EndItsHalf() => socket.Shutdown(SocketShutdown.Send);

        public void Dispose() => messages.Dispose();

        private Task SendAsync(string json) => messages.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }
}
