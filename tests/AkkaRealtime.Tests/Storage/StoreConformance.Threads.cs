using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Routing.Users.Store.Blocks;

namespace AkkaRealtime.Tests.Storage;

// Who follows which thread, and how far they have read it.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Threads_AreFollowedByWhoWroteInThemOrIsMentioned_AndByNobodyElse()
    {
        var dave = new UserId("dave");
        var room = Room("group", Alice, Bob, Carol, dave);
        var root = Message(room, Alice, "root");
        var first = Message(room, Bob, "first", thread: root.Id);
        Append(room, 4, root);
        Assert.Empty((await ThreadsAsync(Alice)).Threads);
        Append(room, 5, first, Message(room, Bob, "second", thread: root.Id, mentions: [Carol, new UserId("stranger")]));
        Restart();

        var alices = await ThreadsAsync(Alice);
        var thread = Assert.Single(alices.Threads);
        Assert.Equal((room, root.Id, "root", 2L, 2L, 0L, 5L), (thread.Room, thread.Root.Id, thread.Root.Text, thread.Replies, thread.Unread, thread.Mentions, thread.Read));
        Assert.Equal(("second", 7L, 1L, false), (thread.Last.Text, thread.Last.Seq, alices.Unread, alices.More));
        var bobs = await ThreadsAsync(Bob);
        Assert.Equal((0L, 7L, 0L), (Assert.Single(bobs.Threads).Unread, bobs.Threads[0].Read, bobs.Unread));
        var carols = Assert.Single((await ThreadsAsync(Carol)).Threads);
        Assert.Equal((1L, 1L, 6L), (carols.Unread, carols.Mentions, carols.Read));
        Assert.Empty((await ThreadsAsync(dave)).Threads);
        Assert.Empty((await ThreadsAsync(new UserId("stranger"))).Threads);
        Assert.Null(await Storage.Threads.FindAsync(dave, room, root.Id, Cancel));
        Assert.Null(await Storage.Threads.FindAsync(Alice, new RoomId("another"), root.Id, Cancel));
    }

    [SkippableFact]
    public async Task Threads_OfOneBatch_AreFollowedAsIfEachEventCameAlone()
    {
        var room = Room("group", Alice, Bob, Carol);
        var root = Message(room, Alice, "root");
        Append(
            room, 3, root, Message(room, Bob, "one", thread: root.Id, mentions: [Carol]), Message(room, Carol, "two", thread: root.Id), Message(room, Bob, "three", thread: root.Id, mentions: [Carol, Bob]),
            Message(room, Alice, "four", thread: root.Id), Message(room, Bob, "five", thread: root.Id));

        Assert.Equal([(Alice, 1L, 0L, 8L), (Bob, 0L, 0L, 9L), (Carol, 3L, 1L, 6L)], await Task.WhenAll(((UserId[])[Alice, Bob, Carol]).Select(async u =>
            Assert.Single((await ThreadsAsync(u)).Threads) is var t ? (u, t.Unread, t.Mentions, t.Read) : default)));
    }

    [SkippableFact]
    public async Task Threads_AMark_MovesForwardOnly_NotPastTheHead_AndOnlyWhereThereIsOne()
    {
        var room = Room("group", Alice, Bob, Carol);
        var root = Message(room, Alice, "root");
        Append(room, 3, root, Message(room, Bob, "one", thread: root.Id), Message(room, Bob, "two", thread: root.Id));

        Commit(ReadUpTo(room, Alice, root.Id, 5));
        Commit(ReadUpTo(room, Alice, root.Id, 4), ReadUpTo(room, Carol, root.Id, 5));
        Assert.Equal(new ThreadFollow(room, root.Id, true, 5), await Storage.Threads.FindAsync(Alice, room, root.Id, Cancel));
        Assert.Null(await Storage.Threads.FindAsync(Carol, room, root.Id, Cancel));
        Assert.Equal((1L, 1L), (Assert.Single((await ThreadsAsync(Alice, unread: true)).Threads).Unread, (await ThreadsAsync(Alice)).Unread));

        Commit(ReadUpTo(room, Alice, root.Id, 99));
        Restart();
        Assert.Equal(6, (await Storage.Threads.FindAsync(Alice, room, root.Id, Cancel))!.Read);
        Assert.Empty((await ThreadsAsync(Alice, unread: true)).Threads);
        Append(room, 6, Message(room, Bob, "three", thread: root.Id));
        Assert.Equal(1, Assert.Single((await ThreadsAsync(Alice, unread: true)).Threads).Unread);
    }

    [SkippableFact]
    public async Task Threads_WhoHasLeftOne_IsBroughtBackByAMentionAndByTheirOwnReply_AndByNothingElse()
    {
        var room = Room("group", Alice, Bob, Carol);
        var root = Message(room, Alice, "root");
        Commit(Entry(room, 3, root));
        Commit(Following(room, Alice, root.Id, false), Following(room, Carol, root.Id, true));
        Append(room, 4, Message(room, Bob, "one", thread: root.Id));
        Assert.Empty((await ThreadsAsync(Alice)).Threads);
        Assert.Equal((1L, 4L), Assert.Single((await ThreadsAsync(Carol)).Threads) is var begun ? (begun.Unread, begun.Read) : default);

        Append(room, 5, Message(room, Bob, "two", thread: root.Id, mentions: [Alice]));
        Assert.Equal((1L, 5L), Assert.Single((await ThreadsAsync(Alice)).Threads) is var mentioned ? (mentioned.Unread, mentioned.Read) : default);

        Commit(Following(room, Carol, root.Id, false));
        Assert.Empty((await ThreadsAsync(Carol)).Threads);
        Append(room, 6, Message(room, Carol, "three", thread: root.Id));
        Assert.Equal((0L, 7L), Assert.Single((await ThreadsAsync(Carol)).Threads) is var wrote ? (wrote.Unread, wrote.Read) : default);

        Commit(Following(room, Bob, root.Id, false));
        Append(room, 7, Message(room, Alice, "four", thread: root.Id));
        Commit(Following(room, Bob, root.Id, true), Following(room, Alice, root.Id, true), Following(room, new UserId("stranger"), root.Id, true));
        Assert.Equal(new ThreadFollow(room, root.Id, true, 8), await Storage.Threads.FindAsync(Bob, room, root.Id, Cancel));
        Assert.Null(await Storage.Threads.FindAsync(new UserId("stranger"), room, root.Id, Cancel));
    }

    [SkippableFact]
    public async Task Threads_CountNoReplyThatIsDeletedOrPastItsTime()
    {
        var room = Room("group", Alice, Bob);
        var root = Message(room, Alice, "root");
        var (one, two, three) = (Message(room, Bob, "one", thread: root.Id, mentions: [Alice]), Message(room, Bob, "two", thread: root.Id), Message(room, Bob, "three", thread: root.Id));
        Append(room, 2, root, one, two, three);
        Append(room, 6, Delete(room, Bob, three.Id), Delete(room, Bob, one.Id));

        var thread = Assert.Single((await ThreadsAsync(Alice)).Threads);
        Assert.Equal((1L, 1L, 0L, "two"), (thread.Replies, thread.Unread, thread.Mentions, thread.Last.Text));
        Commit(new ExpireEvents(ActorRefs.Nobody, room, Noon.AddYears(1), 5));
        Assert.Equal((0, 0L), ((await ThreadsAsync(Alice)).Threads.Count, (await ThreadsAsync(Alice)).Unread));
    }

    [SkippableFact]
    public async Task Threads_AreNotFollowedForAMentionByWhoIsBlocked()
    {
        var room = Room("group", Alice, Bob, Carol);
        var root = Message(room, Carol, "root");
        Commit(new SaveBlock(ActorRefs.Nobody, new Block(Alice, Bob, Noon), true));
        Append(room, 3, root, Message(room, Bob, "one", thread: root.Id, mentions: [Alice]));
        Assert.Empty((await ThreadsAsync(Alice)).Threads);

        Append(room, 5, Message(room, Alice, "two", thread: root.Id), Message(room, Bob, "three", thread: root.Id, mentions: [Alice]));
        Assert.Equal((1L, 0L), Assert.Single((await ThreadsAsync(Alice)).Threads) is var thread ? (thread.Unread, thread.Mentions) : default);
    }

    [SkippableFact]
    public async Task Threads_GoWithWhoLeavesTheRoom_OrIsErased()
    {
        var (room, other) = (Room("group", Alice, Bob), Room("group", Alice, Bob));
        foreach (var one in (RoomId[])[room, other])
        {
            var root = Message(one, Alice, "root");
            Append(one, 2, root, Message(one, Bob, "reply", thread: root.Id));
        }

        Append(room, 4, Left(room, Bob), Join(room, Bob));
        Assert.Equal(other, Assert.Single((await ThreadsAsync(Bob)).Threads).Room);
        Assert.Equal(other, Assert.Single(await Storage.Threads.FollowsAsync(Bob, null, 10, Cancel)).Room);
        Assert.Equal(2, (await ThreadsAsync(Alice)).Threads.Count);

        Commit(new ForgetThreads(ActorRefs.Nobody, Alice));
        Assert.Empty(await Storage.Threads.FollowsAsync(Alice, null, 10, Cancel));
        Assert.Single(await Storage.Threads.FollowsAsync(Bob, null, 10, Cancel));
    }

    [SkippableFact]
    public async Task Threads_ComePageByPage_TheOneWithTheLatestReplyFirst()
    {
        var (room, other) = (Room("group", Alice, Bob), Room("channel", Alice, Bob));
        var roots = new List<MessageId>();
        foreach (var one in (RoomId[])[room, other, room])
        {
            var root = Message(one, Alice, $"root {roots.Count}");
            roots.Add(root.Id);
            Append(one, one == room && roots.Count > 1 ? 4 : 2, root, Message(one, Bob, "reply", thread: root.Id));
        }

        Append(room, 6, Message(room, Bob, "again", thread: roots[0]));
        Commit(ReadUpTo(other, Alice, roots[1], 4));

        var page = await ThreadsAsync(Alice, limit: 2);
        Assert.Equal(("root 0, root 2", true, 2L), (Roots(page), page.More, page.Unread));
        var next = await Storage.Threads.OfAsync(Alice, false, page.Threads[^1].Last.Id, 2, Cancel);
        Assert.Equal(("root 1", false, 2L), (Roots(next), next.More, next.Unread));
        Assert.Equal("root 0, root 2", Roots(await ThreadsAsync(Alice, unread: true)));

        var all = await Storage.Threads.FollowsAsync(Alice, null, 2, Cancel);
        Assert.Equal(roots.OrderBy(r => r.Value, StringComparer.Ordinal), [.. all.Select(f => f.Thread), .. (await Storage.Threads.FollowsAsync(Alice, all[^1].Thread, 2, Cancel)).Select(f => f.Thread)]);
    }

    private static string Roots(ThreadPage page) => string.Join(", ", page.Threads.Select(t => t.Root.Text));

    private Task<ThreadPage> ThreadsAsync(UserId user, bool unread = false, int limit = 10) => Storage.Threads.OfAsync(user, unread, null, limit, Cancel);

    private static SaveThread ReadUpTo(RoomId room, UserId user, MessageId thread, long seq) => new(ActorRefs.Nobody, room, user, thread, seq, null);

    private static SaveThread Following(RoomId room, UserId user, MessageId thread, bool on) => new(ActorRefs.Nobody, room, user, thread, null, on);
}
