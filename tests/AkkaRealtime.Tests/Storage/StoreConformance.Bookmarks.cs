using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Bookmarks;

namespace AkkaRealtime.Tests.Storage;

// What users have saved for themselves.
public abstract partial class StoreConformance
{
    private static readonly RoomId Somewhere = new("somewhere");

    [SkippableFact]
    public async Task Bookmarks_StandUntilTheyAreTakenBack_AndOverARestart()
    {
        Commit(Marked(Alice, "m1", 1), Marked(Alice, "m2", 2), Marked(Alice, "m3", 2), Marked(Bob, "m1", 3));
        Commit(Marked(Alice, "m1", 9));
        Restart();

        var all = await Storage.Bookmarks.OfAsync(Alice, null, 10, Cancel);
        Assert.Equal(["m3", "m2", "m1"], all.Select(b => b.Message.Value));
        Assert.Equal(new Bookmark(Alice, Somewhere, new MessageId("m1"), Noon.AddHours(1)), all[^1]);
        Assert.Equal(["m2", "m1"], (await Storage.Bookmarks.OfAsync(Alice, BookmarkCursor.Of(all[0]), 2, Cancel)).Select(b => b.Message.Value));
        Assert.Equal((3, 1, 0), (await Storage.Bookmarks.CountAsync(Alice, Cancel), await Storage.Bookmarks.CountAsync(Bob, Cancel), await Storage.Bookmarks.CountAsync(Carol, Cancel)));

        Commit(Marked(Alice, "m2", 2, on: false), Marked(Carol, "m1", 2, on: false));
        Assert.Equal(["m3", "m1"], (await Storage.Bookmarks.OfAsync(Alice, null, 10, Cancel)).Select(b => b.Message.Value));
    }

    [SkippableFact]
    public async Task Bookmarks_GoWithWhoMadeThem()
    {
        Commit(Marked(Alice, "m1", 1), Marked(Bob, "m1", 1));
        Commit(new ForgetBookmarks(ActorRefs.Nobody, Alice));
        Assert.Equal((0, 1), (await Storage.Bookmarks.CountAsync(Alice, Cancel), await Storage.Bookmarks.CountAsync(Bob, Cancel)));
    }

    private static SaveBookmark Marked(UserId user, string message, int hour, bool on = true) =>
        new(ActorRefs.Nobody, new Bookmark(user, Somewhere, new MessageId(message), Noon.AddHours(hour)), on);
}
