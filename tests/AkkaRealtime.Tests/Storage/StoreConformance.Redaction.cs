using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    private const string Secret = "zyxgeheimnis";

    [SkippableFact]
    public async Task Expire_WhatIsOld_EmptiesItAndKeepsEverySeq()
    {
        var (room, old, fresh) = OldAndNew();

        var expired = Expire(room, fresh.At);

        Assert.Equal((old.Count + 2, false), ((int)expired.UpTo, expired.More));
        var events = await Engine.Log.EventsAsync(room, 0, long.MaxValue, 100, Cancel);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Seq));
        foreach (var seq in Enumerable.Range(3, old.Count))
        {
            var empty = Assert.IsType<ChatMessage>(RoomEventJson.Decode(events[seq - 1].Envelope.Utf8));
            Assert.Equal((seq, "", true), ((int)empty.Seq, empty.Text, empty.Deleted));
            Assert.Null(empty.Mentions);
            Assert.Null(empty.Attachments);
        }

        Assert.Equal(fresh.Text, Assert.IsType<ChatMessage>(RoomEventJson.Decode(events[^1].Envelope.Utf8)).Text);
    }

    [SkippableFact]
    public async Task Expire_WhatIsOld_LeavesItOutOfHistoryListsSearchAndCounts()
    {
        var (room, old, fresh) = OldAndNew();
        Assert.Equal(new UnreadCount(old.Count + 1, 1), await Store.UnreadAsync(room, Bob, Cancel));

        Expire(room, fresh.At);

        Assert.Equal([fresh.Text], Texts(await Store.HistoryAsync(room, null, null, 10, null, Cancel)));
        Assert.Equal([fresh.Text], Texts(await Store.HistoryAsync(room, null, 0, 10, null, Cancel)));
        Assert.Equal(new UnreadCount(1, 0), await Store.UnreadAsync(room, Bob, Cancel));
        Assert.Empty((await Store.SearchAsync(Bob, Secret, null, null, 10, Cancel)).Hits);
        Assert.Single((await Store.SearchAsync(Bob, fresh.Text, null, null, 10, Cancel)).Hits);
        var found = await Store.FindMessageAsync(room, old[0].Id, Cancel);
        Assert.Equal((true, ""), (found!.Deleted, found.Text));
        Assert.Empty(found.Reactions);

        Expire(room, fresh.At.AddSeconds(1));

        var view = Assert.Single(await Store.RoomsAsync(Bob, room, Cancel));
        Assert.Equal((0L, null), (view.Unread, view.Last));
    }

    [SkippableFact]
    public async Task Expire_AMessageThatWasEditedLater_TakesTheEditToo()
    {
        var room = Room("group", Alice, Bob);
        var message = Message(room, Alice, "first");
        var edit = Edit(room, Alice, message.Id, Secret) with { At = message.At.AddDays(10) };
        Append(room, 2, message, edit);

        Expire(room, message.At.AddDays(1));

        var events = await Engine.Log.EventsAsync(room, 2, 4, 10, Cancel);
        Assert.Equal("", Assert.IsType<ChatEdited>(RoomEventJson.Decode(events[1].Envelope.Utf8)).Text);
        Assert.Equal("", (await Store.FindMessageAsync(room, message.Id, Cancel))!.Text);
        Assert.DoesNotContain(Secret, await EverythingAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Expire_InSteps_GoesOnWhereItEnded()
    {
        var (room, old, fresh) = OldAndNew();

        var first = Expire(room, fresh.At, most: 3);
        var second = Expire(room, fresh.At, most: 3);
        var last = Expire(room, fresh.At, most: 100);

        Assert.Equal((3L, 1, true), (first.UpTo, first.Emptied, first.More));
        Assert.Equal((6L, 3, true), (second.UpTo, second.Emptied, second.More));
        Assert.Equal((old.Count + 2L, false), (last.UpTo, last.More));
        Assert.Equal(0, Expire(room, fresh.At).Emptied);
        Assert.Equal(old.Count + 2, (await Storage.ChatAdmin.FindRoomAsync(room, Cancel))!.Expired);
    }

    [SkippableFact]
    public async Task DueRooms_GoByTheRoomsOwnDaysOrTheDefault()
    {
        var (byDefault, _, fresh) = OldAndNew();
        var (forEver, _, _) = OldAndNew();
        var (longer, _, _) = OldAndNew();
        Commit(new SaveRetention(ActorRefs.Nobody, forEver, 0), new SaveRetention(ActorRefs.Nobody, longer, 31));

        var due = await Storage.ChatAdmin.DueRoomsAsync(fresh.At, 1, null, 10, Cancel);
        var later = await Storage.ChatAdmin.DueRoomsAsync(fresh.At.AddDays(40), 0, null, 10, Cancel);

        Assert.Equal([new DueRoom(byDefault, fresh.At.AddDays(-1))], due);
        Assert.Equal([new DueRoom(longer, fresh.At.AddDays(9))], later);
        Assert.Equal(31, (await Storage.ChatAdmin.FindRoomAsync(longer, Cancel))!.KeepDays);
        Commit(new SaveRetention(ActorRefs.Nobody, longer, null));
        Assert.Null((await Storage.ChatAdmin.FindRoomAsync(longer, Cancel))!.KeepDays);
    }

    [SkippableFact]
    public async Task Redact_AUsersEvents_LeavesThoseOfOthersByteForByte()
    {
        var room = Room("group", Alice, Bob);
        var mine = Message(room, Alice, Secret, mentions: [Bob]);
        var theirs = Message(room, Bob, "theirs");
        Append(
            room,
            2,
            mine,
            theirs,
            Edit(room, Alice, mine.Id, $"{Secret} again"),
            React(room, Alice, theirs.Id, "👍"),
            React(room, Bob, theirs.Id, "👍"),
            React(room, Bob, mine.Id, "🎉"),
            Pin(room, Bob, mine.Id, true));
        var before = await Engine.Log.EventsAsync(room, 0, 100, 100, Cancel);

        var said = await Storage.ChatAdmin.EventsByAsync(room, Alice, 0, 100, Cancel);
        var done = Assert.IsType<EventsRedacted>(Assert.Single(Commit(new RedactEvents(ActorRefs.Nobody, room, Alice, [1, .. said.Select(e => e.Seq), 4]))));
        var again = Assert.IsType<EventsRedacted>(Assert.Single(Commit(new RedactEvents(ActorRefs.Nobody, room, Alice, [.. said.Select(e => e.Seq)]))));

        Assert.Equal([3, 5, 6], said.Select(e => e.Seq));
        Assert.Equal((3, 0), (done.Emptied, again.Emptied));
        var after = await Engine.Log.EventsAsync(room, 0, 100, 100, Cancel);
        Assert.Equal(before.Count, after.Count);
        for (var i = 0; i < after.Count; i++)
            Assert.Equal(after[i].Seq is not (3 or 5 or 6), before[i].Envelope.Utf8.Span.SequenceEqual(after[i].Envelope.Utf8.Span));
        Assert.Equal([Bob], (await Store.FindMessageAsync(room, theirs.Id, Cancel))!.Reactions["👍"]);
        var empty = await Store.FindMessageAsync(room, mine.Id, Cancel);
        Assert.Equal((true, "", mine.Key), (empty!.Deleted, empty.Text, empty.Key));
        Assert.Empty(empty.Reactions);
        Assert.Null(empty.Pinned);
        Assert.Null(empty.EditedAt);
        Assert.Equal(0, (await Store.UnreadAsync(room, Bob, Cancel)).Mentions);
        Assert.Equal(["", "theirs"], Texts(await Store.HistoryAsync(room, null, null, 10, null, Cancel)));
        Assert.True(Append(room, 9, mine).Events[0].Duplicate);
    }

    [SkippableFact]
    public async Task Scrub_AfterARedaction_LeavesTheWordsNowhere()
    {
        var room = Room("group", Alice, Bob);
        for (var i = 0; i < 20; i++)
            Append(room, 2 + (i * 30), [.. Enumerable.Range(0, 30).Select(n => Message(room, n % 3 == 0 ? Alice : Bob, n % 3 == 0 ? $"{Secret} number {n}" : $"harmless {n}"))]);
        Assert.Equal(50, (await Store.SearchAsync(Bob, Secret, null, null, 50, Cancel)).Hits.Count);
        await Storage.Engine.ScrubAsync(Cancel);
        Assert.Contains(Secret, await EverythingAsync(), StringComparison.Ordinal);

        var said = await Storage.ChatAdmin.EventsByAsync(room, Alice, 0, 1_000, Cancel);
        Commit(new RedactEvents(ActorRefs.Nobody, room, Alice, [.. said.Select(e => e.Seq)]));
        await Storage.Engine.ScrubAsync(Cancel);

        Assert.Equal(200, said.Count);
        Assert.DoesNotContain(Secret, await EverythingAsync(), StringComparison.Ordinal);
        Assert.Equal(50, (await Store.SearchAsync(Bob, "harmless", null, null, 50, Cancel)).Hits.Count);
        Assert.Empty((await Store.SearchAsync(Bob, Secret, null, null, 50, Cancel)).Hits);
    }

    // Between rooms that others still fill, so that what is to go has moved about before.
    [SkippableTheory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task Scrub_AfterRoomsWereFilledInTurns_LeavesTheWordsNowhere(int seed)
    {
#pragma warning disable CA5394 // No secret: the same each time.
        var random = new Random(seed);
        var rooms = Enumerable.Range(0, 12).Select(_ => Room("group", Alice, Bob)).ToList();
        var heads = rooms.ToDictionary(room => room, _ => 2L);
        for (var round = 0; round < 60; round++)
        {
            var room = rooms[random.Next(rooms.Count)];
            var said = Enumerable.Range(0, random.Next(1, 9)).Select(i => i % 2 == 0
                ? Message(room, Alice, $"{Secret} {new string('x', random.Next(20, 400))}")
                : Message(room, Bob, new string('h', random.Next(20, 400)))).ToArray();
            Append(room, heads[room], said);
            heads[room] += said.Length;
        }
#pragma warning restore CA5394

        foreach (var room in rooms)
        {
            var said = await Storage.ChatAdmin.EventsByAsync(room, Alice, 0, 1_000, Cancel);
            Commit(new RedactEvents(ActorRefs.Nobody, room, Alice, [.. said.Select(e => e.Seq)]));
            Append(room, heads[room], Message(room, Bob, new string('l', 180)));
        }

        Assert.DoesNotContain(Secret, await EverythingAsync(), StringComparison.Ordinal);
        foreach (var room in rooms)
            Assert.Equal(heads[room] + 1, (await Engine.Log.EventsAsync(room, 0, 1_000, 1_000, Cancel)).Count);
    }

    [SkippableFact]
    public async Task RoomsEverOf_NamesRoomsThatTheUserLeft()
    {
        var stays = Room("group", Alice, Bob);
        var left = Room("group", Alice, Bob);
        Room("group", Bob);
        Append(left, 2, Left(left, Alice));

        Assert.Equal([stays, left], await Storage.ChatAdmin.RoomsEverOfAsync(Alice, null, 10, Cancel));
        Assert.Equal([left], await Storage.ChatAdmin.RoomsEverOfAsync(Alice, stays, 10, Cancel));
    }

    [SkippableFact]
    public async Task Erasure_Saved_IsOpenUntilItIsFinished()
    {
        var first = new Erasure(Alice, Noon, ErasurePhase.Rooms);
        var second = new Erasure(Bob, Noon.AddMinutes(1), ErasurePhase.Calls, new RoomId("r"), 7);
        Commit(new SaveErasure(ActorRefs.Nobody, second), new SaveErasure(ActorRefs.Nobody, first));
        Restart();

        Assert.Equal([first, second], await Storage.Erasures.OpenErasuresAsync(Cancel));

        var done = first with { Phase = ErasurePhase.Done, Events = 9, FinishedAt = Noon.AddHours(1) };
        Commit(new SaveErasure(ActorRefs.Nobody, done));
        Assert.Equal([second], await Storage.Erasures.OpenErasuresAsync(Cancel));
        Assert.Equal(done, await Storage.Erasures.FindErasureAsync(Alice, Cancel));
        Assert.Null(await Storage.Erasures.FindErasureAsync(Carol, Cancel));
    }

    [SkippableFact]
    public async Task Lists_OfTheOperator_ComeInPagesAndByWords()
    {
        var one = Named("channel", "Kitchen", "tea", Alice, Bob);
        var two = Named("group", "Office", "", Bob);
        Commit(
            new SaveUser(ActorRefs.Nobody, Alice, "Alice A.", Noon, Array.Empty<byte>()),
            new SaveUser(ActorRefs.Nobody, Bob, "Bob", null, Array.Empty<byte>()));
        Append(one, 2, Message(one, Alice, "x"));

        Assert.Equal(new RoomCounts(2, 1), await Storage.ChatAdmin.CountsAsync(Cancel));
        Assert.Equal(2, await Users.CountAsync(Cancel));
        Assert.Equal([Alice, Bob], (await Storage.Users.UsersAsync(null, null, 10, Cancel)).Select(u => u.User));
        Assert.Equal([Bob], (await Storage.Users.UsersAsync(null, Alice, 10, Cancel)).Select(u => u.User));
        Assert.Equal("Alice A.", Assert.Single(await Storage.Users.UsersAsync("a.", null, 10, Cancel)).Name);
        Assert.Equal([one, two], (await Storage.ChatAdmin.RoomsAsync(null, null, 10, Cancel)).Select(r => r.Id));
        Assert.Equal([one], (await Storage.ChatAdmin.RoomsAsync("TEA", null, 10, Cancel)).Select(r => r.Id));
        Assert.Equal([two], (await Storage.ChatAdmin.RoomsAsync(null, one, 1, Cancel)).Select(r => r.Id));
        var entry = await Storage.ChatAdmin.FindRoomAsync(one, Cancel);
        Assert.Equal(("channel", "Kitchen", 2, 3L, 1L, 0L), (entry!.Kind, entry.Name, entry.Members, entry.Head, entry.Messages, entry.Expired));
        Assert.Equal([new MemberEntry(Bob, "Bob", "member", 2)], await Storage.ChatAdmin.MembersAsync(one, Alice, 10, Cancel));
    }

    /// <summary>All that the store holds, in whatever form, as text: files with every byte, or tables with every row.</summary>
    private protected abstract Task<string> EverythingAsync();

    private EventsExpired Expire(RoomId room, DateTimeOffset before, int most = 100) =>
        Assert.IsType<EventsExpired>(Assert.Single(Commit(new ExpireEvents(ActorRefs.Nobody, room, before, most))));

    /// <summary>A group of two (seq 1, 2), five messages of Alice (3 to 7) and one a month later (8).</summary>
    private (RoomId Room, IReadOnlyList<ChatMessage> Old, ChatMessage Fresh) OldAndNew()
    {
        var room = Room("group", Alice, Bob);
        var file = new Attachment("f", "a.png", "image/png", 12, "/api/v1/files/f");
        ChatMessage[] old = [.. Enumerable.Range(1, 5).Select(i => Message(room, Alice, $"{Secret} {i}", mentions: i == 1 ? [Bob] : null, files: [file]))];
        var fresh = Message(room, Alice, "fresh") is var m ? m with { At = m.At.AddDays(30) } : null!;
        Append(room, 2, [.. old, fresh]);
        return (room, old, fresh);
    }
}
