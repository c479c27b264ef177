using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaRealtime.Tests.Connections.Upgrade;

/// <summary>Clients that vanish at every step of a handshake, 10,000 in all: their places are free again, and the next who come get in.</summary>
public sealed class AbortedHandshakeTests(AbortedHandshakeTests.Fixture fixture) : IClassFixture<AbortedHandshakeTests.Fixture>
{
    private const int Places = 40;
    private const int AtOnce = 10;
    private const int Aborts = 1_000;

    private UpgradeFixture Server => fixture.Server;

    [Theory]
    [InlineData(UpgradeKind.Http1, Step.Connected)]
    [InlineData(UpgradeKind.Http1, Step.HalfAHead)]
    [InlineData(UpgradeKind.Http1, Step.Asked)]
    [InlineData(UpgradeKind.Http1, Step.Answered)]
    [InlineData(UpgradeKind.Http1, Step.HalfAFrame)]
    [InlineData(UpgradeKind.BelowHttp, Step.Connected)]
    [InlineData(UpgradeKind.BelowHttp, Step.HalfAHead)]
    [InlineData(UpgradeKind.BelowHttp, Step.Asked)]
    [InlineData(UpgradeKind.BelowHttp, Step.Answered)]
    [InlineData(UpgradeKind.BelowHttp, Step.HalfAFrame)]
    public async Task Connect_AfterManyHaveVanished_AllPlacesAreFree(UpgradeKind kind, Step step)
    {
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Aborts / AtOnce; i++)
                await VanishAsync(kind, step);
        })));

        var connected = new List<System.Net.WebSockets.ClientWebSocket>();
        using var enough = new CancellationTokenSource(Patient.Wait);
        while (connected.Count < Places)
        {
            enough.Token.ThrowIfCancellationRequested();
            var socket = await Server.ConnectAsync(kind, "access_token=alice");
            if (await IsReadyAsync(socket))
                connected.Add(socket);
            else
                socket.Dispose(); // The last ones are still being missed.
        }

        connected.ForEach(socket => socket.Dispose());
        while (Server.Plain.CountOf(IPAddress.Loopback) + Server.Plain.CountOf(UpgradeFixture.BelowHttpAddress) > 0)
        {
            enough.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>A server with as many places for all, for a user and for an address.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public UpgradeFixture Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await UpgradeFixture.StartAsync(o =>
        {
            o.Limits.MaxConnections = Places;
            o.Limits.MaxConnectionsPerUser = Places;
            o.Limits.MaxConnectionsPerAddress = Places;
            o.Limits.MaxPlainConnectionsPerAddress = 10 * Aborts;
            o.Limits.HandshakesPerSecondPerAddress = 0;
            o.Limits.LimitPrivateAddresses = true;
        });

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }

    /// <summary>How far a client gets before it vanishes.</summary>
    public enum Step
    {
        Connected,
        HalfAHead,
        Asked,
        Answered,
        HalfAFrame,
    }

    private async Task VanishAsync(UpgradeKind kind, Step step)
    {
        var uri = Server.UriOf(kind);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(uri.Host, uri.Port);
        var head = Encoding.ASCII.GetBytes(
            $"GET /ws/ws?access_token=alice HTTP/1.1\r\nHost: {uri.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        if (step == Step.HalfAHead)
            await socket.SendAsync(head.AsMemory(0, 40));
        if (step >= Step.Asked)
            await socket.SendAsync(head);
        if (step >= Step.Answered)
            await socket.ReceiveAsync(new byte[1_024]);
        if (step == Step.HalfAFrame)
            await socket.SendAsync(new byte[] { 0x81, 0xFE, 0x10 });
        socket.LingerState = new LingerOption(enable: true, seconds: 0); // Closes with a reset.
    }

    // Otherwise it is closed: the node is full.
    private static async Task<bool> IsReadyAsync(System.Net.WebSockets.WebSocket socket)
    {
        using var enough = new CancellationTokenSource(Patient.Wait);
        var result = await socket.ReceiveAsync(new byte[4_096], enough.Token);
        return result.MessageType == System.Net.WebSockets.WebSocketMessageType.Text;
    }
}
