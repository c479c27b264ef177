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
