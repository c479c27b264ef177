using System.Net;
using System.Text.Json;

namespace AkkaRealtime.Server.Tests.Admin;

public abstract partial class AdminApiTests
{
    [SkippableFact]
    public async Task Keys_MadeByTheApi_MayWhatTheirScopesSay_UntilTheyAreRevoked()
    {
        var made = await Admin.DoAsync(HttpMethod.Post, "keys", new { name = "Bot", scopes = (string[])["rooms:read"], expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) });
        var (id, secret) = (made.GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
        using var bot = new AdminClient(fixture.Server, secret);

        await bot.GetAsync("rooms");
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.SendAsync(HttpMethod.Get, "users")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.SendAsync(HttpMethod.Get, "keys")).Status);
        var listed = (await Admin.GetAsync("keys")).GetProperty("items").EnumerateArray().Single(key => key.GetProperty("id").GetString() == id);
        Assert.Equal(
            ("Bot", $"key-{AdminClient.HashOf(secret)["sha256:".Length..][..8]}", KeyName),
            (listed.GetProperty("name").GetString(), listed.GetProperty("key").GetString(), listed.GetProperty("by").GetString()));
        Assert.DoesNotContain(secret, listed.ToString(), StringComparison.Ordinal);

        await Admin.DoAsync(HttpMethod.Delete, $"keys/{id}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await bot.SendAsync(HttpMethod.Get, "rooms")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Delete, $"keys/{id}")).Status);
        Assert.Contains(
            (await Admin.GetAsync($"audit?query=keys/{id}")).GetProperty("items").EnumerateArray(),
            action => action.GetProperty("method").GetString() == "DELETE");
    }

    [SkippableTheory]
    [InlineData("""{"scopes":["admin"]}""", "name")]
    [InlineData("""{"name":"Bot"}""", "scopes")]
    [InlineData("""{"name":"Bot","scopes":["messages:shout"]}""", "scopes")]
    [InlineData("""{"name":"Bot","scopes":["admin"],"expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    public async Task Keys_ThatCannotBeMade_AreRefusedWithTheMemberThatIsWrong(string body, string field)
    {
        var (status, problem) = await Admin.SendAsync(HttpMethod.Post, "keys", JsonElement.Parse(body));

        Assert.Equal((HttpStatusCode.BadRequest, field), (status, problem.GetProperty("field").GetString()));
    }
}
