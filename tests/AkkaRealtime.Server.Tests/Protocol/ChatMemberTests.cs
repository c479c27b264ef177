using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Who is in a room and may do what, and who only watches (protocol §3).</summary>
public abstract class ChatMemberTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task Update_OfNameTopicAndRoles_IsForModerators_AndSeenByAll()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var room = await RoomAsync("group", alice, bob);
        Assert.Equal("forbidden", await bob.RefusalAsync("chat.update", new { room, name = "Bob's" }));
        var view = (await alice.RequestAsync("chat.update", new { room, name = "New", topic = "Plans" })).Data.GetProperty("room");
        Assert.Equal(("New", "Plans"), (view.GetProperty("name").GetString(), view.GetProperty("topic").GetString()));
        var updated = await bob.WaitForAsync("chat.updated");
        Assert.Equal((room, alice.User, "New", "Plans"), (updated["room"], updated["by"], updated["name"], updated["topic"]));
        await alice.RequestAsync("chat.update", new { room, roles = new Dictionary<string, string> { [bob.User] = "admin" } });
        var roles = await bob.WaitForAsync("chat.updated");
        Assert.Equal("admin", roles.Data.GetProperty("roles").GetProperty(bob.User).GetString());
        Assert.Equal("admin", (await ViewAsync(bob, room)).GetProperty("role").GetString());
        await bob.RequestAsync("chat.update", new { room, topic = "Mine" });
        Assert.Equal("conflict", await alice.RefusalAsync("chat.update", new { room, roles = new Dictionary<string, string> { [alice.User] = "member" } }));
    }

    [SkippableFact]
    public async Task Owner_WhoLeavesLast_PassesItOn()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var room = await RoomAsync("group", alice, bob);
        Assert.Equal("chat.left", (await alice.RequestAsync("chat.leave", new { room })).Type);
        Assert.Equal("owner", (await bob.WaitForAsync("chat.updated")).Data.GetProperty("roles").GetProperty(bob.User).GetString());
        await bob.WaitForAsync("chat.left", e => e["user"] == alice.User);
        Assert.Equal("not-found", await alice.RefusalAsync("chat.history", new { room }));
        Assert.Equal("not-found", await alice.RefusalAsync("chat.read", new { room, seq = 1 }));
    }

    [SkippableFact]
    public async Task Watch_FollowsAChannelWithoutBeingAMember_UntilUnwatch()
    {
        await using var alice = await ClientAsync();
        await using var eve = await ClientAsync();
        var room = await RoomAsync("channel", alice);
        var head = (await SendAsync(alice, room, "before")).Number("seq");
        var watching = await eve.RequestAsync("chat.watch", new { room });
        Assert.Equal(("chat.watching", room, head), (watching.Type, watching["room"], watching.Number("head")));
        await SendAsync(alice, room, "seen");
        Assert.Equal("seen", (await eve.WaitForAsync("chat.message"))["text"]);
        Assert.Equal("forbidden", await eve.RefusalAsync("chat.send", new { room, key = "k", text = "x" }));
        Assert.Empty(await RoomsAsync(eve));
        Assert.Equal("chat.unwatched", (await eve.RequestAsync("chat.unwatch", new { room })).Type);
        await SendAsync(alice, room, "not seen");
        await eve.AssertNoneAsync("chat.message");
        var group = await RoomAsync("group", alice);
        Assert.Equal("not-found", await eve.RefusalAsync("chat.watch", new { room = group }));
    }

    [SkippableFact]
    public async Task Ban_KeepsSomebodyOutOfAChannel_UntilItIsLifted()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        await using var eve = await ClientAsync();
        var room = await RoomAsync("channel", alice, bob);
        await eve.RequestAsync("chat.watch", new { room });

        // A member is removed and told why; who watched sees that, and nothing after their own ban.
        Assert.Equal("chat.ok", (await alice.RequestAsync("chat.ban", new { room, users = new[] { bob.User, eve.User }, reason = "spam", until = "2100-01-01T00:00:00.000Z" })).Type);
        Assert.Equal(bob.User, (await bob.WaitForAsync("chat.left"))["user"]);
        var barred = await bob.WaitForAsync("chat.barred");
        Assert.Equal((room, "spam", "2100-01-01T00:00:00.000Z"), (barred["room"], barred["reason"], barred["until"]));
        await eve.WaitForAsync("chat.banned", e => e["user"] == eve.User);
        await SendAsync(alice, room, "among us");
        await eve.AssertNoneAsync("chat.message");
        await eve.AssertNoneAsync("chat.barred");

        // No way leads back in.
        foreach (var type in (string[])["chat.join", "chat.watch", "chat.history", "chat.members"])
        {
            var refused = (await Assert.ThrowsAsync<RefusedException>(() => bob.RequestAsync(type, new { room }))).Error;
            Assert.Equal(("forbidden", "spam", "2100-01-01T00:00:00.000Z"), (refused["code"], refused["reason"], refused["until"]));
        }

        Assert.Equal("conflict", await alice.RefusalAsync("chat.invite", new { room, users = new[] { bob.User } }));
        var bans = (await alice.RequestAsync("chat.bans", new { room })).Data.GetProperty("bans");
        Assert.Equal(new[] { bob.User, eve.User }.Order(StringComparer.Ordinal), bans.EnumerateArray().Select(b => b.GetProperty("user").GetString()));

        await alice.RequestAsync("chat.unban", new { room, users = new[] { bob.User } });
        Assert.Equal("chat.room", (await bob.RequestAsync("chat.join", new { room })).Type);
        Assert.Equal("forbidden", await bob.RefusalAsync("chat.bans", new { room }));
    }

    [SkippableFact]
    public async Task Update_OfWhoWritesHowOften_HoldsForMembers_AndIsSeenByAll()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var room = await RoomAsync("channel", alice, bob);
        await alice.RequestAsync("chat.update", new { room, slowModeSeconds = 3_600 });
        Assert.Equal(3_600, (await bob.WaitForAsync("chat.updated")).Number("slowModeSeconds"));
        Assert.Equal(3_600, (await ViewAsync(bob, room)).GetProperty("slowModeSeconds").GetInt32());
        var first = await bob.RequestAsync("chat.send", new { room, key = "k1", text = "one" });
        var refused = (await Assert.ThrowsAsync<RefusedException>(() => bob.RequestAsync("chat.send", new { room, key = "k2", text = "two" }))).Error;
        Assert.Equal("rate-limited", refused["code"]);
        Assert.InRange(refused.Number("retryAfterMs"), 3_000_000, 3_600_000);
        var again = await bob.RequestAsync("chat.send", new { room, key = "k1", text = "one" });
        Assert.Equal((first["id"], "True"), (again["id"], again["duplicate"]));
        await SendAsync(alice, room, "one");
        await SendAsync(alice, room, "two");

        await alice.RequestAsync("chat.update", new { room, slowModeSeconds = 0, postRole = "admin" });
        Assert.Equal("forbidden", await bob.RefusalAsync("chat.send", new { room, key = "k3", text = "three" }));
        await bob.RequestAsync("chat.react", new { room, id = first["id"], emoji = "👍", on = true });
        Assert.Equal("admin", (await ViewAsync(bob, room)).GetProperty("postRole").GetString());
    }

    [SkippableFact]
    public async Task Remove_ByAnAdmin_DoesNotReachOwnersAndAdmins()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        await using var carol = await ClientAsync();
        var room = await RoomAsync("channel", alice, bob, carol);
        await alice.RequestAsync("chat.update", new { room, roles = new Dictionary<string, string> { [bob.User] = "admin" } });
        Assert.Equal("forbidden", await bob.RefusalAsync("chat.remove", new { room, users = new[] { alice.User } }));
        Assert.Equal("chat.room", (await bob.RequestAsync("chat.remove", new { room, users = new[] { carol.User } })).Type);
        var left = await carol.WaitForAsync("chat.left");
        Assert.Equal((carol.User, bob.User), (left["user"], left["by"]));
        Assert.Equal(2, (await ViewAsync(alice, room)).GetProperty("members").GetInt32());
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class ChatMemberOnSqliteTests(ServerFixture fixture) : ChatMemberTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class ChatMemberOnPostgresTests(PostgresServerFixture fixture) : ChatMemberTests(fixture);
