using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AkkaRealtime.Server.Tests.Admin;

public abstract partial class AdminApiTests
{
    [SkippableFact]
    public async Task IncomingWebhook_SaysInItsRoomAsItsUser_WhatSlackWouldBeSent_UntilItIsRevoked()
    {
        var room = await Admin.CreateRoomAsync("Builds", "ann", "bea");
        var made = await Admin.DoAsync(HttpMethod.Post, "hooks", new { name = "CI", room, user = "ci-bot" });
        var (id, path) = (made.GetProperty("id").GetString()!, made.GetProperty("path").GetString()!);
        Assert.StartsWith("/api/v1/hooks/ark_", path, StringComparison.Ordinal);

        Assert.Equal((HttpStatusCode.OK, "ok"), await HookAsync(path, JsonContent.Create(new { text = "*Passed*: <https://ci.example.com/7|build 7>", username = "CI", icon_emoji = ":rocket:" })));
        using var form = new FormUrlEncodedContent([new("payload", """{"text":"<@bea> again"}""")]);
        Assert.Equal((HttpStatusCode.OK, "ok"), await HookAsync(path, form));

        // Sent again because an answer was lost, it says nothing new.
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.OK, (await HookAsync(path, JsonContent.Create(new { text = "once" }), "k1")).Status);
        var said = (await Admin.GetAsync($"rooms/{room}/messages")).GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["**Passed**: [build 7](https://ci.example.com/7)", "@bea again", "once"], said.Select(m => m.GetProperty("text").GetString()));
        Assert.All(said, m => Assert.Equal("ci-bot", m.GetProperty("by").GetString()));
        Assert.Equal("bea", Assert.Single(said[1].GetProperty("mentions").EnumerateArray()).GetString());

        foreach (var bad in (HttpContent[])[JsonContent.Create(new { text = " " }), JsonContent.Create(new { blocks = Array.Empty<int>() }), new StringContent("no JSON"), new StringContent("")])
            Assert.Equal(HttpStatusCode.BadRequest, (await HookAsync(path, bad)).Status);

        // It is no key of the API, and is not among those.
        using var holder = new AdminClient(fixture.Server, path["/api/v1/hooks/".Length..]);
        Assert.Equal(HttpStatusCode.Forbidden, (await holder.SendAsync(HttpMethod.Get, "rooms")).Status);
        Assert.DoesNotContain((await Admin.GetAsync("keys")).GetProperty("items").EnumerateArray(), key => key.GetProperty("id").GetString() == id);
        var listed = (await Admin.GetAsync("hooks")).GetProperty("items").EnumerateArray().Single(hook => hook.GetProperty("id").GetString() == id);
        Assert.Equal(("CI", room, "ci-bot"), (listed.GetProperty("name").GetString(), listed.GetProperty("room").GetString(), listed.GetProperty("user").GetString()));
        Assert.False(listed.TryGetProperty("path", out _));

        await Admin.DoAsync(HttpMethod.Delete, $"hooks/{id}");
        Assert.Equal(HttpStatusCode.NotFound, (await HookAsync(path, JsonContent.Create(new { text = "late" }))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await HookAsync("/api/v1/hooks/nonsense", JsonContent.Create(new { text = "who?" }))).Status);
    }

    [SkippableFact]
    public async Task IncomingWebhook_ThatSpeaksWithoutEnd_IsTakenNoMoreForAWhile_AndOthersAre()
    {
        var room = await Admin.CreateRoomAsync("Noise", "ann");
        var loud = (await Admin.DoAsync(HttpMethod.Post, "hooks", new { name = "loud", room })).GetProperty("path").GetString()!;
        var quiet = (await Admin.DoAsync(HttpMethod.Post, "hooks", new { name = "quiet", room })).GetProperty("path").GetString()!;

        // What has no text costs as much, and leaves nothing behind.
        var first = HttpStatusCode.BadRequest;
        for (var i = 0; i < 1_000 && first == HttpStatusCode.BadRequest; i++)
            first = (await HookAsync(loud, JsonContent.Create(new { }))).Status;
        Assert.Equal(HttpStatusCode.TooManyRequests, first);
        Assert.Equal(HttpStatusCode.OK, (await HookAsync(quiet, JsonContent.Create(new { text = "still heard" }))).Status);
    }

    [SkippableTheory]
    [InlineData("""{"room":"none"}""", "name")]
    [InlineData("""{"name":"CI"}""", "room")]
    [InlineData("""{"name":"CI","room":"none"}""", "room")]
    [InlineData("""{"name":"CI","user":"no user"}""", "user")]
    [InlineData("""{"name":"CI","expiresAt":"2020-01-01T00:00:00Z"}""", "expiresAt")]
    public async Task IncomingWebhook_ThatCannotBeMade_IsRefusedWithTheMemberThatIsWrong(string body, string field)
    {
        var (status, problem) = await Admin.SendAsync(HttpMethod.Post, "hooks", JsonElement.Parse(body));
        Assert.Equal((HttpStatusCode.BadRequest, field), (status, problem.GetProperty("field").GetString()));
    }

    private async Task<(HttpStatusCode Status, string Body)> HookAsync(string path, HttpContent content, string? key = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(fixture.Server.Url, path)) { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
