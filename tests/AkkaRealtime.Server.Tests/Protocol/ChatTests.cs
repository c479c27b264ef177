using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Protocol §3 over a real socket and the real stores: rooms, messages, histories.</summary>
public abstract class ChatTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task Direct_IsOneRoomForThePair_WhoeverAsks()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var room = RoomOf(await alice.RequestAsync("chat.direct", new { user = bob.User }));
        Assert.Equal(room, RoomOf(await bob.RequestAsync("chat.direct", new { user = alice.User })));
        Assert.Equal(room, RoomOf(await alice.RequestAsync("chat.direct", new { user = bob.User })));
    }

    [SkippableFact]
    public async Task Direct_TheOtherGetsTheRoomBeforeItsEvents()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var view = (await alice.RequestAsync("chat.direct", new { user = bob.User })).Data.GetProperty("room");
        Assert.Equal(("direct", bob.User), (view.GetProperty("kind").GetString(), view.GetProperty("peer").GetString()));
        await SendAsync(alice, view.GetProperty("id").GetString()!, "hello");
        var message = await bob.WaitForAsync("chat.message");
        var told = bob.Seen.ToList();
        Assert.True(told.FindIndex(e => e.Type == "chat.room") < told.IndexOf(message));
        Assert.Null(told.Find(e => e.Type == "chat.room")!["ref"]);
    }

    [SkippableFact]
    public async Task Send_IsConfirmedAndReachesEveryMember_TheSenderIncluded()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var sent = await alice.RequestAsync("chat.send", new { room, key = "k1", text = "Grüße 🙂" });
        Assert.Equal("chat.sent", sent.Type);
        Assert.Equal(("k1", "False"), (sent["key"], sent["duplicate"]));
        foreach (var client in (RawClient[])[alice, bob])
        {
            var message = await client.WaitForAsync("chat.message", m => m["id"] == sent["id"]);
            Assert.Equal((room, sent["seq"], sent["at"], alice.User, "k1", "Grüße 🙂"),
                (message["room"], message["seq"], message["at"], message["by"], message["key"], message["text"]));
        }
    }

    [SkippableFact]
    public async Task Send_SameKeyAgain_IsTheSameMessage_AlsoFromAnotherConnection()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var first = await alice.RequestAsync("chat.send", new { room, key = "once", text = "one" });
        await using var tab = await RawClient.SignInAsync(Server, alice.User);
        var again = await tab.RequestAsync("chat.send", new { room, key = "once", text = "one" });
        Assert.Equal((first["seq"], first["id"], "True"), (again["seq"], again["id"], again["duplicate"]));
        await bob.WaitForAsync("chat.message");
        await bob.AssertNoneAsync("chat.message");
    }

    [SkippableFact]
    public async Task Send_ByManyAtOnce_IsOneOrderForEverybody_WithoutGaps()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        const int each = 20;
        await Task.WhenAll(Enumerable.Range(0, each).SelectMany(i => new[] { SendAsync(alice, room, $"a{i}"), SendAsync(bob, room, $"b{i}") }));
        foreach (var client in (RawClient[])[alice, bob])
        {
            List<long> seqs = [];
            for (var i = 0; i < 2 * each; i++)
                seqs.Add((await client.WaitForAsync("chat.message")).Number("seq"));
            Assert.Equal(Enumerable.Range(0, 2 * each).Select(i => seqs[0] + i), seqs);
        }
    }

    [SkippableFact]
    public async Task Send_ByAStranger_IsNotFound()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        await using var eve = await ClientAsync();
        Assert.Equal("not-found", await eve.RefusalAsync("chat.send", new { room, key = "k", text = "x" }));
        Assert.Equal("not-found", await eve.RefusalAsync("chat.history", new { room, limit = 10 }));
        Assert.Equal("not-found", await eve.RefusalAsync("chat.send", new { room = "0198c0ffee", key = "k", text = "x" }));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public async Task Send_BadKey_IsABadRequest(string key)
    {
        await using var alice = await ClientAsync();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => alice.RequestAsync("chat.send", new { room = "0198c0ffee", key, text = "x" }));
        Assert.Equal(("bad-request", "key"), (refused.Code, refused.Error["field"]));
    }

    [SkippableFact]
    public async Task Group_InvitedMembersAreIn_AndTheOwnerIsOwner()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var never = ServerFixture.NewName("never");
        var room = (await alice.RequestAsync("chat.create", new { kind = "group", name = "Team", topic = "Plans", members = new[] { bob.User, never } })).Data.GetProperty("room");
        Assert.Equal(("group", "Team", "Plans", 3, "owner"),
            (room.GetProperty("kind").GetString(), room.GetProperty("name").GetString(), room.GetProperty("topic").GetString(), room.GetProperty("members").GetInt32(), room.GetProperty("role").GetString()));
        Assert.Equal(room.GetProperty("id").GetString(), RoomOf(await bob.WaitForAsync("chat.room")));
        await using var late = await RawClient.SignInAsync(Server, never);
        Assert.Equal(room.GetProperty("id").GetString(), Assert.Single(await RoomsAsync(late)));
    }

    [SkippableFact]
    public async Task Channel_IsFoundJoinedAndLeft()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var name = ServerFixture.NewName("channel");
        var room = RoomOf(await alice.RequestAsync("chat.create", new { kind = "channel", name }));
        var found = await bob.RequestAsync("chat.directory", new { query = name });
        Assert.Equal(room, found.Data.GetProperty("rooms").EnumerateArray().Single().GetProperty("id").GetString());
        Assert.Equal(room, RoomOf(await bob.RequestAsync("chat.join", new { room })));
        Assert.Equal(bob.User, (await alice.WaitForAsync("chat.joined", e => e["user"] == bob.User))["user"]);
        await SendAsync(alice, room, "welcome");
        await bob.WaitForAsync("chat.message");
        var left = await bob.RequestAsync("chat.leave", new { room });
        Assert.Equal(("chat.left", room), (left.Type, left["room"]));
        await alice.WaitForAsync("chat.left", e => e["user"] == bob.User);
        await SendAsync(alice, room, "alone");
        await bob.AssertNoneAsync("chat.message");
        Assert.Empty(await RoomsAsync(bob));
    }

    [SkippableFact]
    public async Task Group_IsNotJoinedUninvited()
    {
        await using var alice = await ClientAsync();
        await using var eve = await ClientAsync();
        var room = RoomOf(await alice.RequestAsync("chat.create", new { kind = "group", name = "Closed" }));
        Assert.Equal("not-found", await eve.RefusalAsync("chat.join", new { room }));
        await alice.RequestAsync("chat.invite", new { room, users = new[] { eve.User } });
        Assert.Equal(room, RoomOf(await eve.WaitForAsync("chat.room")));
    }

    [SkippableFact]
    public async Task Remove_EndsWithTheLeftEvent()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var room = RoomOf(await alice.RequestAsync("chat.create", new { kind = "group", name = "Team", members = new[] { bob.User } }));
        await bob.WaitForAsync("chat.room");
        await alice.RequestAsync("chat.remove", new { room, users = new[] { bob.User } });
        Assert.Equal(bob.User, (await bob.WaitForAsync("chat.left"))["user"]);
        await SendAsync(alice, room, "gone");
        await bob.AssertNoneAsync("chat.message");
    }

    [SkippableFact]
    public async Task History_PagesBothWays()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        for (var i = 1; i <= 5; i++)
            await SendAsync(alice, room, $"m{i}");
        var last = await bob.RequestAsync("chat.history", new { room, limit = 2 });
        Assert.Equal(["m4", "m5"], Texts(last));
        Assert.Equal("True", last["more"]);
        var before = last.Data.GetProperty("messages")[0].GetProperty("seq").GetInt64();
        Assert.Equal(["m2", "m3"], Texts(await bob.RequestAsync("chat.history", new { room, before, limit = 2 })));
        var after = await bob.RequestAsync("chat.history", new { room, after = before, limit = 200 });
        Assert.Equal(["m5"], Texts(after));
        Assert.Equal("False", after["more"]);
        Assert.Equal("bad-request", await bob.RefusalAsync("chat.history", new { room, limit = 201 }));
    }

    [SkippableFact]
    public async Task History_AroundAMessage_HasBothSidesAndCountsReplies()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var ids = new List<string>();
        for (var i = 1; i <= 7; i++)
            ids.Add((await SendAsync(alice, room, $"m{i}"))["id"]!);
        await alice.RequestAsync("chat.send", new { room, key = "in-thread", text = "reply", thread = ids[3] });

        var page = await bob.RequestAsync("chat.history", new { room, around = ids[3], limit = 4 });
        Assert.Equal(["m3", "m4", "m5", "m6"], Texts(page));
        Assert.Equal(("True", "True"), (page["more"], page["newer"]));
        Assert.Equal(1, page.Data.GetProperty("messages")[1].GetProperty("replies").GetInt64());
        Assert.False(page.Data.GetProperty("messages")[0].TryGetProperty("replies", out _));
        var one = await bob.RequestAsync("chat.history", new { room, around = ids[0], limit = 1 });
        Assert.Equal(["m1"], Texts(one));
        Assert.Equal(("False", "True"), (one["more"], one["newer"]));
        Assert.Equal("not-found", await bob.RefusalAsync("chat.history", new { room, around = "nothing" }));

        await alice.RequestAsync("chat.pin", new { room, id = ids[5], on = true });
        await alice.RequestAsync("chat.pin", new { room, id = ids[1], on = true });
        Assert.Equal(["m2", "m6"], Texts(await bob.RequestAsync("chat.pins", new { room })));
        await using var eve = await ClientAsync();
        Assert.Equal("not-found", await eve.RefusalAsync("chat.pins", new { room }));
    }

    [SkippableFact]
    public async Task Sync_GivesWhatWasMissed_AsItWentOutLive()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        var from = (await SendAsync(alice, room, "seen")).Number("seq");
        await bob.WaitForAsync("chat.message");
        await bob.DisposeAsync();
        await SendAsync(alice, room, "missed 1");
        await SendAsync(alice, room, "missed 2");
        await using var again = await RawClient.SignInAsync(Server, bob.User);
        var synced = await again.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = from } });
        Assert.Equal("chat.synced", synced.Type);
        var events = await again.WaitForAsync("chat.events");
        Assert.Equal((room, "False"), (events["room"], events["truncated"]));
        Assert.Equal(from + 2, events.Number("head"));
        var live = (await alice.WaitForAsync("chat.message", m => m["text"] == "missed 2")).Text;
        Assert.Equal(live, events.Data.GetProperty("events")[1].GetRawText());
    }

    [SkippableFact]
    public async Task Sync_WithoutNews_IsSyncedAlone()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var head = (await SendAsync(alice, room, "all")).Number("seq");
        await alice.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = head } });
        await alice.AssertNoneAsync("chat.events");
    }

    [SkippableFact]
    public async Task Read_LowersUnread_AndTheOthersGetAReceipt()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var seq = (await SendAsync(alice, room, "read me")).Number("seq");
        await bob.WaitForAsync("chat.message");

        // Receipts are told to who follows the room by then: who has seen a message of it does.
        await alice.WaitForAsync("chat.message");
        Assert.Equal(1, await UnreadAsync(bob, room));
        Assert.Equal("chat.ok", (await bob.RequestAsync("chat.read", new { room, seq })).Type);
        var receipt = await alice.WaitForAsync("chat.receipt", r => r["user"] == bob.User && r.Number("read") == seq);
        Assert.Equal(room, receipt["room"]);
        Assert.Equal(0, await UnreadAsync(bob, room));
    }

    [SkippableFact]
    public async Task Typing_IsSeenByTheOthers_AndHasNoReply()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;

        await UntilFollowedAsync(alice, bob, room);
        await alice.SendAsync("chat.typing", new { room, on = true });
        var typing = await bob.WaitForAsync("chat.typing");
        Assert.Equal((room, alice.User, "True"), (typing["room"], typing["user"], typing["on"]));
        await alice.SendAsync("chat.typing", new { room, on = false });
        Assert.Equal("False", (await bob.WaitForAsync("chat.typing"))["on"]);
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class ChatOnSqliteTests(ServerFixture fixture) : ChatTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class ChatOnPostgresTests(PostgresServerFixture fixture) : ChatTests(fixture);
