using System.Net.WebSockets;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Protocol §2: the four ways a token comes, and what becomes of bad ones.</summary>
[Collection(SharedServer.Name)]
public sealed class SignInTests(ServerFixture fixture)
{
    private readonly Uri _socket = fixture.Server.SocketUrl;

    [Fact]
    public async Task TokenInHeader_IsReady_WithEverythingThatIsPromised()
    {
        var signedIn = await SignInAsync("Alice Smith");
        await using var client = await RawClient.ConnectAsync(_socket, signedIn.Token, "laptop-1");
        var ready = client.Ready!;
        Assert.Equal(signedIn.User, client.User);
        Assert.Equal("Alice Smith", ready.Data.GetProperty("user").GetProperty("name").GetString());
        Assert.Equal("laptop-1", client.Device);
        Assert.NotEmpty(ready["sessionId"]!);
        Assert.NotEmpty(ready["epoch"]!);
        Assert.Equal(0, ready.Data.GetProperty("calls").GetArrayLength());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", ready["serverTime"]);
        Assert.Equal(25_000, ready.Number("heartbeatMs"));
        Assert.Equal(signedIn.ExpiresAt, ready.Data.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Equal(65_536, ready.Data.GetProperty("limits").GetProperty("maxMessageBytes").GetInt32());
        Assert.True(ready.Data.GetProperty("limits").GetProperty("messagesPerSecond").GetInt32() > 0);
        Assert.True(ready.Data.GetProperty("limits").GetProperty("burst").GetInt32() > 0);
    }

    [Fact]
    public async Task TokenInQuery_IsReady()
    {
        var signedIn = await SignInAsync();
        await using var client = await RawClient.OpenAsync(new Uri($"{_socket}?access_token={signedIn.Token}&device=d1"));
        await client.UntilReadyAsync();
        Assert.Equal((signedIn.User, "d1"), (client.User, client.Device));
    }

    [Fact]
    public async Task TokenInSubprotocol_IsReady_AndOursIsSelected()
    {
        var signedIn = await SignInAsync();
        await using var client = await RawClient.OpenAsync(_socket, o =>
        {
            o.AddSubProtocol("akkarealtime.v1");
            o.AddSubProtocol($"bearer.{signedIn.Token}");
        });
        await client.UntilReadyAsync();
        Assert.Equal(signedIn.User, client.User);
        Assert.Equal("akkarealtime.v1", client.SubProtocol);
    }

    [Fact]
    public async Task TokenInFirstMessage_IsReady()
    {
        var signedIn = await SignInAsync();
        await using var client = await RawClient.OpenAsync(_socket);
        var ready = await client.RequestAsync("session.auth", new { token = signedIn.Token, device = "phone" });
        Assert.Equal("session.ready", ready.Type);
        Assert.Equal("phone", ready["device"]);
    }

    [Fact]
    public async Task NoDevice_TheServerMakesOne()
    {
        await using var client = await RawClient.ConnectAsync(_socket, (await SignInAsync()).Token);
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", client.Device);
    }

    [Fact]
    public async Task BadTokenInHeader_Is401() =>
        Assert.Equal(401, await RawClient.RefusedStatusAsync(_socket, o => o.SetRequestHeader("Authorization", "Bearer nonsense")));

    [Fact]
    public async Task BadTokenInQuery_Is401() =>
        Assert.Equal(401, await RawClient.RefusedStatusAsync(new Uri($"{_socket}?access_token=nonsense")));

    [Fact]
    public async Task TokenOfAnotherServer_Is401()
    {
        var token = TestTokens.Shared(new string('x', 64)).For("alice");
        Assert.Equal(401, await RawClient.RefusedStatusAsync(_socket, o => o.SetRequestHeader("Authorization", $"Bearer {token}")));
    }

    [Fact]
    public async Task BadTokenInFirstMessage_Closes4401()
    {
        await using var client = await RawClient.OpenAsync(_socket);
        await client.SendAsync("session.auth", new { token = "nonsense" });
        Assert.Equal(4401, (await client.Closed).Code);
    }

    [Fact]
    public async Task ForeignOrigin_Is403()
    {
        var signedIn = await SignInAsync();
        Assert.Equal(403, await RawClient.RefusedStatusAsync(new Uri($"{_socket}?access_token={signedIn.Token}"), o => o.SetRequestHeader("Origin", "https://evil.example.com")));
    }

    [Fact]
    public async Task OwnOrigin_IsReady()
    {
        var signedIn = await SignInAsync();
        await using var client = await RawClient.OpenAsync(
            new Uri($"{_socket}?access_token={signedIn.Token}"), o => o.SetRequestHeader("Origin", $"http://127.0.0.1:{fixture.Server.Port}"));
        await client.UntilReadyAsync();
    }

    [Fact]
    public async Task RequestBeforeSignIn_IsUnauthorized_AndTheConnectionLives()
    {
        await using var client = await RawClient.OpenAsync(_socket);
        Assert.Equal("unauthorized", await client.RefusalAsync("chat.rooms"));
        var ready = await client.RequestAsync("session.auth", new { token = (await SignInAsync()).Token });
        Assert.Equal("session.ready", ready.Type);
    }

    [Fact]
    public async Task NewToken_RenewsTheSession_AndOtherUsersEndsIt()
    {
        var name = ServerFixture.NewName();
        await using var client = await RawClient.ConnectAsync(_socket, (await SignInAsync(name)).Token);
        var renewed = await client.RequestAsync("session.auth", new { token = (await SignInAsync(name)).Token });
        Assert.Equal("session.ready", renewed.Type);
        Assert.Equal(client.Ready!["sessionId"], renewed["sessionId"]);
        Assert.Equal("unauthorized", await client.RefusalAsync("session.auth", new { token = "nonsense" }));
        await client.RequestAsync("session.ping");
        await client.SendAsync("session.auth", new { token = (await SignInAsync()).Token });
        Assert.Equal(4401, (await client.Closed).Code);
    }

    [Fact]
    public async Task SeveralConnectionsOfOneDevice_AreAllReady()
    {
        var signedIn = await SignInAsync();
        await using var one = await RawClient.ConnectAsync(_socket, signedIn.Token, "same");
        await using var two = await RawClient.ConnectAsync(_socket, signedIn.Token, "same");
        Assert.NotEqual(one.Ready!["sessionId"], two.Ready!["sessionId"]);
        await one.RequestAsync("session.ping");
        await two.RequestAsync("session.ping");
    }

    [Fact]
    public async Task UnknownDeviceShape_IsRefused()
    {
        var signedIn = await SignInAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => RawClient.ConnectAsync(_socket, signedIn.Token, "a%20b"));
    }

    private Task<SignedIn> SignInAsync(string? name = null) => SignedIn.ByNameAsync(fixture.Server.Url, name ?? ServerFixture.NewName());
}
