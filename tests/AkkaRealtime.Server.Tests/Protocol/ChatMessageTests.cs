using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>What happens to messages after they were sent, and how they are found (protocol §3).</summary>
public abstract class ChatMessageTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task Edit_IsSeenLive_AndInHistory_AndOnlyByWhoWroteIt()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var sent = await SendAsync(alice, room, "frist");
        var ok = await alice.RequestAsync("chat.edit", new { room, id = sent["id"], text = "first" });
        Assert.Equal(("chat.ok", sent.Number("seq") + 1), (ok.Type, ok.Number("seq")));
        foreach (var client in (RawClient[])[alice, bob])
        {
            var edited = await client.WaitForAsync("chat.edited");
            Assert.Equal((room, ok.Number("seq"), alice.User, sent["id"], "first"), (edited["room"], edited.Number("seq"), edited["by"], edited["id"], edited["text"]));
        }

        var message = await OnlyMessageAsync(bob, room);
        Assert.Equal(("first", sent.Number("seq")), (message.GetProperty("text").GetString(), message.GetProperty("seq").GetInt64()));
        Assert.Equal(JsonValueKind.String, message.GetProperty("editedAt").ValueKind);
        Assert.Equal("forbidden", await bob.RefusalAsync("chat.edit", new { room, id = sent["id"], text = "mine" }));
        Assert.Equal("not-found", await bob.RefusalAsync("chat.edit", new { room, id = "0198c0ffee", text = "x" }));
    }

    [SkippableFact]
    public async Task Data_IsToldAndKeptAsItIs_OverAnEdit_UntilTheMessageIsDeleted()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        const string said = """{"order":{"id":7,"lines":["Zoë",null,1.50]},"text":"not the message's"}""";
        var data = JsonElement.Parse(said);
        var sent = await alice.RequestAsync("chat.send", new { room, key = "k", text = "Order 7", data });
        var told = await bob.WaitForAsync("chat.message");
        Assert.Equal(("Order 7", said), (told["text"], told.Data.GetProperty("data").GetRawText()));

        await alice.RequestAsync("chat.edit", new { room, id = sent["id"], text = "Order 7, paid" });
        var message = await OnlyMessageAsync(bob, room);
        Assert.Equal(("Order 7, paid", said), (message.GetProperty("text").GetString(), message.GetProperty("data").GetRawText()));

        await alice.RequestAsync("chat.delete", new { room, id = sent["id"] });
        Assert.False((await OnlyMessageAsync(bob, room)).TryGetProperty("data", out _));
        await using var late = await TabAsync(bob);
        await late.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = 0 } });
        var events = await late.WaitForAsync("chat.events");
        Assert.DoesNotContain("Zoë", events.Data.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("bad-request", await alice.RefusalAsync("chat.send", new { room, key = "k2", text = "x", data = "no object" }));
    }

    [SkippableFact]
    public async Task Delete_LeavesAnEmptyMessage_WithoutReactionsAndMentions_ThatCantBeChanged()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var sent = await alice.RequestAsync("chat.send", new { room, key = "k", text = "secret", mentions = new[] { bob.User } });
        await bob.RequestAsync("chat.react", new { room, id = sent["id"], emoji = "👍", on = true });
        var ok = await alice.RequestAsync("chat.delete", new { room, id = sent["id"] });
        var deleted = await bob.WaitForAsync("chat.deleted");
        Assert.Equal((sent["id"], ok.Number("seq")), (deleted["id"], deleted.Number("seq")));
        var message = await OnlyMessageAsync(bob, room);
        Assert.True(message.GetProperty("deleted").GetBoolean());
        Assert.Equal(("", 0, 0), (message.GetProperty("text").GetString(), message.GetProperty("mentions").GetArrayLength(), message.GetProperty("reactions").EnumerateObject().Count()));
        Assert.Equal("conflict", await alice.RefusalAsync("chat.edit", new { room, id = sent["id"], text = "again" }));
        Assert.Equal("conflict", await bob.RefusalAsync("chat.react", new { room, id = sent["id"], emoji = "👍", on = true }));
        Assert.Equal(ok.Number("seq"), (await alice.RequestAsync("chat.delete", new { room, id = sent["id"] })).Number("seq"));
        Assert.Empty((await bob.RequestAsync("chat.search", new { text = "secret" })).Data.GetProperty("hits").EnumerateArray());
    }

    [SkippableFact]
    public async Task Delete_TakesItsWordsOutOfAllThatIsShown_AndOutOfTheLog_AndKeepsItsKey()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var word = ServerFixture.NewName("w").Replace("-", "", StringComparison.Ordinal);
        var root = (await SendAsync(bob, room, "root"))["id"];
        var sent = await alice.RequestAsync("chat.send", new { room, key = "k", text = word, thread = root, mentions = new[] { bob.User } });
        await alice.RequestAsync("chat.edit", new { room, id = sent["id"], text = $"{word} again" });
        await alice.RequestAsync("chat.pin", new { room, id = sent["id"], on = true });
        var ok = await alice.RequestAsync("chat.delete", new { room, id = sent["id"] });

        // Asked by somebody who was not there, so that nothing on its way counts.
        await using var tab = await TabAsync(bob);
        await tab.RequestAsync("chat.rooms");
        await tab.RequestAsync("chat.history", new { room });
        await tab.RequestAsync("chat.history", new { room, thread = root });
        await tab.RequestAsync("chat.history", new { room, around = sent["id"] });
        await tab.RequestAsync("chat.pins", new { room });
        Assert.Equal(0, Hits(await tab.RequestAsync("chat.search", new { text = word })));
        Assert.All(tab.Seen, e => Assert.DoesNotContain(word, e.Data.GetRawText(), StringComparison.Ordinal));

        await tab.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room] = 0 } });
        var events = (await tab.WaitForAsync("chat.events")).Data.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, (int)ok.Number("seq")), events.Select(e => e.GetProperty("data").GetProperty("seq").GetInt32()));
        Assert.All(events, e => Assert.DoesNotContain(word, e.GetRawText(), StringComparison.Ordinal));

        // Everything else is as it went out.
        await bob.WaitForAsync("chat.deleted", e => e["id"] == sent["id"]);
        var live = bob.Seen.Where(e => e["room"] == room && e.Data.TryGetProperty("seq", out _) && e.Data.TryGetProperty("by", out _)).Select(e => e.Text).ToHashSet();
        Assert.Subset(events.Select(e => e.GetRawText()).ToHashSet(), live.Where(text => !text.Contains(word, StringComparison.Ordinal)).ToHashSet());
        Assert.Contains(live, text => text.Contains(word, StringComparison.Ordinal));
        var again = await alice.RequestAsync("chat.send", new { room, key = "k", text = word });
        Assert.Equal((sent["seq"], sent["id"], "True"), (again["seq"], again["id"], again["duplicate"]));
    }

    [SkippableFact]
    public async Task React_OnAndOff_CountsEachUserOnce()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var id = (await SendAsync(alice, room, "nice"))["id"];
        var first = await bob.RequestAsync("chat.react", new { room, id, emoji = "👍", on = true });
        Assert.Equal(first.Number("seq"), (await bob.RequestAsync("chat.react", new { room, id, emoji = "👍", on = true })).Number("seq"));
        await alice.RequestAsync("chat.react", new { room, id, emoji = "👍", on = true });
        await alice.RequestAsync("chat.react", new { room, id, emoji = "🎉", on = true });
        var reacted = await alice.WaitForAsync("chat.reacted");
        Assert.Equal((bob.User, id, "👍", "True"), (reacted["by"], reacted["id"], reacted["emoji"], reacted["on"]));
        Assert.Equal([bob.User, alice.User], Reactions(await OnlyMessageAsync(bob, room), "👍"));
        await bob.RequestAsync("chat.react", new { room, id, emoji = "👍", on = false });
        await alice.WaitForAsync("chat.reacted", r => r["on"] == "False");
        var message = await OnlyMessageAsync(bob, room);
        Assert.Equal([alice.User], Reactions(message, "👍"));
        Assert.Equal([alice.User], Reactions(message, "🎉"));
    }

    [SkippableFact]
    public async Task Pin_IsSeenByAll_AndInChannelsOnlyModeratorsDo()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var group = await RoomAsync("group", alice, bob);
        var id = (await SendAsync(alice, group, "keep"))["id"];
        var ok = await bob.RequestAsync("chat.pin", new { room = group, id, on = true });
        var pinned = await alice.WaitForAsync("chat.pinned");
        Assert.Equal((id, "True", ok.Number("seq")), (pinned["id"], pinned["on"], pinned.Number("seq")));
        Assert.True((await OnlyMessageAsync(bob, group)).GetProperty("pinned").GetBoolean());
        await alice.RequestAsync("chat.pin", new { room = group, id, on = false });
        Assert.Equal("False", (await bob.WaitForAsync("chat.pinned", p => p["on"] == "False"))["on"]);

        var channel = await RoomAsync("channel", alice, bob);
        var own = (await SendAsync(bob, channel, "mine"))["id"];
        Assert.Equal("forbidden", await bob.RefusalAsync("chat.pin", new { room = channel, id = own, on = true }));
        await alice.RequestAsync("chat.pin", new { room = channel, id = own, on = true });
    }

    [SkippableFact]
    public async Task Thread_AndReply_AreKept_AndAThreadIsReadAlone()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        var root = (await SendAsync(alice, room, "root"))["id"];
        await SendAsync(bob, room, "beside");
        await bob.RequestAsync("chat.send", new { room, key = "r1", text = "in it", thread = root, replyTo = root });
        var answer = await alice.WaitForAsync("chat.message", m => m["text"] == "in it");
        Assert.Equal((root, root), (answer["thread"], answer["replyTo"]));
        Assert.Equal(["in it"], Texts(await alice.RequestAsync("chat.history", new { room, thread = root })));
        Assert.Equal(["root", "beside", "in it"], Texts(await alice.RequestAsync("chat.history", new { room })));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => bob.RequestAsync("chat.send", new { room, key = "r2", text = "x", replyTo = "0198c0ffee" }));
        Assert.Equal(("not-found", "replyTo"), (refused.Code, refused.Error["field"]));

        // A reply names its thread as well as the root does.
        await alice.RequestAsync("chat.send", new { room, key = "r2", text = "also in it", thread = answer["id"] });
        Assert.Equal(["in it", "also in it"], Texts(await bob.RequestAsync("chat.history", new { room, thread = root })));
        Assert.Equal(["in it", "also in it"], Texts(await bob.RequestAsync("chat.history", new { room, thread = answer["id"] })));
    }

    [SkippableFact]
    public async Task Search_FindsWordsAsTheyStandNow_InTheRoomsOfWhoAsks()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        await using var eve = await ClientAsync();
        var word = ServerFixture.NewName("w").Replace("-", "", StringComparison.Ordinal);
        var sent = await SendAsync(alice, room, $"Ein Ärgernis {word}");
        for (var i = 0; i < 3; i++)
            await SendAsync(bob, room, $"{word} {i}");
        var page = await bob.RequestAsync("chat.search", new { text = word[..6], limit = 2 });
        Assert.Equal(("chat.found", "True"), (page.Type, page["more"]));
        Assert.Equal([$"{word} 2", $"{word} 1"], page.Data.GetProperty("hits").EnumerateArray().Select(h => h.GetProperty("message").GetProperty("text").GetString()));
        var last = page.Data.GetProperty("hits")[1].GetProperty("message");
        var rest = await bob.RequestAsync(
            "chat.search", new { text = word, before = last.GetProperty("at").GetDateTimeOffset().ToUnixTimeMilliseconds(), beforeId = last.GetProperty("id").GetString() });
        Assert.Equal([$"{word} 0", $"Ein Ärgernis {word}"], rest.Data.GetProperty("hits").EnumerateArray().Select(h => h.GetProperty("message").GetProperty("text").GetString()));
        Assert.Equal(1, Hits(await bob.RequestAsync("chat.search", new { text = $"argernis {word}", room })));
        Assert.Equal(0, Hits(await eve.RequestAsync("chat.search", new { text = word })));
        Assert.Equal("not-found", await eve.RefusalAsync("chat.search", new { text = word, room }));
        await alice.RequestAsync("chat.edit", new { room, id = sent["id"], text = "nothing" });
        Assert.Equal(3, Hits(await bob.RequestAsync("chat.search", new { text = word })));
    }

    private static int Hits(Received found) => found.Data.GetProperty("hits").GetArrayLength();

    private static IEnumerable<string?> Reactions(JsonElement message, string emoji) =>
        message.GetProperty("reactions").GetProperty(emoji).EnumerateArray().Select(u => u.GetString());

    private static async Task<JsonElement> OnlyMessageAsync(RawClient client, string room) =>
        (await client.RequestAsync("chat.history", new { room })).Data.GetProperty("messages").EnumerateArray().Single();
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class ChatMessageOnSqliteTests(ServerFixture fixture) : ChatMessageTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class ChatMessageOnPostgresTests(PostgresServerFixture fixture) : ChatMessageTests(fixture);
