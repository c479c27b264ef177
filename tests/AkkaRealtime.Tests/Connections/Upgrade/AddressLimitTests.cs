using System.Net;
using System.Net.WebSockets;

namespace AkkaRealtime.Tests.Connections.Upgrade;

/// <summary>What one address may do, by whichever door.</summary>
public sealed class AddressLimitTests
{
    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Connect_TooOften_Is503WithRetryAfter_AndAFailedTokenCountsOnce(UpgradeKind kind)
    {
        await using var server = await UpgradeFixture.StartAsync(o => (o.Limits.HandshakesPerSecondPerAddress, o.Limits.LimitPrivateAddresses) = (1, true));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 30 && !statuses.Contains(HttpStatusCode.ServiceUnavailable); i++)
        {
            using var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            var uri = new UriBuilder(server.UriOf(kind)) { Scheme = "ws", Path = "/ws/ws", Query = "access_token=bad" }.Uri;
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(uri, default).WaitAsync(Patient.Wait));
            statuses.Add(socket.HttpStatusCode);
            if (socket.HttpStatusCode == HttpStatusCode.ServiceUnavailable)
                Assert.Equal("1", Assert.Single(socket.HttpResponseHeaders!["Retry-After"]));
        }

        // Ten at once, and what a slow machine gives time for.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, statuses[^1]);
        Assert.InRange(statuses.Count(s => s == HttpStatusCode.Unauthorized), 10, 29);
    }

    [Theory]
    [InlineData(UpgradeKind.Http1)]
    [InlineData(UpgradeKind.BelowHttp)]
    public async Task Ask_TwoUsersOfOneAddress_SpendOneBudget(UpgradeKind kind)
    {
        const int Burst = 50;
        await using var server = await UpgradeFixture.StartAsync(o =>
        {
            (o.Limits.MessagesPerSecond, o.Limits.Burst) = (1, Burst);
            (o.Limits.CostPerSecondPerAddress, o.Limits.CostBurstPerAddress, o.Limits.LimitPrivateAddresses) = (1, Burst, true);
        });
        using var alice = await server.ConnectAsync(kind, "access_token=alice");
        using var bob = await server.ConnectAsync(kind, "access_token=bob");
        var refused = 0;
        foreach (var socket in (ClientWebSocket[])[alice, bob])
        {
            await UpgradeFixture.ReceiveAsync(socket);
            for (var i = 0; i < Burst; i++)
                await UpgradeFixture.SendAsync(socket, $$$"""{"type":"test.chat","data":{"text":"{{{i}}}"}}""");
            for (var i = 0; i < Burst; i++)
                refused += (await UpgradeFixture.ReceiveAsync(socket)).GetProperty("data").GetProperty("code").GetString() == "rate-limited" ? 1 : 0;
        }

        Assert.InRange(refused, 1, Burst);
    }
}
