using System.Net.Sockets;
using System.Text;

namespace AkkaRealtime.Tests.Connections.Upgrade;

/// <summary>Who connects and says nothing, too little, or too often, by either door.</summary>
public sealed class SilentConnectionTests
{
    private const int Most = 3;

    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Connect_MoreThanAnAddressMayHave_AreClosedBeforeTheyAsk_AndWebSocketsDoNotCount(UpgradeKind kind)
    {
        await using var server = await UpgradeFixture.StartAsync(o =>
        {
            o.Limits.MaxPlainConnectionsPerAddress = Most;
            o.Limits.LimitPrivateAddresses = true;
            o.Connections.HeadTimeoutMs = 0;
        });
        var upgraded = new List<System.Net.WebSockets.ClientWebSocket>();
        for (var i = 0; i < Most + 2; i++)
            upgraded.Add(await server.ConnectAsync(kind, "access_token=alice"));

        var silent = new List<Socket>();
        for (var i = 0; i < Most; i++)
            silent.Add(await ConnectAsync(server.UriOf(kind)));
        using var tooMany = await ConnectAsync(server.UriOf(kind));
        await ClosedAsync(tooMany);

        // A place that is given back is taken by the next.
        silent[0].Dispose();
        using var enough = new CancellationTokenSource(Patient.Wait);
        while (true)
        {
            enough.Token.ThrowIfCancellationRequested();
            using var next = await ConnectAsync(server.UriOf(kind));
            if (await AnswersAsync(next))
                break;
        }

        silent.ForEach(s => s.Dispose());
        upgraded.ForEach(s => s.Dispose());
    }

    [Theory]
    [InlineData(UpgradeKind.Http1, "")]
    [InlineData(UpgradeKind.BelowHttp, "")]
    [InlineData(UpgradeKind.Http1, "GET /ws/ws HTTP/1.1\r\nHost: a\r\n")]
    [InlineData(UpgradeKind.BelowHttp, "GET /ws/ws HTTP/1.1\r\nHost: a\r\n")]
    [InlineData(UpgradeKind.Http2, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Connect_NoWholeRequestInTime_IsClosed(UpgradeKind kind, string said)
    {
        await using var server = await UpgradeFixture.StartAsync(o => o.Connections.HeadTimeoutMs = 200);
        using var socket = await ConnectAsync(server.UriOf(kind));
        await socket.SendAsync(Encoding.ASCII.GetBytes(said));
        await ClosedAsync(socket);
    }

    private static async Task<Socket> ConnectAsync(Uri uri)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(uri.Host, uri.Port);
        }
        catch (SocketException)
        {
            // Closed already.
        }

        return socket;
    }

    // With a reset or in order, whatever comes before.
    private static async Task ClosedAsync(Socket socket)
    {
        using var enough = new CancellationTokenSource(Patient.Wait);
        try
        {
            while (await socket.ReceiveAsync(new byte[4_096], enough.Token) > 0)
            {
            }
        }
        catch (SocketException)
        {
        }
    }

    private static async Task<bool> AnswersAsync(Socket socket)
    {
        using var enough = new CancellationTokenSource(Patient.Wait);
        try
        {
            await socket.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), enough.Token);
            return await socket.ReceiveAsync(new byte[4_096], enough.Token) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
