using System.Net;
using System.Net.Http.Headers;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

// Revocations: who is out stays out, until that is lifted.
public abstract partial class AdminApiTests
{
    [SkippableFact]
    public async Task Revoke_EndsTheTokensOfUntilNow_AndNoLaterOne()
    {
        var name = ServerFixture.NewName();
        var signedIn = await SignedIn.ByNameAsync(fixture.Server.Url, name);
        await using var client = await RawClient.ConnectAsync(fixture.Server.SocketUrl, signedIn.Token);

        var revoked = await Admin.DoAsync(HttpMethod.Post, $"users/{client.User}/revoke");

        Assert.Equal(4410, (await client.Closed).Code);
        await AssertRefusedAsync(signedIn.Token);
        await AssertRefusedAsync(signedIn.Token, "another-device");
        var listed = Assert.Single((await Admin.GetAsync($"revocations?user={client.User}")).GetProperty("items").EnumerateArray());
        Assert.Equal(revoked.GetProperty("revocation").GetString(), listed.GetProperty("id").GetString());

        // A token names the second in which it was issued.
        await AnotherProcess.UntilAsync(async () => await IsLetInAsync((await SignedIn.ByNameAsync(fixture.Server.Url, name)).Token), isIn => isIn);
        await AssertRefusedAsync(signedIn.Token);
    }

    [SkippableFact]
    public async Task Revocation_OfAUser_HoldsForSocketsAndFiles_UntilItIsLifted()
    {
        var name = ServerFixture.NewName();
        var signedIn = await SignedIn.ByNameAsync(fixture.Server.Url, name);
        await using var client = await RawClient.ConnectAsync(fixture.Server.SocketUrl, signedIn.Token);
        Assert.Equal(HttpStatusCode.NotFound, await DownloadAsync(signedIn.Token));

        var made = await Admin.DoAsync(HttpMethod.Post, "revocations", new { user = client.User, reason = "a lost phone" });

        Assert.Equal(4410, (await client.Closed).Code);
        Assert.Equal((client.User, "a lost phone"), (made.GetProperty("user").GetString(), made.GetProperty("reason").GetString()));
        await AssertRefusedAsync(signedIn.Token);
        await AssertRefusedAsync((await SignedIn.ByNameAsync(fixture.Server.Url, name)).Token);
        Assert.Equal(HttpStatusCode.Unauthorized, await DownloadAsync(signedIn.Token));

        Assert.Equal(HttpStatusCode.NoContent, (await Admin.SendAsync(HttpMethod.Delete, $"revocations/{made.GetProperty("id").GetString()}")).Status);

        await (await RawClient.ConnectAsync(fixture.Server.SocketUrl, signedIn.Token)).DisposeAsync();
        Assert.Equal(HttpStatusCode.NotFound, await DownloadAsync(signedIn.Token));
        Assert.Empty((await Admin.GetAsync($"revocations?user={client.User}")).GetProperty("items").EnumerateArray());
    }

    [SkippableFact]
    public async Task Revocation_OfOneSession_EndsItsTokenEverywhere_AndNoOther()
    {
        var name = ServerFixture.NewName();
        var stolen = await SignedIn.ByNameAsync(fixture.Server.Url, name);
        await using var laptop = await RawClient.SignInAsync(fixture.Server, name, "laptop");
        await using var thief = await RawClient.ConnectAsync(fixture.Server.SocketUrl, stolen.Token, "thief");

        await Admin.DoAsync(HttpMethod.Post, "revocations", new { user = thief.User, session = thief.Ready!["sessionId"] });

        Assert.Equal(4410, (await thief.Closed).Code);
        await AssertRefusedAsync(stolen.Token, "somewhere-else");
        await laptop.RequestAsync("session.ping");
    }

    [SkippableFact]
    public async Task Revocation_OfNothing_IsRefusedWithASentence()
    {
        foreach (var (body, field) in new (object, string?)[]
        {
            (new { }, null),
            (new { reason = "everybody" }, null),
            (new { user = "no id" }, "user"),
            (new { device = "phone" }, "user"),
            (new { session = "s1" }, "user"),
            (new { user = "alice", device = "no device" }, "device"),
            (new { user = "alice", session = "s1", token = "t" }, "session"),
            (new { user = "alice", until = "2020-01-01T00:00:00.000Z" }, "until"),
            (new { token = "" }, "token"),
        })
        {
            var (status, problem) = await Admin.SendAsync(HttpMethod.Post, "revocations", body);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Post, "revocations", new { user = "alice", session = "no-such-session" })).Status);
    }

    [SkippableFact]
    public async Task OwnSessions_AreListed_AndEndedByTheirUser()
    {
        var name = ServerFixture.NewName();
        var lost = await SignedIn.ByNameAsync(fixture.Server.Url, name);
        await using var laptop = await RawClient.SignInAsync(fixture.Server, name, "laptop");
        await using var phone = await RawClient.ConnectAsync(fixture.Server.SocketUrl, lost.Token, "phone");

        var sessions = (await laptop.RequestAsync("session.list")).Data.GetProperty("sessions").EnumerateArray().ToList();
        Assert.Equal([("laptop", true), ("phone", false)], sessions.Select(s => (s.GetProperty("device").GetString(), s.TryGetProperty("current", out _))));

        var ended = await laptop.RequestAsync("session.end", new { device = "phone" });

        Assert.Equal(("session.ended", 1), (ended.Type, ended.Data.GetProperty("count").GetInt32()));
        Assert.Equal(4410, (await phone.Closed).Code);
        await AssertRefusedAsync(lost.Token, "phone");
        await AssertRefusedAsync(lost.Token, "another");
        Assert.Equal("laptop", Assert.Single((await laptop.RequestAsync("session.list")).Data.GetProperty("sessions").EnumerateArray()).GetProperty("device").GetString());
    }

    private async Task AssertRefusedAsync(string token, string device = "any")
    {
        await using var client = await RawClient.OpenAsync(new Uri($"{fixture.Server.SocketUrl}?access_token={token}&device={device}"));
        Assert.Equal(4410, (await client.Closed).Code);
    }

    private async Task<bool> IsLetInAsync(string token)
    {
        await using var client = await RawClient.OpenAsync(fixture.Server.SocketUrl);
        await client.SendAsync("session.auth", new { token, @ref = "in" });
        var answer = await Task.WhenAny(client.Closed, client.WaitForAsync("session.ready"));
        return answer is Task<Received>;
    }

    private async Task<HttpStatusCode> DownloadAsync(string token)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Server.Url, "/api/v1/files/01a2b3c4d5e67f8899aabbccddeeff00"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
