using System.Net.WebSockets;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>What needs other options than the defaults: deadlines that a test can wait for, and low limits.</summary>
public sealed class ShortTimesTests : IAsyncLifetime
{
    private const string Key = "a key for tests that is longer than 32 bytes";
    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync(new ServerSettings
    {
        Options = new Dictionary<string, string>
        {
            ["AkkaRealtime:Auth:SigningKey"] = Key,
            ["AkkaRealtime:Connections:AuthTimeoutMs"] = "400",
            ["AkkaRealtime:Connections:DrainMs"] = "300",
            ["AkkaRealtime:Limits:MessagesPerSecond"] = "2",
            ["AkkaRealtime:Limits:Burst"] = "5",
            ["AkkaRealtime:Limits:MaxConnectionsPerUser"] = "2",
            ["AkkaRealtime:AllowedOrigins:0"] = "https://app.example.com",
        },
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Session_KeepsItsDeadlinesAndLimits()
    {
        // One server for all of them: each step has a user of its own, and what takes its time is begun first.
        var expiring = TokenThatExpires_IsAnnounced_AndCloses4401();
        await NobodySignsIn_Closes4401();
        await OverTheRate_IsRateLimited_ThenFlood4002();
        await OneConnectionTooMany_Closes1013();
        await AllowedOrigin_IsReady_AndMayCallTheApi();
        await expiring;
        await Stop_TellsDraining_Closes1001_AndEndsWith0();
    }

    private async Task NobodySignsIn_Closes4401()
    {
        await using var client = await RawClient.OpenAsync(_server.SocketUrl);
        Assert.Equal(4401, (await client.Closed).Code);
    }

    private async Task TokenThatExpires_IsAnnounced_AndCloses4401()
    {
        await using var client = await RawClient.ConnectAsync(_server.SocketUrl, TestTokens.Shared(Key).For("expiring", lifetime: TimeSpan.FromSeconds(6)));
        var expiring = await client.WaitForAsync("session.expiring");
        Assert.Equal(client.Ready!["expiresAt"], expiring["expiresAt"]);
        Assert.Equal(4401, (await client.Closed).Code);
    }

    private async Task OverTheRate_IsRateLimited_ThenFlood4002()
    {
        await using var client = await RawClient.SignInAsync(_server, "flood");
        for (var i = 0; i < 30; i++)
            await client.SendAsync("session.ping", new { @ref = $"p{i}" });
        var limited = await client.WaitForAsync("error");
        Assert.Equal("rate-limited", limited["code"]);
        Assert.InRange(limited.Number("retryAfterMs"), 1, 1_000);
        Assert.NotNull(limited["ref"]);
        try
        {
            for (var i = 0; i < 200; i++)
                await client.SendAsync("session.ping");
        }
        catch (WebSocketException)
        {
            // Closed in the midst of it, as it should be.
        }

        Assert.Equal(4002, (await client.Closed).Code);
    }

    private async Task OneConnectionTooMany_Closes1013()
    {
        var signedIn = await SignedIn.ByNameAsync(_server.Url, "many");
        await using var one = await RawClient.ConnectAsync(_server.SocketUrl, signedIn.Token);
        await using var two = await RawClient.ConnectAsync(_server.SocketUrl, signedIn.Token);
        await using var three = await RawClient.OpenAsync(_server.SocketUrl, o => o.SetRequestHeader("Authorization", $"Bearer {signedIn.Token}"));
        Assert.Equal(1013, (await three.Closed).Code);
    }

    private async Task AllowedOrigin_IsReady_AndMayCallTheApi()
    {
        var signedIn = await SignedIn.ByNameAsync(_server.Url, "origin");
        await using var client = await RawClient.OpenAsync(new Uri($"{_server.SocketUrl}?access_token={signedIn.Token}"), o => o.SetRequestHeader("Origin", "https://app.example.com"));
        await client.UntilReadyAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(_server.Url, "/api/v1/dev/sign-in"));
        request.Headers.Add("Origin", "https://app.example.com");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var response = await http.SendAsync(request);
        Assert.Equal("https://app.example.com", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    private async Task Stop_TellsDraining_Closes1001_AndEndsWith0()
    {
        await using var client = await RawClient.SignInAsync(_server, "stayer");
        _server.Terminate();
        Assert.True((await client.WaitForAsync("session.draining")).Number("reconnectAfterMs") > 0);
        Assert.Equal(1001, (await client.Closed).Code);
        Assert.Equal(0, await _server.ExitAsync());
    }
}
