using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

/// <summary>What every store promises to a domain that the library knows nothing of: its events in a room's log, its entries, its tables.</summary>
public abstract class OtherDomainConformance : IDisposable
{
    private protected static readonly UserId Alice = new("alice");
    private protected static readonly UserId Bob = new("bob");
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private protected static readonly RoomId Room = RoomId.New(Noon);
    private TestStore? _store;

    private protected TestStore Store => _store ??= Open(withPolls: true);

    /// <summary>Opens this test's store, with or without the domain's tables registered: an empty one the first time, then the same one.</summary>
    private protected abstract TestStore Open(bool withPolls);

    private protected abstract void Remove();

    public void Dispose()
    {
        _store?.Dispose();
        Remove();
        GC.SuppressFinalize(this);
    }

    [SkippableFact]
    public async Task Append_ItsEvent_IsNumberedKeptAndSyncedAsTheBytesThatWentOut()
    {
        MakeRoom();

        var live = Append(2, Poll("p1"), Message("hello"));

        Assert.Equal([3L, 4L], live.Events.Select(e => e.Event.Seq));
        var stored = await Store.Engine.Log.EventsAsync(Room, 2, 10, 10, default);
        Assert.Equal(live.Events.Select(e => e.Envelope.ToString()), stored.Select(e => e.Envelope.ToString()));
        var news = Assert.Single(await Store.Chat.SyncAsync(Bob, new Dictionary<RoomId, long> { [Room] = 2 }, 100, default));
        Assert.Equal(live.Events.Select(e => e.Envelope.ToString()), news.Events.Select(e => e.Envelope.ToString()));
        Assert.StartsWith("""{"type":"polls.opened","data":{"room":""", stored[0].Envelope.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Append_ItsEvent_WritesItsTables()
    {
        MakeRoom();

        Append(2, Poll("p1"));
        Append(3, Poll("p2"));

        Assert.Equal(("Tea or p1?", ""), await PollTables.ReadAsync(Store.Engine, "p1"));
        Assert.Equal(("Tea or p2?", ""), await PollTables.ReadAsync(Store.Engine, "p2"));
    }

    [SkippableFact]
    public async Task Append_ItsEventBesideOneThatCannotBeStored_WritesNothingOfIt()
    {
        MakeRoom();
        var taken = Message("taken");
        Append(2, taken);

        var refused = Assert.Single(Store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, Room, 3, [Poll("p1"), taken with { Key = "another" }])]));
        var superseded = Assert.Single(Store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, Room, 2, [Poll("p2")])]));

        Assert.Equal(new EventsRefused(Room, AppendRefusal.Failed), refused);
        Assert.Equal(new EventsRefused(Room, AppendRefusal.Superseded), superseded);
        Assert.Equal((null, ""), await PollTables.ReadAsync(Store.Engine, "p1"));
        Assert.Equal((null, ""), await PollTables.ReadAsync(Store.Engine, "p2"));
        Assert.Equal(4, Append(3, Poll("p1")).Head);
    }

    [SkippableFact]
    public async Task Commit_ItsEntries_KeepsTheLastOfEach()
    {
        Assert.All(
            Store.Writer.Commit([Vote(Alice, "tea"), Vote(Bob, "coffee"), Vote(Alice, "coffee")]),
            result => Assert.IsType<Saved>(result));

        Assert.Equal((null, "coffee 2"), await PollTables.ReadAsync(Store.Engine, "p1"));
    }

    [SkippableFact]
    public async Task Append_SameKeyAgain_AnswersWithTheFirst()
    {
        MakeRoom();
        var first = Append(2, Poll("p1")).Events[0];
        Restart(withPolls: true);

        var again = Append(3, Poll("p1") with { Question = "Changed?" }, Poll("p2")).Events;

        Assert.Equal((true, 3L, first.Event), (again[0].Duplicate, again[0].Event.Seq, again[0].Event));
        Assert.Equal(first.Envelope.ToString(), again[0].Envelope.ToString());
        Assert.Equal((false, 4L), (again[1].Duplicate, again[1].Event.Seq));
        Assert.Equal("Tea or p1?", (await PollTables.ReadAsync(Store.Engine, "p1")).Question);
    }

    [SkippableTheory]
    [InlineData("p1")]
    [InlineData("polls.opened\0p1")]
    public void Append_AMessageWithTheSameKey_IsNoRepetitionOfIt(string key)
    {
        MakeRoom();

        var live = Append(2, Message("before", key), Poll("p1")).Events;
        Restart(withPolls: true);
        var again = Append(4, Poll("p1") with { Question = "Changed?" }, Message("after", key)).Events;

        // Each is answered with its own first event, not with the other one's.
        Assert.Equal([live[1].Event, live[0].Event], again.Select(e => e.Event));
        Assert.Equal([live[1].Envelope.ToString(), live[0].Envelope.ToString()], again.Select(e => e.Envelope.ToString()));
        Assert.All(again, e => Assert.True(e.Duplicate));
    }

    [SkippableFact]
    public async Task Unread_CountsItsEventsAsTheySay_AndListsShowTheLastMessage()
    {
        MakeRoom();

        Append(2, Message("hello"), Poll("p1"), new PollClosed("p1") { Room = Room, At = Noon, By = Alice });

        Assert.Equal(new UnreadCount(2, 0), await Store.Chat.UnreadAsync(Room, Bob, default));
        var view = Assert.Single(await Store.Chat.RoomsAsync(Bob, null, default));
        Assert.Equal((5L, 2L, "hello"), (view.Head, view.Unread, view.Last!.Text));
        Assert.Equal(["hello"], (await Store.Chat.HistoryAsync(Room, null, null, 10, null, default)).Messages.Select(m => m.Text));
        Assert.Null(await Store.Chat.FindMessageAsync(Room, new MessageId("p1"), default));
    }

    [SkippableFact]
    public async Task Append_AnEventThatCounts_ItsAuthorHasReadIt()
    {
        MakeRoom();

        Append(2, Message("hello"), Own("k1", unread: true), Own("k2", unread: false));

        Assert.Equal(default, await Store.Chat.UnreadAsync(Room, Alice, default));
        Assert.Equal(new UnreadCount(2, 0), await Store.Chat.UnreadAsync(Room, Bob, default));
        Assert.Equal(4, Assert.Single(await Store.Chat.RoomsAsync(Alice, null, default)).Read);
    }

    [SkippableFact]
    public async Task Append_AKeyTwiceInOneEntryAndAgainLater_IsOneEvent()
    {
        MakeRoom();

        var both = Append(2, Own("k1"), Own("k1")).Events;
        Restart(withPolls: true);
        var later = Append(3, Own("k1")).Events[0];

        Assert.Equal([(3L, false), (3L, true)], both.Select(e => (e.Event.Seq, e.Duplicate)));
        Assert.Equal((3L, true), (later.Event.Seq, later.Duplicate));
        Assert.Equal(both[0].Envelope.ToString(), later.Envelope.ToString());
        Assert.Equal(("poll.noted", "k1"), (later.Event.Type, later.Event.Facts().Key));
        Assert.Single(await Store.Engine.Log.EventsAsync(Room, 2, 10, 10, default));
    }

    [SkippableFact]
    public async Task EventsBy_ItsAuthor_NamesItsEventsToo()
    {
        MakeRoom();
        Append(2, Own("k1"), Poll("p1"), Message("hello"), Own("k2") with { By = Bob });

        Assert.Equal([3L, 4L, 5L], (await Store.ChatAdmin.EventsByAsync(Room, Alice, 0, 10, default)).Select(e => e.Seq));
        Assert.Equal([6L], (await Store.ChatAdmin.EventsByAsync(Room, Bob, 0, 10, default)).Select(e => e.Seq));
    }

    [SkippableFact]
    public async Task Redact_ItsEvents_LeavesPlaceAndAuthorAndCountsThemNoMore()
    {
        MakeRoom();
        Append(2, Own("k1", unread: true), Poll("p1"), Own("k2") with { By = Bob });
        var before = await Store.Engine.Log.EventsAsync(Room, 0, 10, 10, default);

        RedactEvents redact = new(ActorRefs.Nobody, Room, Alice, [3, 4, 5]);
        var emptied = Assert.IsType<EventsRedacted>(Assert.Single(Store.Writer.Commit([redact]))).Emptied;
        var again = Assert.IsType<EventsRedacted>(Assert.Single(Store.Writer.Commit([redact]))).Emptied;

        Assert.Equal((2, 0), (emptied, again));
        var after = await Store.Engine.Log.EventsAsync(Room, 0, 10, 10, default);
        Assert.Equal(
            $$$"""{"type":"poll.noted","data":{"room":"{{{Room}}}","seq":3,"at":"2026-11-23T12:00:00.000Z","by":"alice","unread":true,"deleted":true}}""",
            after[2].Envelope.ToString());
        Assert.DoesNotContain("Tea", after[3].Envelope.ToString(), StringComparison.Ordinal);
        Assert.Equal(before[4].Envelope.ToString(), after[4].Envelope.ToString());

        // The poll of old kind does not say on the wire that it counts, and goes on counting.
        Assert.Equal(new UnreadCount(1, 0), await Store.Chat.UnreadAsync(Room, Bob, default));
        var repeated = Append(5, Own("k1", unread: true)).Events[0];
        Assert.Equal((true, 3L, true), (repeated.Duplicate, repeated.Event.Seq, ((DomainEvent)repeated.Event).Deleted));
        Assert.Equal("k1", repeated.Event.Facts().Key);
    }

    [SkippableFact]
    public async Task Expire_WhatIsOld_LeavesOwnEventsAsTheyAre()
    {
        MakeRoom();
        var live = Append(2, Own("k1"), Message("hello"));

        Assert.Equal(1, Assert.IsType<EventsExpired>(Assert.Single(Store.Writer.Commit([new ExpireEvents(ActorRefs.Nobody, Room, Noon.AddDays(1), 100)]))).Emptied);

        Assert.Equal(live.Events[0].Envelope.ToString(), (await Store.Engine.Log.EventsAsync(Room, 2, 10, 10, default))[0].Envelope.ToString());
    }

    [SkippableFact]
    public async Task Expire_WhatIsOld_LeavesItsEventsAsTheyAre()
    {
        MakeRoom();
        var live = Append(2, Poll("p1"), Message("hello"));

        var expired = Assert.IsType<EventsExpired>(Assert.Single(Store.Writer.Commit([new ExpireEvents(ActorRefs.Nobody, Room, Noon.AddDays(1), 100)])));

        Assert.Equal((4L, 1), (expired.UpTo, expired.Emptied));
        var stored = await Store.Engine.Log.EventsAsync(Room, 2, 10, 10, default);
        Assert.Equal(live.Events[0].Envelope.ToString(), stored[0].Envelope.ToString());
    }

    private protected static PollOpened Poll(string id) => new(id, $"Tea or {id}?") { Room = Room, At = Noon, By = Alice };

    private protected static DomainEvent Own(string key, bool unread = false) =>
        new("poll.noted", System.Text.Encoding.UTF8.GetBytes($"{{\"note\":\"{key}\"}}")) { Room = Room, At = Noon, By = Alice, Key = key, CountsAsUnread = unread };

    private protected static ChatMessage Message(string text, string? key = null) =>
        new(MessageId.New(Noon), key ?? text, text) { Room = Room, At = Noon, By = Alice };

    private protected static SaveVote Vote(UserId user, string answer) => new(ActorRefs.Nobody, "p1", user, answer);

    private protected void MakeRoom()
    {
        ChatJoined[] joins = [new(Alice, "owner") { Room = Room, At = Noon, By = Alice }, new(Bob, "member") { Room = Room, At = Noon, By = Alice }];
        Assert.IsType<EventsAppended>(Assert.Single(Store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, Room, 0, joins, new NewRoom("group", "Room", ""))])));
    }

    private protected EventsAppended Append(long after, params LogEvent[] events) =>
        Assert.IsType<EventsAppended>(Assert.Single(Store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, Room, after, events)])));

    private protected void Restart(bool withPolls)
    {
        _store?.Dispose();
        _store = Open(withPolls);
    }
}

/// <summary>What stores promise that outlive the process: the domain may be gone when they are opened again.</summary>
public abstract class RemovedDomainConformance : OtherDomainConformance
{
    [SkippableFact]
    public async Task Open_WithoutTheDomain_StillLoadsSyncsAndAppends()
    {
        MakeRoom();
        var live = Append(2, Poll("p1"), Message("hello"));
        Restart(withPolls: false);

        Assert.Equal(4, (await Store.Chat.LoadRoomAsync(Room, default))!.Head);
        var news = Assert.Single(await Store.Chat.SyncAsync(Bob, new Dictionary<RoomId, long> { [Room] = 2 }, 100, default));
        Assert.Equal(live.Events.Select(e => e.Envelope.ToString()), news.Events.Select(e => e.Envelope.ToString()));
        Assert.Equal(5, Append(4, Message("again")).Head);
        Assert.IsType<SaveFailed>(Assert.Single(Store.Writer.Commit([Vote(Alice, "tea")])));
    }
}
