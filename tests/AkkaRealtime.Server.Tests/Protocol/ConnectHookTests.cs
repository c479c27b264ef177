using System.Net;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Another server that says whose a token is: a production server without keys of its own, over real sockets.</summary>
public sealed class ConnectHookTests : IAsyncLifetime
{
    private AskedServer _app = null!;
    private ServerProcess _server = null!;

    public async Task InitializeAsync()
    {
        _app = await AskedServer.StartAsync(asked => Task.FromResult(asked.GetProperty("token").GetString() switch
        {
            "session-of-ann" => Results.Json(new { action = "allow", user = "ann", name = "Ann Miller", expiresAt = TimeProvider.System.GetUtcNow().AddHours(1) }),
            "session-of-nobody" => Results.Json(new { action = "allow", user = "" }),
            "a bug" => Results.Json(new { hello = "world" }),
            _ => Results.Json(new { action = "refuse" }),
        }));
        _server = await ServerProcess.StartAsync(new ServerSettings
        {
            Environment = "Production",
            Options = new Dictionary<string, string> { ["AkkaRealtime:ConnectHook:Url"] = _app.Url, ["AkkaRealtime:ConnectHook:Secret"] = AskedServer.Secret },
        });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Token_IsWhomTheOtherServerSays_OnSocketsAndForFiles_AndElseRefused()
    {
        // A browser's page without a token in its address, and one with it.
        await using var ann = await RawClient.ConnectAsync(_server.SocketUrl, "session-of-ann", "laptop");
        Assert.Equal(("ann", "Ann Miller"), (ann.User, ann.Ready!.Data.GetProperty("user").GetProperty("name").GetString()));
        Assert.True(ann.Ready.Data.TryGetProperty("expiresAt", out _));
        await using var late = await RawClient.OpenAsync(_server.SocketUrl);
        Assert.Equal("session.ready", (await late.RequestAsync("session.auth", new { token = "session-of-ann" })).Type);
        Assert.Equal(HttpStatusCode.NotFound, await FileAsync("session-of-ann"));

        // For all of this, it was asked once.
        Assert.Equal("token.check", Assert.Single(_app.Asked).GetProperty("type").GetString());

        Assert.Equal(401, await StatusAsync("session-of-eve"));
        Assert.Equal(HttpStatusCode.Unauthorized, await FileAsync("session-of-eve"));

        // What is no answer says nothing of a token: clients come again.
        Assert.Equal(503, await StatusAsync("session-of-nobody"));
        Assert.Equal(503, await StatusAsync("a bug"));
        await _app.StopAsync();
        Assert.Equal(503, await StatusAsync("session-of-bob"));
        await ann.RequestAsync("chat.rooms");
    }

    private Task<int> StatusAsync(string token) => RawClient.RefusedStatusAsync(_server.SocketUrl, o => o.SetRequestHeader("Authorization", $"Bearer {token}"));

    private async Task<HttpStatusCode> FileAsync(string token)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Url, "/api/v1/files/00000000000000000000000000000001"));
        request.Headers.Add("Authorization", $"Bearer {token}");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
