using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Protocol §5 over a real socket, with a short grace.</summary>
public sealed class StatusTests(StatusTests.ShortGrace fixture) : IClassFixture<StatusTests.ShortGrace>
{
    private readonly ServerProcess _server = fixture.Server;

    [Fact]
    public async Task Status_OfThoseWhoShareARoom_IsSeenAsItChanges()
    {
        await using var alice = await RawClient.SignInAsync(_server, "Alice");
        var bob = await RawClient.SignInAsync(_server, "Bob");
        await using var eve = await RawClient.SignInAsync(_server, "Eve");
        await alice.RequestAsync("chat.direct", new { user = "bob" });

        Assert.Equal("forbidden", await eve.RefusalAsync("status.get", new { users = new[] { "alice" } }));
        Assert.Equal("online", StatusOf(await alice.RequestAsync("status.get", new { users = new[] { "bob" } }), "bob"));
        Assert.Equal("online", StatusOf(await alice.RequestAsync("status.subscribe", new { users = new[] { "bob" } }), "bob"));

        var set = await bob.RequestAsync("status.set", new { status = "busy", text = "Writing", emoji = "✍️" });
        Assert.Equal(("status.ok", "busy"), (set.Type, set["status"]));
        var busy = await ChangedAsync(alice, "bob", "busy");
        Assert.Contains("Writing", busy.Text, StringComparison.Ordinal);

        await bob.RequestAsync("status.set", new { status = "invisible" });
        await ChangedAsync(alice, "bob", "offline");
        await bob.RequestAsync("status.set", new { status = "online" });
        await ChangedAsync(alice, "bob", "online");

        await bob.SendAsync("status.activity", new { idle = true });
        await ChangedAsync(alice, "bob", "away");
        await bob.SendAsync("status.activity", new { idle = false });
        await ChangedAsync(alice, "bob", "online");

        await bob.DisposeAsync();
        await ChangedAsync(alice, "bob", "offline");

        await alice.RequestAsync("status.subscribe", new { users = Array.Empty<string>() });
        await using var back = await RawClient.SignInAsync(_server, "Bob");
        await back.RequestAsync("status.get", new { users = new[] { "alice" } });
        await alice.AssertNoneAsync("status.changed");
    }

    [Fact]
    public async Task Choice_IsKeptOverARestart()
    {
        await using (var carol = await RawClient.SignInAsync(_server, "Carol"))
            await carol.RequestAsync("status.set", new { status = "away", text = "Back at four" });
        await _server.StopAsync();
        await _server.StartAgainAsync();
        await using var again = await RawClient.SignInAsync(_server, "Carol");
        var own = await again.RequestAsync("status.get", new { users = new[] { "carol" } });
        Assert.Equal("away", StatusOf(own, "carol"));
        Assert.Contains("Back at four", own.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zone_IsSharedWithThoseWhoShareARoom_KeptWhileNobodyIsThere_AndTakenBack()
    {
        await using var frank = await RawClient.NewAsync(_server, "Frank");
        var grace = await RawClient.NewAsync(_server, "Grace");
        await frank.RequestAsync("chat.direct", new { user = grace.User });
        await grace.SendAsync("status.activity", new { idle = false, zone = "Asia/Kolkata" });
        await grace.RequestAsync("status.get", new { users = new[] { grace.User } });
        Assert.Equal("Asia/Kolkata", ZoneOf(await frank.RequestAsync("status.subscribe", new { users = new[] { grace.User } })));
        await grace.DisposeAsync();
        await ChangedAsync(frank, grace.User, "offline");
        await _server.StopAsync();
        await _server.StartAgainAsync();

        await using var again = await RawClient.SignInAsync(_server, frank.User);
        Assert.Equal("Asia/Kolkata", ZoneOf(await again.RequestAsync("status.get", new { users = new[] { grace.User } })));
        await using var back = await RawClient.SignInAsync(_server, grace.User);
        Assert.Equal("", (await back.RequestAsync("status.zone", new { zone = "" }))["zone"]);
        await back.SendAsync("status.activity", new { idle = false, zone = "Asia/Kolkata" });
        Assert.Equal("", ZoneOf(await back.RequestAsync("status.get", new { users = new[] { grace.User } })));
        Assert.Null(ZoneOf(await again.RequestAsync("status.get", new { users = new[] { grace.User } })));
        Assert.Equal("Europe/Berlin", (await back.RequestAsync("status.zone", new { zone = "Europe/Berlin" }))["zone"]);
        Assert.Equal("Europe/Berlin", ZoneOf(await again.RequestAsync("status.get", new { users = new[] { grace.User } })));
        Assert.Equal("bad-request", await back.RefusalAsync("status.zone", new { zone = "half past nine" }));
    }

    [Theory]
    [InlineData("asleep")]
    [InlineData("offline")]
    public async Task Set_UnknownStatus_IsABadRequest(string status)
    {
        await using var dave = await RawClient.SignInAsync(_server, "Dave");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => dave.RequestAsync("status.set", new { status }));
        Assert.Equal(("bad-request", "status"), (refused.Code, refused.Error["field"]));
    }

    private static string? ZoneOf(Received snapshot) =>
        snapshot.Data.GetProperty("users").EnumerateArray().Single().TryGetProperty("zone", out var zone) ? zone.GetString() : null;

    private static string? StatusOf(Received snapshot, string user) => snapshot.Data.GetProperty("users").EnumerateArray()
        .FirstOrDefault(u => u.GetProperty("user").GetString() == user) is { ValueKind: System.Text.Json.JsonValueKind.Object } found
            ? found.GetProperty("status").GetString()
            : null;

    private static Task<Received> ChangedAsync(RawClient client, string user, string status) =>
        client.WaitForAsync("status.changed", e => StatusOf(e, user) == status);

    public sealed class ShortGrace() : ClassServer(new ServerSettings
    {
        Options = new Dictionary<string, string> { ["AkkaRealtime:Status:GraceMs"] = "300" },
    });
}
