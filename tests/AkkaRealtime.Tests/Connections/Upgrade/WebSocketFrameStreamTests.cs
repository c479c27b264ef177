using System.Net.WebSockets;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Framing;

namespace AkkaRealtime.Tests.Connections.Upgrade;

public sealed class WebSocketFrameStreamTests
{
    private static readonly byte[] Ping = [0x89, 0x00];

    [Fact]
    public async Task Read_AfterEachPing_GivesAPong()
    {
        // The client says nothing at all: it is the framework that keeps pings from it.
        await using var stream = new WebSocketFrameStream(new SilentSocket());
        var buffer = new byte[64];
        for (var heartbeat = 0; heartbeat < 3; heartbeat++)
        {
            await stream.WriteAsync(Ping);
            var read = await stream.ReadAsync(buffer).AsTask().WaitAsync(Patient.Wait);
            Assert.True(read >= 2);
            Assert.Equal((byte)(0x80 | (byte)Opcode.Pong), buffer[0]);
        }
    }

    [Fact]
    public async Task Read_WithoutAPing_Waits()
    {
        await using var stream = new WebSocketFrameStream(new SilentSocket());
        Assert.False(stream.ReadAsync(new byte[64]).AsTask().IsCompleted);
    }

    private sealed class SilentSocket : WebSocket
    {
        private readonly TaskCompletionSource<WebSocketReceiveResult> _never = new();

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override void Abort()
        {
        }

        public override void Dispose()
        {
        }

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => _never.Task;

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
