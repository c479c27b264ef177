using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Storage;

// What the links of messages lead to, and the files of its pictures.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Previews_AreReadWithTheMessage_WhereverItIsRead()
    {
        var room = Room("group", Alice, Bob);
        var message = Message(room, Alice, "https://example.com/ words");
        Append(room, 2, message);
        LinkPreview[] previews = [new("https://example.com/", "Example", "Title", "About", new Attachment("f", "n.png", "image/png", 7, "/x", 640, 480)), new("https://example.org/")];
        Append(room, 3, Preview(room, Alice, message.Id, previews), Pin(room, Alice, message.Id, true));
        Restart();

        await FindAsync(found => Assert.Equal(previews, found.Previews!));
        Append(room, 5, Preview(room, Bob, message.Id, []));
        await FindAsync(found => Assert.Empty(found.Previews!));
        Append(room, 6, Preview(room, Bob, message.Id, null));
        await FindAsync(found => Assert.Null(found.Previews));

        async Task FindAsync(Action<MessageView> assert)
        {
            assert(Assert.Single((await Store.HistoryAsync(room, null, null, 9, null, Cancel)).Messages));
            assert(Assert.Single((await Store.PinsAsync(room, null, 9, Cancel)).Messages));
            assert((await Store.FindMessageAsync(room, message.Id, Cancel))!);
            assert((await Store.RoomsAsync(Bob, room, Cancel))[0].Last!);
            assert(Assert.Single((await Store.SearchAsync(Bob, "words", null, null, 9, Cancel)).Hits).Message);
        }
    }

    [SkippableFact]
    public async Task Previews_ThatTheSenderDoesntWant_AreToldAsNone()
    {
        var room = Room("group", Alice);
        Append(room, 1, Message(room, Alice, "https://example.com/") with { Previews = [] });
        Restart();

        Assert.Empty(Assert.Single((await Store.HistoryAsync(room, null, null, 9, null, Cancel)).Messages).Previews!);
    }

    [SkippableFact]
    public async Task Previews_CountAsNothingUnread_AndAreNoRevision()
    {
        var room = Room("group", Alice, Bob);
        var message = Message(room, Alice, "one");
        Append(room, 2, message);
        Append(room, 3, Preview(room, Alice, message.Id, [new("https://example.com/")]));

        Assert.Equal(1, (await Store.RoomsAsync(Bob, room, Cancel))[0].Unread);
        Assert.Equal(2, (await Storage.ChatAdmin.RevisionsAsync(room, message.Id, Cancel))!.Count);
    }

    [SkippableFact]
    public async Task Previews_TheirPictures_StayAsLongAsTheyAreShown()
    {
        var room = Room("group", Alice);
        var (sent, one, two) = (await AddFileAsync(room, Alice), await AddFileAsync(room, WellKnownUsers.System), await AddFileAsync(room, WellKnownUsers.System));
        var message = Message(room, Alice, "1", files: [sent.ToAttachment()]);
        Append(room, 1, message);
        Append(room, 2, Preview(room, Alice, message.Id, [new("a", Image: one.ToAttachment()), new("b", Image: two.ToAttachment())]));
        await StatesAsync(FileState.There, FileState.There, FileState.There);

        Append(room, 3, Preview(room, Alice, message.Id, [new("b", Image: two.ToAttachment())]));
        await StatesAsync(FileState.There, FileState.Gone, FileState.There);

        Append(room, 4, Preview(room, Alice, message.Id, []));
        await StatesAsync(FileState.There, FileState.Gone, FileState.Gone);

        async Task StatesAsync(params FileState[] states)
        {
            var rows = await Files.FindAsync([sent.Id.Value, one.Id.Value, two.Id.Value], Cancel);
            Assert.Equal(states, new[] { sent, one, two }.Select(row => rows.Single(r => r.Id == row.Id).State));
            Assert.All(rows, row => Assert.True(row.Sent));
        }
    }

    [SkippableTheory]
    [InlineData("deleted")]
    [InlineData("deleted in the same batch")]
    [InlineData("expired")]
    [InlineData("redacted")]
    public async Task Previews_GoWithTheMessage_OutOfTheLogToo(string how)
    {
        var room = Room("group", Alice, Bob);
        var picture = await AddFileAsync(room, WellKnownUsers.System);
        var message = Message(room, Alice, "hello");
        var previewed = Preview(room, Alice, message.Id, [new("https://example.com/", "Secret", Image: picture.ToAttachment())]);
        var deleted = Delete(room, Alice, message.Id) with { Empties = true };
        if (how == "deleted in the same batch")
        {
            Append(room, 2, message, previewed, deleted);
        }
        else
        {
            Append(room, 2, message);
            Append(room, 3, previewed);
            Assert.Equal(1, Saying("Secret"));
            if (how == "deleted")
                Append(room, 4, deleted);
            else
                Commit(how == "expired" ? new ExpireEvents(Akka.Actor.ActorRefs.Nobody, room, Noon.AddDays(1), 99) : new RedactEvents(Akka.Actor.ActorRefs.Nobody, room, Alice, [3, 4]));
        }

        Restart();
        Assert.Equal(0, Saying("Secret"));
        Assert.Equal(FileState.Gone, Assert.Single(await Files.FindAsync([picture.Id.Value], Cancel)).State);
        Assert.DoesNotContain((await Store.HistoryAsync(room, null, null, 9, null, Cancel)).Messages, m => m.Previews is not null);

        int Saying(string word) => Storage.Engine.Log.EventsAsync(room, 0, 99, 99, Cancel).Result.Count(e => Encoding.UTF8.GetString(e.Envelope.Utf8.Span).Contains(word, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Previews_AreOfWhatTheirAuthorSaid()
    {
        var room = Room("group", Alice, Bob);
        var message = Message(room, Alice, "hello");
        Append(room, 2, message);
        Append(room, 3, Preview(room, Alice, message.Id, [new("https://example.com/")]));

        Assert.Equal([3L, 4L], (await Storage.ChatAdmin.EventsByAsync(room, Alice, 0, 9, Cancel)).Select(e => e.Seq));
    }

    private ChatPreviewed Preview(RoomId room, UserId by, MessageId id, IReadOnlyList<LinkPreview>? previews) => new(id, previews) { Room = room, At = Noon.AddSeconds(++_made), By = by };
}
