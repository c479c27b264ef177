using System.Net.WebSockets;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>On a server of its own: with a heartbeat that a test can wait for, a busy machine alone makes any client look dead.</summary>
public sealed class DeadPeerTests
{
    private const string Key = "a key for tests that is longer than 32 bytes";

    [Fact]
    public async Task DeadPeer_Closes4000()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings
        {
            Options = new Dictionary<string, string>
            {
                ["AkkaRealtime:Auth:SigningKey"] = Key,
                ["AkkaRealtime:Connections:HeartbeatMs"] = "400",
            },
        });

        // Reads nothing, and so answers no ping. The close frame waits in the socket until it is read.
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {TestTokens.Shared(Key).For("dead")}");
        await socket.ConnectAsync(server.SocketUrl, default);
        await server.UntilMetricAsync("akkarealtime_closes_total", "code=\"4000\"");
    }
}
