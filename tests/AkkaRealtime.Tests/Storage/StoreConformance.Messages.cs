using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task History_WithoutACursor_IsTheLastPageInOrder()
    {
        var room = Talk(Alice, 5);

        var page = await Store.HistoryAsync(room, null, null, 3, null, Cancel);

        Assert.Equal(["text 3", "text 4", "text 5"], Texts(page));
        Assert.True(page.More);
        Assert.Equal(6, page.Head);
    }

    [SkippableFact]
    public async Task History_Before_IsThePageBeforeIt()
    {
        var room = Talk(Alice, 5);

        var page = await Store.HistoryAsync(room, 4, null, 3, null, Cancel);

        Assert.Equal(["text 1", "text 2"], Texts(page));
        Assert.False(page.More);
    }

    [SkippableFact]
    public async Task History_After_IsThePageAfterIt()
    {
        var room = Talk(Alice, 5);

        var page = await Store.HistoryAsync(room, null, 3, 2, null, Cancel);
        var last = await Store.HistoryAsync(room, null, 4, 2, null, Cancel);

        Assert.Equal(["text 3", "text 4"], Texts(page));
        Assert.True(page.More);
        Assert.Equal(["text 4", "text 5"], Texts(last));
        Assert.False(last.More);
    }

    [SkippableFact]
    public async Task History_OfAThread_IsItsMessagesOnly()
    {
        var room = Room("group", Alice, Bob);
        var root = Message(room, Alice, "root");
        Append(
            room,
            2,
            root,
            Message(room, Bob, "reply 1", thread: root.Id),
            Message(room, Bob, "elsewhere"),
            Message(room, Alice, "reply 2", thread: root.Id),
            Message(room, Alice, "reply 3", thread: root.Id));

        var all = await Store.HistoryAsync(room, null, null, 10, root.Id, Cancel);
        var last = await Store.HistoryAsync(room, null, null, 2, root.Id, Cancel);
        var first = await Store.HistoryAsync(room, null, 3, 2, root.Id, Cancel);

        Assert.Equal(["reply 1", "reply 2", "reply 3"], Texts(all));
        Assert.False(all.More);
        Assert.Equal(["reply 2", "reply 3"], Texts(last));
        Assert.True(last.More);
        Assert.Equal(["reply 1", "reply 2"], Texts(first));
        Assert.True(first.More);
    }

    [SkippableFact]
    public async Task History_OfARoomThatIsNotThere_IsEmpty()
    {
        var page = await Store.HistoryAsync(RoomId.New(Noon), null, null, 10, null, Cancel);

        Assert.Empty(page.Messages);
        Assert.False(page.More);
    }

    [SkippableFact]
    public async Task History_OtherEventsBetween_ShowsMessagesOnly()
    {
        var room = Room("group", Alice);
        var message = Message(room, Alice, "one");
        Append(room, 1, message, React(room, Alice, message.Id, "👍"), Join(room, Bob), Message(room, Bob, "two"));

        var page = await Store.HistoryAsync(room, null, null, 2, null, Cancel);

        Assert.Equal(["one", "two"], Texts(page));
        Assert.False(page.More);
        Assert.Equal(5, page.Head);
    }

    [SkippableFact]
    public async Task Pins_AreThePinnedMessagesOfTheRoom_InPages()
    {
        var room = Room("group", Alice);
        var other = Room("group", Alice);
        var messages = Enumerable.Range(1, 4).Select(i => Message(room, Alice, $"text {i}")).ToArray();
        var elsewhere = Message(other, Alice, "elsewhere");
        Append(other, 1, elsewhere, Pin(other, Alice, elsewhere.Id, on: true));
        Append(
            room,
            1,
            [.. messages, .. messages.Select(m => Pin(room, Alice, m.Id, on: true)), Pin(room, Alice, messages[1].Id, on: false)]);

        var page = await Store.PinsAsync(room, null, 2, Cancel);
        var before = await Store.PinsAsync(room, page.Messages[0].Seq, 2, Cancel);

        Assert.Equal(["text 3", "text 4"], Texts(page));
        Assert.True(page.More);
        Assert.Equal(["text 1"], Texts(before));
        Assert.False(before.More);
        Assert.Empty((await Store.PinsAsync(RoomId.New(Noon), null, 2, Cancel)).Messages);
    }

    [SkippableFact]
    public async Task Replies_AreCountedByRoot_WithoutTheDeleted()
    {
        var room = Room("group", Alice);
        var (root, lonely) = (Message(room, Alice, "root"), Message(room, Alice, "lonely"));
        var replies = Enumerable.Range(1, 3).Select(i => Message(room, Alice, $"reply {i}", thread: root.Id)).ToArray();
        Append(room, 1, [root, lonely, .. replies, Delete(room, Alice, replies[0].Id), React(room, Alice, replies[1].Id, "👍")]);

        var counts = await Store.RepliesAsync(room, [root.Id, lonely.Id], Cancel);

        Assert.Equal([(root.Id, 2L)], counts.Select(c => (c.Key, c.Value)));
        Assert.Empty(await Store.RepliesAsync(Room("group", Alice), [root.Id], Cancel));
    }

    [SkippableFact]
    public async Task FindMessage_AsItWasSent_HasAllOfIt()
    {
        var room = Room("group", Alice, Bob);
        var file = new Attachment("f", "a.png", "image/png", 12, "/api/v1/files/f");
        var first = Message(room, Alice, "first");
        var sent = Message(room, Alice, "hello", thread: first.Id, mentions: [Bob], files: [file]) with { ReplyTo = first.Id };
        Append(room, 2, first, sent);

        var found = await Store.FindMessageAsync(room, sent.Id, Cancel);

        Assert.NotNull(found);
        Assert.Equal((sent.Id, 4L, sent.At, Alice, sent.Key, "hello"), (found.Id, found.Seq, found.At, found.By, found.Key, found.Text));
        Assert.Equal((first.Id, first.Id), (found.ReplyTo, found.Thread));
        Assert.Equal([Bob], found.Mentions);
        Assert.Equal([file], found.Attachments);
        Assert.Empty(found.Reactions);
        Assert.Null(found.EditedAt);
        Assert.Null(found.Deleted);
        Assert.Null(found.Pinned);
    }

    [SkippableFact]
    public async Task FindMessage_InAnotherRoom_IsNull()
    {
        var room = Room("group", Alice);
        var other = Room("group", Alice);
        var message = Message(room, Alice, "x");
        Append(room, 1, message);

        Assert.Null(await Store.FindMessageAsync(other, message.Id, Cancel));
        Assert.Null(await Store.FindMessageAsync(room, MessageId.New(Noon), Cancel));
    }

    [SkippableFact]
    public async Task Edit_AMessage_ShowsTheNewTextAndWhen()
    {
        var room = Room("group", Alice);
        var message = Message(room, Alice, "old");
        var edit = Edit(room, Alice, message.Id, "newer");
        Append(room, 1, message, Edit(room, Alice, message.Id, "new"), edit);

        var found = await Store.FindMessageAsync(room, message.Id, Cancel);

        Assert.Equal("newer", found!.Text);
        Assert.Equal(edit.At, found.EditedAt);
        Assert.Equal("newer", (await Store.HistoryAsync(room, null, null, 1, null, Cancel)).Messages[0].Text);
    }

    [SkippableFact]
    public async Task Edit_OfAMessageInAnotherRoom_ChangesNothing()
    {
        var room = Room("group", Alice);
        var other = Room("group", Alice);
        var message = Message(room, Alice, "mine");
        Append(room, 1, message);

        Append(other, 1, Edit(other, Alice, message.Id, "stolen"));

        Assert.Equal("mine", (await Store.FindMessageAsync(room, message.Id, Cancel))!.Text);
    }

    [SkippableFact]
    public async Task Delete_AMessage_LeavesNothingOfItsContent()
    {
        var room = Room("group", Alice, Bob);
        var file = new Attachment("f", "a.png", "image/png", 12, "/api/v1/files/f");
        var message = Message(room, Alice, "secret", mentions: [Bob], files: [file]);
        Append(room, 2, message, React(room, Bob, message.Id, "👍"), Pin(room, Alice, message.Id, true), Delete(room, Alice, message.Id));
        Append(room, 6, React(room, Bob, message.Id, "👎"), Edit(room, Alice, message.Id, "back"));

        var found = await Store.FindMessageAsync(room, message.Id, Cancel);

        Assert.True(found!.Deleted);
        Assert.Equal("", found.Text);
        Assert.Empty(found.Mentions);
        Assert.Empty(found.Attachments);
        Assert.Empty(found.Reactions);
        Assert.Null(found.Pinned);
    }

    [SkippableFact]
    public async Task React_SeveralUsers_KeepsWhoInTheirOrder()
    {
        var room = Room("group", Alice, Bob, Carol);
        var message = Message(room, Alice, "x");
        Append(
            room,
            3,
            message,
            React(room, Bob, message.Id, "👍"),
            React(room, Alice, message.Id, "👍"),
            React(room, Bob, message.Id, "👍"),
            React(room, Carol, message.Id, "🎉"),
            React(room, Carol, message.Id, "😀"),
            React(room, Carol, message.Id, "😀", on: false));

        var reactions = (await Store.FindMessageAsync(room, message.Id, Cancel))!.Reactions;

        Assert.Equal(["👍", "🎉"], reactions.Keys);
        Assert.Equal([Bob, Alice], reactions["👍"]);
        Assert.Equal([Carol], reactions["🎉"]);
    }

    [SkippableFact]
    public async Task Pin_OnAndOff_ShowsWhatItIsNow()
    {
        var room = Room("group", Alice);
        var message = Message(room, Alice, "x");
        Append(room, 1, message, Pin(room, Alice, message.Id, true));
        Assert.True((await Store.FindMessageAsync(room, message.Id, Cancel))!.Pinned);

        Append(room, 3, Pin(room, Alice, message.Id, false));

        Assert.Null((await Store.FindMessageAsync(room, message.Id, Cancel))!.Pinned);
    }

    [SkippableFact]
    public async Task Append_ADuplicate_ChangesNothingDerived()
    {
        var room = Room("group", Alice, Bob);
        Append(room, 2, Message(room, Alice, "a", key: "k", mentions: [Bob]));

        Append(room, 3, Message(room, Alice, "b", key: "k", mentions: [Bob, Carol]));

        Assert.Equal(new UnreadCount(1, 1), await Store.UnreadAsync(room, Bob, Cancel));
        Assert.Empty((await Store.SearchAsync(Alice, "b", null, null, 10, Cancel)).Hits);
    }

    [SkippableFact]
    public async Task Append_CharactersThatDatabasesDislike_ComeBackAsTheyWere()
    {
        var room = Room("group", Alice);
        var message = Message(room, Alice, "a\0b \uFFFF 'x' \\ %", key: "k\0");
        var emoji = React(room, Alice, message.Id, "\0👍");

        Append(room, 1, message, emoji);
        var sent = await Store.FindMessageAsync(room, message.Id, Cancel);
        var again = Append(room, 3, Message(room, Alice, "again", key: "k\0"), Edit(room, Alice, message.Id, "c\0d"));
        var edited = await Store.FindMessageAsync(room, message.Id, Cancel);

        Assert.Equal("a\0b \uFFFF 'x' \\ %", sent!.Text);
        Assert.Equal("k\0", sent.Key);
        Assert.Equal(["\0👍"], sent.Reactions.Keys);
        Assert.True(again.Events[0].Duplicate);
        Assert.Equal("c\0d", edited!.Text);
        Assert.Empty((await Store.SearchAsync(Alice, "\0", null, null, 10, Cancel)).Hits);
    }

    /// <summary>A room of <paramref name="user"/> with messages <c>text 1</c> (at seq 2), <c>text 2</c>, ….</summary>
    private RoomId Talk(UserId user, int messages)
    {
        var room = Room("group", user);
        Append(room, 1, [.. Enumerable.Range(1, messages).Select(i => Message(room, user, $"text {i}"))]);
        return room;
    }

    private static IEnumerable<string> Texts(MessagePage page) => page.Messages.Select(m => m.Text);
}
