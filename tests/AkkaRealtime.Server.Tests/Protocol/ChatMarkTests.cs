using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Read marks, unread counts on a user's other connections, receipts and typing (protocol §3).</summary>
public abstract class ChatMarkTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task Unread_IsPushedToTheOtherConnections_AfterARead_AnOwnMessage_AndADelete()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        await using var phone = await TabAsync(bob);
        var first = await alice.RequestAsync("chat.send", new { room, key = "k1", text = "1", mentions = new[] { bob.User } });
        var second = await alice.RequestAsync("chat.send", new { room, key = "k2", text = "2", mentions = new[] { bob.User } });
        var third = await SendAsync(alice, room, "3");
        Assert.Equal((3L, 2L), await CountsAsync(bob, room));

        await bob.RequestAsync("chat.read", new { room, seq = first.Number("seq") });
        var unread = await phone.WaitForAsync("chat.unread", u => u["room"] == room);
        Assert.Equal((2L, 1L), Counts(unread));
        Assert.Equal((third.Number("seq"), first.Number("seq")), (unread.Number("upTo"), unread.Number("read")));

        await alice.RequestAsync("chat.delete", new { room, id = second["id"] });
        Assert.Equal((1L, 0L), Counts(await phone.WaitForAsync("chat.unread")));
        Assert.Equal((1L, 0L), await CountsAsync(bob, room));

        // An edit changes neither: a mention is made when a message is sent.
        await alice.RequestAsync("chat.edit", new { room, id = third["id"], text = $"@{bob.User}" });
        Assert.Equal((1L, 0L), await CountsAsync(bob, room));

        await SendAsync(bob, room, "mine");
        Assert.Equal((0L, 0L), Counts(await phone.WaitForAsync("chat.unread")));
        Assert.Equal((0L, 0L), await CountsAsync(phone, room));
        Assert.Equal(1, await UnreadAsync(alice, room));
    }

    [SkippableFact]
    public async Task Audience_MentionsAllMembers_OrThoseWhoShowAsOnline_AndNobodyWhereItIsRefused()
    {
        var (alice, bob, direct) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        await using var carol = await ClientAsync();
        var room = await RoomAsync("group", alice, bob, carol);
        var away = ServerFixture.NewName("never-here");
        await alice.RequestAsync("chat.invite", new { room, users = new[] { away } });
        await carol.RequestAsync("status.set", new { status = "invisible" });

        await alice.RequestAsync("chat.send", new { room, key = "k1", text = "@here", audience = "here" });
        var here = await bob.WaitForAsync("chat.message", m => m["key"] == "k1");
        Assert.Equal(("here", bob.User), (here["audience"], Assert.Single(MentionsIn(here.Data))));
        Assert.Equal((1L, 1L), await CountsAsync(bob, room));
        Assert.Equal((1L, 0L), await CountsAsync(carol, room));

        await alice.RequestAsync("chat.send", new { room, key = "k2", text = "@all", audience = "all" });
        var all = (await carol.RequestAsync("chat.history", new { room })).Data.GetProperty("messages").EnumerateArray().Last();
        Assert.Equal("all", all.GetProperty("audience").GetString());
        Assert.Equal([.. new[] { bob.User, carol.User, away }.Order(StringComparer.Ordinal)], MentionsIn(all));
        Assert.Equal((2L, 2L), await CountsAsync(bob, room));
        Assert.Equal((2L, 1L), await CountsAsync(carol, room));

        await alice.RequestAsync("chat.delete", new { room, id = all.GetProperty("id").GetString() });
        Assert.Equal((1L, 0L), await CountsAsync(carol, room));
        Assert.False((await carol.RequestAsync("chat.history", new { room })).Data.GetProperty("messages").EnumerateArray().Last().TryGetProperty("audience", out _));

        Assert.Equal("forbidden", await alice.RefusalAsync("chat.send", new { room = direct, key = "k3", text = "@all", audience = "all" }));
        Assert.Equal("bad-request", await alice.RefusalAsync("chat.send", new { room, key = "k4", text = "@some", audience = "some" }));
    }

    [SkippableFact]
    public async Task Settings_AreKept_ToldToTheUsersOtherConnectionsAlone_AndGoWithTheMember()
    {
        var (alice, bob, _) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var room = await RoomAsync("group", alice, bob);
        await using var phone = await TabAsync(bob);
        var saved = await bob.RequestAsync("chat.settings", new { room, notify = "nothing", favourite = true });
        Assert.Equal(("nothing", true), (saved.Data.GetProperty("settings").GetProperty("notify").GetString(), saved.Data.GetProperty("settings").GetProperty("favourite").GetBoolean()));
        Assert.Equal(room, (await phone.WaitForAsync("chat.settings"))["room"]);
        await alice.AssertNoneAsync("chat.settings", _ => true);
        await phone.RequestAsync("chat.settings", new { room, favourite = false, hidden = 1 });

        var kept = (await bob.RequestAsync("chat.rooms", new { })).Data.GetProperty("settings").GetProperty(room);
        Assert.Equal("""{"revision":2,"notify":"nothing","hidden":1}""", kept.GetRawText());
        Assert.False((await alice.RequestAsync("chat.rooms", new { })).Data.TryGetProperty("settings", out var _));
        Assert.Equal("bad-request", await bob.RefusalAsync("chat.settings", new { room, notify = "loud" }));
        await bob.RequestAsync("chat.leave", new { room });
        Assert.Equal("not-found", await bob.RefusalAsync("chat.settings", new { room, unread = true }));
        Assert.False((await bob.RequestAsync("chat.rooms", new { })).Data.TryGetProperty("settings", out var _));
    }

    [SkippableFact]
    public async Task Receipt_TellsReadAndDelivered_AndReadNeverGoesBack()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        var one = (await SendAsync(alice, room, "1")).Number("seq");
        await alice.WaitForAsync("chat.message");
        await bob.DisposeAsync();
        var two = (await SendAsync(alice, room, "2")).Number("seq");
        await using var again = await TabAsync(bob);
        await again.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = one } });
        var delivered = await alice.WaitForAsync("chat.receipt", r => r["user"] == bob.User && r.Number("delivered") == two);
        Assert.True(delivered.Number("read") < one);
        Assert.Equal(two, (await again.RequestAsync("chat.read", new { room, seq = two })).Number("seq"));
        await alice.WaitForAsync("chat.receipt", r => r["user"] == bob.User && r.Number("read") == two);
        Assert.Equal(two, (await again.RequestAsync("chat.read", new { room, seq = one })).Number("seq"));
        Assert.Equal(0, await UnreadAsync(again, room));
    }

    [SkippableFact]
    public async Task Typing_ThatIsNotRepeated_EndsOnTheServerAfterSixSeconds()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        await UntilFollowedAsync(alice, bob, room);
        var began = TimeProvider.System.GetTimestamp();
        await alice.SendAsync("chat.typing", new { room, on = true });
        await bob.WaitForAsync("chat.typing", t => t["on"] == "True");
        var over = await bob.WaitForAsync("chat.typing", t => t["on"] == "False");
        Assert.Equal((room, alice.User), (over["room"], over["user"]));
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(5.9));
    }

    [SkippableFact]
    public async Task Invisible_HoldsBackTypingAndReceipts_UntilOneIsVisibleAgain()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        await UntilFollowedAsync(alice, bob, room);
        await alice.WaitForAsync("chat.message");
        await using var phone = await TabAsync(bob);
        await bob.RequestAsync("status.set", new { status = "invisible" });
        var sent = (await SendAsync(alice, room, "hello")).Number("seq");

        await bob.SendAsync("chat.typing", new { room, on = true });
        Assert.Equal(sent, (await bob.RequestAsync("chat.read", new { room, seq = sent })).Number("seq"));
        Assert.Equal(0, await UnreadAsync(bob, room));
        await using var tablet = await TabAsync(bob);
        await tablet.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = 0 } });
        await tablet.SendAsync("chat.typing", new { room, on = true });
        await tablet.RequestAsync("chat.read", new { room, seq = sent });

        // What is told after it says that nothing came before it.
        await bob.RequestAsync("status.set", new { status = "online" });
        await bob.SendAsync("chat.typing", new { room, on = true });
        await alice.WaitForAsync("chat.typing", t => t["user"] == bob.User);
        Assert.Equal(
            ["chat.receipt", "chat.typing"], alice.Seen.Where(e => e.Type is "chat.typing" or "chat.receipt" && e["user"] == bob.User).Select(e => e.Type));
        Assert.Equal(sent, (await alice.WaitForAsync("chat.receipt", r => r["user"] == bob.User)).Number("read"));
    }

    private static IReadOnlyList<string?> MentionsIn(JsonElement message) => [.. message.GetProperty("mentions").EnumerateArray().Select(user => user.GetString())];

    private static (long, long) Counts(Received unread) => (unread.Number("unread"), unread.Number("mentions"));

    private static async Task<(long, long)> CountsAsync(RawClient client, string room)
    {
        var view = await ViewAsync(client, room);
        return (view.GetProperty("unread").GetInt64(), view.GetProperty("mentions").GetInt64());
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class ChatMarkOnSqliteTests(ServerFixture fixture) : ChatMarkTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class ChatMarkOnPostgresTests(PostgresServerFixture fixture) : ChatMarkTests(fixture);
