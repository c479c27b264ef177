using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task FiveHundredRooms_TheirHeadsTheirListAndTheirNews_AreOneQueryEach()
    {
        var rooms = Enumerable.Range(0, 500).Select(i => RoomId.New(Noon.AddSeconds(i))).ToList();
        Commit([.. rooms.Select(room => new AppendEvents(
            ActorRefs.Nobody, room, 0, [Join(room, Alice, "owner"), Join(room, Bob), Message(room, Bob, "@alice", mentions: [Alice])], new NewRoom("group", "Room", "")))]);

        Assert.Equal(500, await InOneQueryAsync(async () => (await Store.HeadsAsync(Alice, Cancel)).Count));
        Assert.Equal(500, await InOneQueryAsync(async () => (await Store.RoomsAsync(Alice, null, Cancel)).Count(r => r is { Head: 3, Last: not null })));
        var news = await InOneQueryAsync(() => Store.SyncAsync(Alice, rooms.ToDictionary(r => r, _ => 1L), 1_000, Cancel));
        Assert.Equal(500, news.Count(n => !n.Truncated && n.Events.Select(e => e.Seq).SequenceEqual([2L, 3L])));
    }

    [SkippableFact]
    public async Task Sync_OneRoomTooLargeAmongMany_TakesNobodysPlace()
    {
        var large = Talk(Alice, 60);
        var text = new string('x', 60_000);
        Append(large, 61, [.. Enumerable.Range(0, 80).Select(_ => Message(large, Alice, text))]);
        var small = Enumerable.Range(0, 20).Select(i => Talk(Alice, 1 + i)).ToList();

        var news = await Store.SyncAsync(Alice, small.Prepend(large).ToDictionary(r => r, _ => 1L), 1_000, Cancel);

        Assert.Equal((large, true), (news.Single(n => n.Truncated).Room, news.Single(n => n.Room == large).Events.Count == 0));
        Assert.All(small.Index(), s => Assert.Equal(1 + s.Index, news.Single(n => n.Room == s.Item).Events.Count));
    }

    [SkippableFact]
    public async Task Sync_SeveralRooms_GivesWhatEachMissed()
    {
        var one = Talk(Alice, 3);
        var two = Talk(Alice, 2);
        var same = Talk(Alice, 1);

        var news = await Store.SyncAsync(Alice, new Dictionary<RoomId, long> { [one] = 2, [two] = 0, [same] = 2 }, 1_000, Cancel);

        Assert.Equal(2, news.Count);
        var first = news.Single(n => n.Room == one);
        Assert.Equal((4L, false), (first.Head, first.Truncated));
        Assert.Equal([3L, 4L], first.Events.Select(e => e.Seq));
        Assert.Equal([1L, 2L, 3L], news.Single(n => n.Room == two).Events.Select(e => e.Seq));
    }

    [SkippableFact]
    public async Task Sync_Events_AreTheBytesThatWentOut()
    {
        var room = Room("group", Alice);
        var live = Append(room, 1, Message(room, Alice, "x"));

        var news = Assert.Single(await Store.SyncAsync(Alice, new Dictionary<RoomId, long> { [room] = 1 }, 10, Cancel));

        Assert.Equal(live.Events[0].Envelope.ToString(), Assert.Single(news.Events).Envelope.ToString());
    }

    [SkippableFact]
    public async Task Sync_MoreThanMost_ComesTruncatedAndEmpty()
    {
        var room = Talk(Alice, 5);

        var all = Assert.Single(await Store.SyncAsync(Alice, new Dictionary<RoomId, long> { [room] = 1 }, 5, Cancel));
        var truncated = Assert.Single(await Store.SyncAsync(Alice, new Dictionary<RoomId, long> { [room] = 1 }, 4, Cancel));

        Assert.Equal((false, 5), (all.Truncated, all.Events.Count));
        Assert.Equal((true, 0, 6L), (truncated.Truncated, truncated.Events.Count, truncated.Head));
    }

    [SkippableFact]
    public async Task Sync_MoreBytesThanOneAnswerHolds_ComesTruncatedBesideWhatFits()
    {
        var large = Room("group", Alice);
        var text = new string('x', 60_000);
        Append(large, 1, [.. Enumerable.Range(0, 70).Select(_ => Message(large, Alice, text))]);
        var small = Talk(Alice, 3);

        var news = await Store.SyncAsync(Alice, new Dictionary<RoomId, long> { [large] = 1, [small] = 1 }, 1_000, Cancel);

        var truncated = news.Single(n => n.Room == large);
        Assert.Equal((71L, true, 0), (truncated.Head, truncated.Truncated, truncated.Events.Count));
        Assert.Equal(3, news.Single(n => n.Room == small).Events.Count);
    }

    [SkippableFact]
    public async Task Sync_RoomsOfOthers_StayOutUnlessTheyAreChannels()
    {
        var group = Room("group", Bob);
        var direct = Room("direct", Bob, Carol);
        var channel = Room("channel", Bob);
        var positions = new Dictionary<RoomId, long> { [group] = 0, [direct] = 0, [channel] = 0, [RoomId.New(Noon)] = 0 };

        Assert.Equal(channel, Assert.Single(await Store.SyncAsync(Alice, positions, 10, Cancel)).Room);
    }

    [SkippableFact]
    public async Task Sync_PositionAheadOfTheHead_IsNoNews()
    {
        var room = Talk(Alice, 1);

        Assert.Empty(await Store.SyncAsync(Alice, new Dictionary<RoomId, long> { [room] = 99 }, 10, Cancel));
        Assert.Empty(await Store.SyncAsync(Alice, new Dictionary<RoomId, long>(), 10, Cancel));
    }

    [SkippableFact]
    public async Task Sync_FiveHundredRooms_GivesThemAll()
    {
        var rooms = Enumerable.Range(0, 500).Select(_ => Room("group", Alice)).ToDictionary(r => r, _ => 0L);

        var news = await Store.SyncAsync(Alice, rooms, 10, Cancel);

        Assert.Equal(500, news.Select(n => n.Room).Distinct().Count());
        Assert.All(news, n => Assert.Single(n.Events));
    }

    [SkippableFact]
    public async Task Reads_AtTheSameTime_AreAllAnswered()
    {
        var room = Talk(Alice, 50);

        var pages = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Store.HistoryAsync(room, null, null, 50, null, Cancel)));

        Assert.All(pages, p => Assert.Equal(50, p.Messages.Count));
    }

    private async Task<T> InOneQueryAsync<T>(Func<Task<T>> read)
    {
        var before = Meters["akkarealtime.store.queries"];
        var answer = await read();
        Assert.Equal(1, Meters["akkarealtime.store.queries"] - before);
        return answer;
    }
}
