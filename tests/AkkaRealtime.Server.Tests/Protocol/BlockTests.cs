using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>People whom one doesn't want to hear of, over real sockets (protocol §3, "Blocks").</summary>
public abstract class BlockTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task OfWhoIsBlocked_NothingIsHeard_UntilTheyAreUnblocked()
    {
        var (alice, bob, room) = await PairAsync();
        await using var first = alice;
        await using var second = bob;
        await using var phone = await TabAsync(bob);
        var group = await RoomAsync("group", alice, bob);
        await alice.RequestAsync("status.subscribe", new { users = new[] { bob.User } });

        var blocked = await bob.RequestAsync("people.block", new { user = alice.User });
        Assert.Equal(("people.blocked", true), (blocked.Type, blocked.Data.GetProperty("on").GetBoolean()));
        await phone.WaitForAsync("people.blocked", b => b["user"] == alice.User);
        await alice.WaitForAsync("status.changed", e => e.Data.TryGetProperty("refused", out _));

        var head = (await ViewAsync(bob, room)).GetProperty("head").GetInt64();
        Assert.Equal("forbidden", await alice.RefusalAsync("chat.send", new { room, key = "k1", text = "hello" }));
        Assert.Equal("forbidden", await bob.RefusalAsync("chat.send", new { room, key = "k1", text = "hello" }));
        Assert.Equal("forbidden", await alice.RefusalAsync("status.get", new { users = new[] { bob.User } }));
        Assert.Equal("forbidden", await bob.RefusalAsync("status.get", new { users = new[] { alice.User } }));
        var call = (await alice.RequestAsync("call.start", new { room, media = "audio", key = "c1" })).Data.GetProperty("call");
        Assert.Equal("ringing", call.GetProperty("state").GetString());
        await alice.RequestAsync("call.cancel", new { callId = call.GetProperty("id").GetString() });
        await alice.RequestAsync("chat.send", new { room = group, key = "k2", text = "you", mentions = new[] { bob.User } });
        await bob.WaitForAsync("chat.message", m => m["key"] == "k2");
        Assert.Equal(0, (await ViewAsync(bob, group)).GetProperty("mentions").GetInt64());
        await bob.AssertNoneAsync("call.incoming");
        await bob.AssertNoneAsync("call.missed");
        Assert.Equal(head, (await ViewAsync(bob, room)).GetProperty("head").GetInt64());
        Assert.Equal(0, (await bob.RequestAsync("call.history")).Data.GetProperty("calls").GetArrayLength());

        var listed = Assert.Single((await phone.RequestAsync("people.blocks")).Data.GetProperty("people").EnumerateArray());
        Assert.Equal(alice.User, listed.GetProperty("user").GetString());
        await phone.RequestAsync("people.unblock", new { user = alice.User });
        await bob.WaitForAsync("people.blocked", b => !b.Data.GetProperty("on").GetBoolean());
        await SendAsync(alice, room, "again");
        await bob.WaitForAsync("chat.message", m => m["text"] == "again");
        Assert.Equal("status.snapshot", (await alice.RequestAsync("status.get", new { users = new[] { bob.User } })).Type);
        await alice.RequestAsync("call.start", new { room, media = "audio", key = "c2" });
        await bob.WaitForAsync("call.incoming");
    }

    [SkippableFact]
    public async Task WhoIsBlocked_BringsTheOtherIntoNoRoom()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        await using var carol = await ClientAsync();
        var group = await RoomAsync("group", alice, carol);
        await bob.RequestAsync("people.block", new { user = alice.User });

        Assert.Equal("forbidden", await alice.RefusalAsync("chat.direct", new { user = bob.User }));
        Assert.Equal("forbidden", await alice.RefusalAsync("chat.create", new { kind = "group", name = "Trip", members = new[] { bob.User } }));
        Assert.Equal("forbidden", await alice.RefusalAsync("chat.invite", new { room = group, users = new[] { bob.User } }));
        await carol.RequestAsync("chat.invite", new { room = group, users = new[] { bob.User } });
        await bob.WaitForAsync("chat.room", r => RoomOf(r) == group);
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class BlockOnSqliteTests(ServerFixture fixture) : BlockTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class BlockOnPostgresTests(PostgresServerFixture fixture) : BlockTests(fixture);
