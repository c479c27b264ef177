using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>What people are called, and who hears of it when that changes (protocol §5).</summary>
public abstract class NameTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task Renamed_BySigningInUnderAnotherName_IsToldToThoseWhoShareARoom_AndToNobodyElse()
    {
        var (zoe, bob, room) = await PairAsync();
        await using var eve = await ClientAsync();
        await UntilFollowedAsync(zoe, bob, room);
        await using var phone = await RawClient.SignInAsync(Server, "Zoë", user: zoe.User);

        foreach (var told in new[] { bob, zoe })
        {
            var renamed = await told.WaitForAsync("people.renamed", e => e["name"] == "Zoë");
            Assert.Equal(zoe.User, renamed["user"]);
        }

        await eve.AssertNoneAsync("people.renamed", e => e["user"] == zoe.User);
        Assert.Equal("Zoë", (await ViewAsync(bob, room)).GetProperty("name").GetString());
        await LeaveAsync(zoe, bob);
    }

    [SkippableFact]
    public async Task Renamed_ByANewTokenInTheSameSession_IsToldToo_OnceToWhoSharesSeveralRooms()
    {
        var (zoe, bob, room) = await PairAsync();
        await UntilFollowedAsync(zoe, bob, room);
        await UntilFollowedAsync(zoe, bob, await RoomAsync("group", zoe, bob));
        var again = await SignedIn.ByNameAsync(Server.Url, "Zoë", zoe.User);
        await zoe.RequestAsync("session.auth", new { token = again.Token });

        await bob.WaitForAsync("people.renamed", e => e["user"] == zoe.User && e["name"] == "Zoë");
        await bob.AssertNoneAsync("people.renamed", e => e["user"] == zoe.User);
        await LeaveAsync(zoe, bob);
    }

    [SkippableFact]
    public async Task Renamed_WhileInvisible_IsTold_AndNothingOfTheirStatus()
    {
        var (zoe, bob, room) = await PairAsync();
        await UntilFollowedAsync(zoe, bob, room);
        await zoe.RequestAsync("status.set", new { status = "invisible" });
        var before = (await bob.RequestAsync("status.subscribe", new { users = new[] { zoe.User } })).Data.GetProperty("users")[0].GetRawText();
        await using var phone = await RawClient.SignInAsync(Server, "Zoë", user: zoe.User);

        await bob.WaitForAsync("people.renamed", e => e["user"] == zoe.User && e["name"] == "Zoë");
        await bob.AssertNoneAsync("status.changed", e => e.Text.Contains(zoe.User, StringComparison.Ordinal));
        Assert.Equal(before, (await bob.RequestAsync("status.get", new { users = new[] { zoe.User } })).Data.GetProperty("users")[0].GetRawText());
        await LeaveAsync(zoe, bob);
    }

    [SkippableFact]
    public async Task Sync_NamesWhoWasRenamedWhileOneWasAway_OfThoseWhoShareARoom()
    {
        var (zoe, bob, _) = await PairAsync();
        await using var eve = await ClientAsync();
        var since = bob.Ready!["serverTime"];
        await bob.DisposeAsync();
        await using var phone = await RawClient.SignInAsync(Server, "Zoë", user: zoe.User);
        await zoe.RequestAsync("session.ping");
        await using var back = await TabAsync(bob);

        await UntilAsync(async () => (await SyncedAsync(back, since)).Contains((zoe.User, "Zoë")));
        Assert.DoesNotContain((zoe.User, "Zoë"), await SyncedAsync(eve, since));
        Assert.DoesNotContain((zoe.User, "Zoë"), await SyncedAsync(back, "2100-01-01T00:00:00.000Z"));
        Assert.Equal("bad-request", await back.RefusalAsync("people.sync"));
        await zoe.DisposeAsync();
    }

    [SkippableFact]
    public async Task Find_ByAPartOfTheName_FindsThem_InEveryScript()
    {
        var (zoe, bob, _) = await PairAsync();
        await using var eve = await ClientAsync();
        var name = $"Зоя {zoe.User}";
        await using var phone = await RawClient.SignInAsync(Server, name, user: zoe.User);

        await UntilAsync(async () => (await FoundAsync(bob, $"ЗОЯ {zoe.User.ToUpperInvariant()}")).SequenceEqual([(zoe.User, name)]));

        // Servers for development let everybody be found (appsettings.Development.json).
        Assert.Equal([(zoe.User, name)], await FoundAsync(eve, zoe.User));
        Assert.Empty(await FoundAsync(zoe, zoe.User));
        Assert.Equal("bad-request", await bob.RefusalAsync("people.find", new { query = " " }));
        await LeaveAsync(zoe, bob);
    }

    private static async Task<IEnumerable<(string, string)>> FoundAsync(RawClient client, string query)
    {
        var people = (await client.RequestAsync("people.find", new { query })).Data.GetProperty("people");
        return [.. people.EnumerateArray().Select(p => (p.GetProperty("user").GetString()!, p.GetProperty("name").GetString()!))];
    }

    private static async Task<IEnumerable<(string, string)>> SyncedAsync(RawClient client, string? since)
    {
        var people = (await client.RequestAsync("people.sync", new { since })).Data.GetProperty("people");
        return [.. people.EnumerateArray().Select(p => (p.GetProperty("user").GetString()!, p.GetProperty("name").GetString()!))];
    }

    // What a name is saved as stands in the store a moment after the sign-in.
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var patience = Task.Delay(TimeSpan.FromMinutes(1));
        while (!await holds())
            Assert.False(patience.IsCompleted, "It does not come to hold.");
    }

    private static async Task LeaveAsync(params RawClient[] clients)
    {
        foreach (var client in clients)
            await client.DisposeAsync();
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class NameOnSqliteTests(ServerFixture fixture) : NameTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class NameOnPostgresTests(PostgresServerFixture fixture) : NameTests(fixture);
