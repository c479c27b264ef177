using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Delete_AMessage_TakesWhatItAndItsEditsSaidOutOfTheLog_AndKeepsEverySeq()
    {
        var room = Room("group", Alice, Bob);
        var file = new Attachment("f", $"{Secret}.png", "image/png", 12, "/api/v1/files/f");
        var message = Message(room, Alice, Secret, mentions: [Bob], files: [file]);
        var other = Message(room, Bob, "other", thread: message.Id);
        Append(room, 2, message, Edit(room, Alice, message.Id, $"{Secret} once"), other, React(room, Bob, message.Id, "👍"));
        var before = await Engine.Log.EventsAsync(room, 0, 100, 100, Cancel);

        // The last edit is of the same entry as the deletion.
        Append(room, 6, Edit(room, Alice, message.Id, $"{Secret} twice"), Edit(room, Bob, other.Id, "stays"), Empty(room, Alice, message.Id));

        var after = await Engine.Log.EventsAsync(room, 0, 100, 100, Cancel);
        Assert.Equal(Enumerable.Range(1, 9).Select(i => (long)i), after.Select(e => e.Seq));
        Assert.Equal(
            message with { Seq = 3, Text = "", Mentions = null, Attachments = null, Deleted = true }, Assert.IsType<ChatMessage>(RoomEventJson.Decode(after[2].Envelope.Utf8)));
        Assert.Equal(["", "", "stays"], ((int[])[3, 6, 7]).Select(i => Assert.IsType<ChatEdited>(RoomEventJson.Decode(after[i].Envelope.Utf8)).Text));
        Assert.All([0, 1, 4, 5], i => Assert.Equal(before[i].Envelope.ToString(), after[i].Envelope.ToString()));
        Assert.Equal(message.Id, Assert.IsType<ChatDeleted>(RoomEventJson.Decode(after[8].Envelope.Utf8)).Id);
        Assert.DoesNotContain(Secret, await EverythingAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Delete_AMessage_TellsItsWordsToNobodyAnyMore_AndKeepsItsKey()
    {
        var room = Room("group", Alice, Bob);
        var root = Message(room, Bob, "root");
        var message = Message(room, Alice, Secret, thread: root.Id);
        Append(room, 2, root, message, Pin(room, Alice, message.Id, true), Edit(room, Alice, message.Id, $"{Secret} again"), Empty(room, Alice, message.Id));

        string?[] told =
        [
            .. Texts(await Store.HistoryAsync(room, null, null, 10, null, Cancel)),
            .. Texts(await Store.HistoryAsync(room, null, null, 10, root.Id, Cancel)),
            .. Texts(await Store.PinsAsync(room, null, 10, Cancel)),
            .. (await Store.SearchAsync(Bob, Secret, null, null, 10, Cancel)).Hits.Select(h => h.Message.Text),
            (await Store.FindMessageAsync(room, message.Id, Cancel))!.Text,
            Assert.Single(await Store.RoomsAsync(Bob, room, Cancel)).Last!.Text,
            .. Assert.Single(await Store.SyncAsync(Bob, new Dictionary<RoomId, long> { [room] = 0 }, 100, Cancel)).Events.Select(e => e.Envelope.ToString()),
            .. (await Storage.ChatAdmin.EventsByAsync(room, Alice, 0, 100, Cancel)).Select(e => e.Envelope.ToString()),
        ];

        Assert.True(told.Length > 10);
        Assert.All(told, text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
        var again = Append(room, 7, message);
        Assert.Equal((7L, true, 4L, message.Id), (again.Head, again.Events[0].Duplicate, again.Events[0].Event.Seq, ((ChatMessage)again.Events[0].Event).Id));
    }

    [SkippableFact]
    public async Task Delete_InTheCommitThatStoresTheMessage_EmptiesItThere()
    {
        var (room, other) = (Room("group", Alice, Bob), Room("group", Alice));
        var message = Message(room, Alice, Secret);
        var stays = Message(other, Alice, "stays");

        Commit(
            Entry(room, 2, message, Edit(room, Alice, message.Id, $"{Secret} again")),
            Entry(other, 1, stays),
            Entry(room, 4, Empty(room, Bob, message.Id), message));

        var events = await Engine.Log.EventsAsync(room, 0, 100, 100, Cancel);
        Assert.Equal([1, 2, 3, 4, 5], events.Select(e => e.Seq));
        Assert.Equal(("", true), Assert.IsType<ChatMessage>(RoomEventJson.Decode(events[2].Envelope.Utf8)) is var m ? (m.Text, m.Deleted) : default);
        Assert.DoesNotContain(Secret, await EverythingAsync(), StringComparison.Ordinal);
        Assert.Equal(["stays"], Texts(await Store.HistoryAsync(other, null, null, 10, null, Cancel)));
    }

    [SkippableFact]
    public async Task Delete_ThatDoesNotEmpty_HidesTheMessage_AndLeavesTheLogAsItWentOut()
    {
        var room = Room("group", Alice, Bob);
        var message = Message(room, Alice, Secret, mentions: [Bob]);
        Append(room, 2, message, Edit(room, Alice, message.Id, $"{Secret} again"));
        var before = await Engine.Log.EventsAsync(room, 0, 100, 100, Cancel);

        Append(room, 4, Delete(room, Alice, message.Id));

        var after = await Engine.Log.EventsAsync(room, 0, 100, 100, Cancel);
        Assert.Equal(before.Select(e => e.Envelope.ToString()), after.SkipLast(1).Select(e => e.Envelope.ToString()));
        Assert.Equal([""], Texts(await Store.HistoryAsync(room, null, null, 10, null, Cancel)));
        Assert.Empty((await Store.SearchAsync(Bob, Secret, null, null, 10, Cancel)).Hits);
        Assert.Equal(0, Assert.Single(await Store.RoomsAsync(Bob, room, Cancel)).Mentions);

        // What is emptied later (retention, an erasure) still finds the edits.
        Expire(room, Noon.AddDays(1));
        Assert.DoesNotContain(Secret, await EverythingAsync(), StringComparison.Ordinal);
    }

    private static ChatDeleted Empty(RoomId room, UserId by, MessageId id) => Delete(room, by, id) with { Empties = true };
}
