using System.Net;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;
using static AkkaRealtime.Server.Tests.Files.FileClient;

namespace AkkaRealtime.Server.Tests.Files;

/// <summary>Pictures of people: who sets them, who sees them, who hears of them (protocol §5).</summary>
public abstract class PictureTests(IServerFixture fixture)
{
    private const string Own = "/api/v1/people/me/picture";

    [SkippableFact]
    public async Task APicture_IsToldToThoseWhoShareARoom_AndShownUntilItIsRemoved()
    {
        await using var alice = await SignInAsync(fixture.Server);
        await using var bob = await SignInAsync(fixture.Server);
        await using var eve = await SignInAsync(fixture.Server);
        Assert.Equal(131_072, alice.Socket.Ready!.Data.GetProperty("limits").GetProperty("maxPictureBytes").GetInt64());
        var room = await alice.CreateAsync(bob);
        await alice.Socket.RequestAsync("chat.send", new { room, key = "k", text = "before" });
        await bob.Socket.WaitForAsync("chat.message", m => m["text"] == "before");

        var address = await SetAsync(alice, UploadTests.Picture());
        foreach (var told in new[] { bob, alice })
        {
            var news = await told.Socket.WaitForAsync("people.pictured");
            Assert.Equal((alice.Me.User, address), (news["user"], news["picture"]));
        }

        Assert.Equal(address, await PictureOfAsync(bob, alice));
        Assert.Equal(address, await PictureOfAsync(alice, alice));
        using (var shown = await bob.GetAsync(address))
        {
            Assert.Equal("image/png", shown.Content.Headers.ContentType!.ToString());
            Assert.Contains("immutable", shown.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
            Assert.True(shown.Headers.CacheControl!.Private);
            Assert.Contains("sandbox", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal(UploadTests.Picture(), await shown.Content.ReadAsByteArrayAsync());
        }

        // This server has everybody found by everybody; who shares no room is not told all the same.
        await eve.Socket.AssertNoneAsync("people.pictured");
        Assert.Equal(address, await PictureOfAsync(eve, alice));
        using (var unsigned = await bob.SendAsync(HttpMethod.Get, address, token: ""))
            await UploadTests.AssertProblemAsync(unsigned, HttpStatusCode.Unauthorized);

        using (var removed = await alice.SendAsync(HttpMethod.Delete, Own))
            Assert.Equal("{}", await removed.Content.ReadAsStringAsync());
        var gone = await bob.Socket.WaitForAsync("people.pictured", e => e["picture"] is null);
        Assert.Equal(alice.Me.User, gone["user"]);
        Assert.Null(await PictureOfAsync(bob, alice));
        using var late = await bob.GetAsync(address);
        await UploadTests.AssertProblemAsync(late, HttpStatusCode.NotFound);
    }

    [SkippableFact]
    public async Task WhatIsNoPicture_IsRefused_AndChangesNothing()
    {
        await using var alice = await SignInAsync(fixture.Server);
        var address = await SetAsync(alice, UploadTests.Picture());
        foreach (var (body, status) in new[]
        {
            (Body("<svg onload='alert(1)'/>"u8.ToArray(), "image/png"), HttpStatusCode.UnsupportedMediaType),
            (Body([.. UploadTests.Picture(), .. new byte[140_000]], "image/png"), HttpStatusCode.RequestEntityTooLarge),
            (Body([], "image/png"), HttpStatusCode.UnsupportedMediaType),
        })
        {
            using var refused = await alice.SendAsync(HttpMethod.Put, Own, content: body);
            await UploadTests.AssertProblemAsync(refused, status);
        }

        using var unsigned = await alice.SendAsync(HttpMethod.Put, Own, token: "", content: Body(UploadTests.Picture()));
        await UploadTests.AssertProblemAsync(unsigned, HttpStatusCode.Unauthorized);
        Assert.Equal(address, await PictureOfAsync(alice, alice));
    }

    /// <summary>Sets somebody's picture; where it is.</summary>
    internal static async Task<string> SetAsync(FileClient client, byte[] picture)
    {
        using var answer = await client.SendAsync(HttpMethod.Put, Own, content: Body(picture, "image/png"));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("picture").GetString()!;
    }

    /// <summary>Where somebody finds another's picture.</summary>
    internal static async Task<string?> PictureOfAsync(FileClient asker, FileClient of)
    {
        var people = (await asker.Socket.RequestAsync("people.pictures", new { users = new[] { of.Me.User } })).Data.GetProperty("people");
        return people.GetArrayLength() == 0 ? null : people[0].GetProperty("picture").GetString();
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class PictureOnSqliteTests(ServerFixture fixture) : PictureTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class PictureOnPostgresTests(PostgresServerFixture fixture) : PictureTests(fixture);

/// <summary>What takes options of its own: strangers, tokens that name a picture, and an operator who sets one.</summary>
public sealed class PictureServerTests
{
    [Fact]
    public async Task APicture_IsNotThere_ForWhoSharesNoRoom()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings
        {
            Options = new Dictionary<string, string> { ["AkkaRealtime:People:Findable"] = "shared-room" },
        });
        await using var alice = await SignInAsync(server);
        await using var bob = await SignInAsync(server);
        await using var eve = await SignInAsync(server);
        await alice.CreateAsync(bob);
        var address = await PictureTests.SetAsync(alice, UploadTests.Picture());

        Assert.Equal(address, await PictureTests.PictureOfAsync(bob, alice));
        Assert.Null(await PictureTests.PictureOfAsync(eve, alice));
        using (var shown = await bob.GetAsync(address))
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        using var hidden = await eve.GetAsync(address);
        await UploadTests.AssertProblemAsync(hidden, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task ATokensPicture_IsShownFromTheOperatorsOrigin_UntilTheUserOrTheOperatorSetsOne()
    {
        const string key = "a key for tests that is longer than 32 bytes";
        await using var server = await ServerProcess.StartAsync(new ServerSettings
        {
            Options = new Dictionary<string, string>
            {
                ["AkkaRealtime:Auth:SigningKey"] = key,
                ["AkkaRealtime:Auth:Issuer"] = "https://id.example.com",
                ["AkkaRealtime:Auth:Audience"] = "chat",
                ["AkkaRealtime:Admin:ApiKeys:0"] = "an operator's key that is long enough",
                ["AkkaRealtime:Pictures:Origins:0"] = "https://id.example",
            },
        });
        TestTokens Naming(string picture) => TestTokens.Shared(key) with { More = new Dictionary<string, object> { ["picture"] = picture } };
        await using var alice = await RawClient.ConnectAsync(server.SocketUrl, Naming("https://id.example/alice.png").For("alice"));
        await using var bob = await RawClient.ConnectAsync(server.SocketUrl, Naming("https://elsewhere.example/bob.png").For("bob"));
        await bob.RequestAsync("chat.direct", new { user = "alice" });

        // It is stored a moment after the session began.
        await AnotherProcess.UntilAsync(() => PictureOfAsync(bob, "alice"), found => found == "https://id.example/alice.png");
        Assert.Null(await PictureOfAsync(alice, "bob"));

        using var http = new HttpClient();
        using (var page = await http.GetAsync(server.Url))
            Assert.Contains("img-src 'self' data: blob: https://id.example;", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Authorization = new("Bearer", "an operator's key that is long enough");
        var picture = new Uri(server.Url, "/api/v1/admin/users/alice/picture");
        using (var set = await http.PutAsync(picture, Body(UploadTests.Picture(), "image/png")))
            Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        await bob.WaitForAsync("people.pictured", e => e["picture"]!.StartsWith("/api/v1/people/alice/pictures/", StringComparison.Ordinal));
        using (var user = JsonDocument.Parse(await http.GetStringAsync(new Uri(server.Url, "/api/v1/admin/users/alice"))))
            Assert.StartsWith("/api/v1/people/alice/pictures/", user.RootElement.GetProperty("picture").GetString(), StringComparison.Ordinal);
        using (var refused = await http.PutAsync(picture, Body("no picture"u8.ToArray())))
            await UploadTests.AssertProblemAsync(refused, HttpStatusCode.UnsupportedMediaType);

        using (var removed = await http.DeleteAsync(picture))
            Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        await bob.WaitForAsync("people.pictured", e => e["picture"] == "https://id.example/alice.png");
    }

    private static async Task<string?> PictureOfAsync(RawClient asker, string user)
    {
        var people = (await asker.RequestAsync("people.pictures", new { users = new[] { user } })).Data.GetProperty("people");
        return people.GetArrayLength() == 0 ? null : people[0].GetProperty("picture").GetString();
    }
}
