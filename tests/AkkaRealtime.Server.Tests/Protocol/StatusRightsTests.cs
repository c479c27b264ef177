using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Whose status is seen, and for how long (protocol §5).</summary>
public abstract class StatusRightsTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task WhoIsRemovedFromTheLastSharedRoom_IsShownOfflineOnce_AndSeesNothingMore()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        await using var carol = await ClientAsync();
        var room = await RoomAsync("group", alice, bob, carol);
        await RoomAsync("group", alice, carol);
        await alice.RequestAsync("status.subscribe", new { users = new[] { bob.User, carol.User } });
        await bob.RequestAsync("status.subscribe", new { users = new[] { alice.User } });

        await alice.RequestAsync("chat.remove", new { room, users = new[] { bob.User, carol.User } });
        Assert.Equal([bob.User], Refused(await ChangedAsync(alice, bob.User, "offline")));
        Assert.Equal([alice.User], Refused(await ChangedAsync(bob, alice.User, "offline")));

        await bob.RequestAsync("status.set", new { status = "busy", text = "Secret" });
        await alice.RequestAsync("status.set", new { status = "busy", text = "Secret" });
        await carol.RequestAsync("status.set", new { status = "busy", text = "Still shared" });
        Assert.DoesNotContain("Secret", (await ChangedAsync(alice, carol.User, "busy")).Text, StringComparison.Ordinal);
        await alice.AssertNoneAsync("status.changed", e => e.Text.Contains(bob.User, StringComparison.Ordinal));
        await bob.AssertNoneAsync("status.changed", e => e.Text.Contains("Secret", StringComparison.Ordinal));
        Assert.Equal("forbidden", await bob.RefusalAsync("status.get", new { users = new[] { alice.User } }));
    }

    [SkippableFact]
    public async Task ASubscriptionWithStrangers_IsAnsweredForTheOthers_AndTheStrangersAreNamed()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        await using var eve = await ClientAsync();
        var room = await RoomAsync("group", alice, bob);
        var users = new[] { eve.User, bob.User, alice.User };
        var snapshot = await alice.RequestAsync("status.subscribe", new { users });
        Assert.Equal([bob.User, alice.User], Shown(snapshot));
        Assert.Equal([eve.User], Refused(snapshot));
        await bob.RequestAsync("status.set", new { status = "away" });
        await ChangedAsync(alice, bob.User, "away");

        await alice.RequestAsync("chat.invite", new { room, users = new[] { eve.User } });
        var again = await alice.RequestAsync("status.subscribe", new { users });
        Assert.Equal(users, Shown(again));
        Assert.Empty(Refused(again));
    }

    private static Task<Received> ChangedAsync(RawClient client, string user, string status) => client.WaitForAsync(
        "status.changed",
        e => e.Data.GetProperty("users").EnumerateArray().Any(u => u.GetProperty("user").GetString() == user && u.GetProperty("status").GetString() == status));

    private static IEnumerable<string?> Shown(Received snapshot) =>
        snapshot.Data.GetProperty("users").EnumerateArray().Select(u => u.GetProperty("user").GetString());

    private static IEnumerable<string?> Refused(Received received) =>
        received.Data.TryGetProperty("refused", out var refused) ? refused.EnumerateArray().Select(u => u.GetString()) : [];
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class StatusRightsOnSqliteTests(ServerFixture fixture) : StatusRightsTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class StatusRightsOnPostgresTests(PostgresServerFixture fixture) : StatusRightsTests(fixture);
