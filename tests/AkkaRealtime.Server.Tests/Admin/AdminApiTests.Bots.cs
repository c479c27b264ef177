using System.Net;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

public abstract partial class AdminApiTests
{
    [SkippableFact]
    public async Task Bot_IsAUserByItsToken_OnSocketsAndForFiles_UntilThatIsRevoked()
    {
        var user = SignedIn.NewName("bot");
        var made = await Admin.DoAsync(HttpMethod.Post, "bots", new { name = "Deploys", user });
        var (id, token) = (made.GetProperty("id").GetString()!, made.GetProperty("token").GetString()!);
        await using var ann = await RawClient.NewAsync(fixture.Server, "ann");
        await using var bot = await RawClient.ConnectAsync(fixture.Server.SocketUrl, token, "build-server");

        Assert.Equal((user, "Deploys"), (bot.User, bot.Ready!.Data.GetProperty("user").GetProperty("name").GetString()));
        var room = (await ann.RequestAsync("chat.direct", new { user })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await ann.RequestAsync("chat.send", new { room, key = "k1", text = "deploy" });
        Assert.Equal("deploy", (await bot.WaitForAsync("chat.message"))["text"]);
        await bot.RequestAsync("chat.send", new { room, key = "k2", text = "done" });
        Assert.Equal(HttpStatusCode.NotFound, await DownloadAsync(token));

        // It opens nothing else, and stands in its own list, without the token.
        using var holder = new AdminClient(fixture.Server, token);
        Assert.Equal(HttpStatusCode.Forbidden, (await holder.SendAsync(HttpMethod.Get, "rooms")).Status);
        Assert.DoesNotContain((await Admin.GetAsync("keys")).GetProperty("items").EnumerateArray(), key => key.GetProperty("id").GetString() == id);
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Delete, $"keys/{id}")).Status);
        var listed = (await Admin.GetAsync("bots")).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        Assert.Equal(("Deploys", user), (listed.GetProperty("name").GetString(), listed.GetProperty("user").GetString()));
        Assert.DoesNotContain(token, listed.ToString(), StringComparison.Ordinal);

        // With a new one before the old one goes, the bot is there all the time.
        var next = (await Admin.DoAsync(HttpMethod.Post, "bots", new { name = "Deploys", user })).GetProperty("token").GetString()!;
        await using var second = await RawClient.ConnectAsync(fixture.Server.SocketUrl, next, "build-server-2");
        await Admin.DoAsync(HttpMethod.Delete, $"bots/{id}");
        Assert.Equal(4410, (await bot.Closed).Code);
        await AssertRefusedAsync(token);
        await second.RequestAsync("session.ping");
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Delete, $"bots/{id}")).Status);
    }

    [SkippableTheory]
    [InlineData("""{"user":"ci"}""", "name")]
    [InlineData("""{"name":"CI"}""", "user")]
    [InlineData("""{"name":"CI","user":"no user"}""", "user")]
    [InlineData("""{"name":"CI","user":"system"}""", "user")]
    [InlineData("""{"name":"CI","user":"ci","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    public async Task Bot_ThatCannotBeMade_IsRefusedWithTheMemberThatIsWrong(string body, string field)
    {
        var (status, problem) = await Admin.SendAsync(HttpMethod.Post, "bots", JsonElement.Parse(body));
        Assert.Equal((HttpStatusCode.BadRequest, field), (status, problem.GetProperty("field").GetString()));
    }

    [SkippableFact]
    public async Task Bot_WhoseTokenIsOver_IsSignedOut()
    {
        var made = await Admin.DoAsync(HttpMethod.Post, "bots", new { name = "Short", user = SignedIn.NewName("bot"), expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(8) });
        var token = made.GetProperty("token").GetString()!;
        await using var bot = await RawClient.ConnectAsync(fixture.Server.SocketUrl, token);
        Assert.Equal(4401, (await bot.Closed).Code);
        await AssertRefusedAsync(token);
    }
}
