using System.Net.WebSockets;
using System.Text;
using AkkaRealtime.Embedding.Tests.Support;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>ASP.NET Core's TestServer, which WebApplicationFactory uses as well: there is no socket to upgrade, only the framework's WebSocket.</summary>
public sealed class TestServerSpecs
{
    [Fact]
    public async Task Should_open_a_session_and_answer_requests()
    {
        await using var app = await StartAsync();
        using var alice = await app.ConnectAsync(OwnJwt.TokenFor("alice"));
        Assert.Equal("akkarealtime.v1", alice.Socket.SubProtocol);
        await alice.NextAsync("session.ready");

        await alice.SendAsync(new { type = "chat.create", data = new { kind = "group", name = "Team", @ref = "1" } });
        var room = (await alice.NextAsync("chat.room")).GetProperty("room").GetProperty("id").GetString();
        var text = new string('x', 12_000);
        await alice.SendAsync(new { type = "chat.send", data = new { room, key = "k1", text, @ref = "2" } });
        Assert.Equal(text, (await alice.NextAsync("chat.message")).GetProperty("text").GetString());
        await alice.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, alice.Socket.CloseStatus);
    }

    [Fact]
    public async Task Should_close_with_a_code_and_a_reason()
    {
        await using var app = await StartAsync();
        using var alice = await app.ConnectAsync(OwnJwt.TokenFor("alice"));
        await alice.NextAsync("session.ready");
        await alice.Socket.SendAsync(Encoding.UTF8.GetBytes("bytes"), WebSocketMessageType.Binary, endOfMessage: true, default);
        var buffer = new byte[65_536];
        while ((await alice.Socket.ReceiveAsync(buffer, default).WaitAsync(App.Wait)).MessageType != WebSocketMessageType.Close)
        {
        }

        Assert.Equal((WebSocketCloseStatus.InvalidMessageType, "Send text frames."), (alice.Socket.CloseStatus, alice.Socket.CloseStatusDescription));
    }

    [Fact]
    public async Task Should_answer_requests()
    {
        await using var app = await StartAsync();
        using var alice = await app.ConnectAsync(OwnJwt.TokenFor("alice"));
        await alice.NextAsync("session.ready");
        await alice.SendAsync(new { type = "session.ping", data = new { @ref = "1" } });
        await alice.NextAsync("session.pong");
    }

    [Fact]
    public async Task Should_refuse_who_has_no_good_token()
    {
        await using var app = await StartAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.ConnectAsync("no-token"));
    }

    private static Task<App> StartAsync() => App.StartAsync(
        builder =>
        {
            builder.Services.AddOwnJwt();
            builder.Services.AddAkkaRealtime(builder.Configuration);
        },
        app => app.MapAkkaRealtime(),
        onTestServer: true);
}
