using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Tests.Storage;

// What a message has said before.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Revisions_AreTheMessageAndItsEdits_InOrder_AndEmptiedWithIt()
    {
        var room = Room("group", Alice, Bob);
        var (message, other) = (Message(room, Alice, "one"), Message(room, Bob, "another"));
        Append(room, 2, message, other);
        Append(room, 4, Edit(room, Alice, message.Id, "two"), Edit(room, Bob, other.Id, "else"), Edit(room, Alice, message.Id, "three"));
        Restart();

        Assert.Equal(["one", "two", "three"], await SaidAsync(room, message.Id));
        Assert.Null(await Storage.ChatAdmin.RevisionsAsync(Room("group", Alice), message.Id, Cancel));

        Append(room, 7, Delete(room, Alice, message.Id) with { Empties = true });
        Assert.DoesNotContain(await SaidAsync(room, message.Id), text => text.Length > 0);
        Assert.Equal(["another", "else"], await SaidAsync(room, other.Id));
    }

    private async Task<IReadOnlyList<string>> SaidAsync(RoomId room, MessageId message) =>
    [
        .. (await Storage.ChatAdmin.RevisionsAsync(room, message, Cancel))!
            .Select(e => RoomEventJson.Decode(e.Envelope.Utf8) is ChatMessage sent ? sent.Text : ((ChatEdited)RoomEventJson.Decode(e.Envelope.Utf8)).Text),
    ];
}
