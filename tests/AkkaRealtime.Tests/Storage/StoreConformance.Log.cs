using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Append_SeveralEvents_NumbersThemAfterTheHead()
    {
        var room = Room("group", Alice, Bob);

        var appended = Append(room, 2, Message(room, Alice, "one"), Message(room, Bob, "two"));

        Assert.Equal(4, appended.Head);
        Assert.Equal([3L, 4L], appended.Events.Select(e => e.Event.Seq));
        Assert.All(appended.Events, e => Assert.False(e.Duplicate));
        Assert.Equal(4, (await Store.LoadRoomAsync(room, Cancel))!.Head);
    }

    [SkippableFact]
    public async Task Append_AnEvent_StoresTheBytesThatGoOut()
    {
        var room = Room("group", Alice);

        var live = Append(room, 1, Message(room, Alice, "Grüße, \"Welt\" 👋")).Events[0];

        var stored = Assert.Single(await Engine.Log.EventsAsync(room, 1, 2, 10, Cancel));
        Assert.Equal(2, stored.Seq);
        Assert.Equal(live.Envelope.ToString(), stored.Envelope.ToString());
        Assert.Equal(live.Event.Encode().ToString(), stored.Envelope.ToString());
    }

    [SkippableFact]
    public void Append_SameKeyAgain_AnswersWithTheFirstAndUsesNoNumber()
    {
        var room = Room("group", Alice);
        var first = Append(room, 1, Message(room, Alice, "first", key: "k")).Events[0];

        var again = Append(room, 2, Message(room, Alice, "again", key: "k"), Message(room, Alice, "next"));

        Assert.True(again.Events[0].Duplicate);
        Assert.Equal(first.Event, again.Events[0].Event with { });
        Assert.Equal(first.Envelope.ToString(), again.Events[0].Envelope.ToString());
        Assert.Equal(3, again.Events[1].Event.Seq);
        Assert.Equal(3, again.Head);
    }

    [SkippableFact]
    public void Append_SameKeyAfterARestart_AnswersWithTheFirst()
    {
        var room = Room("group", Alice);
        var first = Append(room, 1, Message(room, Alice, "first", key: "k")).Events[0].Event;
        Restart();

        var again = Append(room, 2, Message(room, Alice, "again", key: "k"));

        Assert.True(again.Events[0].Duplicate);
        Assert.Equal(((ChatMessage)first).Id, ((ChatMessage)again.Events[0].Event).Id);
        Assert.Equal(2, again.Head);
    }

    [SkippableFact]
    public void Append_SameKeyTwiceInOneEntry_StoresItOnce()
    {
        var room = Room("group", Alice);

        var appended = Append(room, 1, Message(room, Alice, "a", key: "k"), Message(room, Alice, "b", key: "k"), Message(room, Alice, "c"));

        Assert.Equal([false, true, false], appended.Events.Select(e => e.Duplicate));
        Assert.Equal([2L, 2L, 3L], appended.Events.Select(e => e.Event.Seq));
    }

    [SkippableFact]
    public void Commit_SameKeyInTwoEntriesOfOneBatch_StoresItOnce()
    {
        var room = Room("group", Alice);

        var results = Commit(Entry(room, 1, Message(room, Alice, "a", key: "k")), Entry(room, 2, Message(room, Alice, "b", key: "k")));

        var second = Assert.IsType<EventsAppended>(results[1]);
        Assert.True(second.Events[0].Duplicate);
        Assert.Equal(2, second.Events[0].Event.Seq);
        Assert.Equal(2, second.Head);
    }

    [SkippableFact]
    public void Append_SameKeyOfAnotherSenderOrRoom_IsStored()
    {
        var room = Room("group", Alice, Bob);
        var other = Room("group", Alice, Bob);
        Append(room, 2, Message(room, Alice, "a", key: "k"));

        Assert.False(Append(room, 3, Message(room, Bob, "b", key: "k")).Events[0].Duplicate);
        Assert.False(Append(other, 2, Message(other, Alice, "c", key: "k")).Events[0].Duplicate);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Append_OwnerBelievesInAnotherHead_IsSuperseded(long after)
    {
        var room = Room("group", Alice);

        var result = Assert.Single(Commit(Entry(room, after, Message(room, Alice, "x"))));

        Assert.Equal(new EventsRefused(room, AppendRefusal.Superseded), result);
        Assert.Equal(1, (await Store.LoadRoomAsync(room, Cancel))!.Head);
    }

    [SkippableFact]
    public void Append_RoomThatIsNotThere_IsSuperseded()
    {
        var room = RoomId.New(Noon);

        Assert.Equal(new EventsRefused(room, AppendRefusal.Superseded), Assert.Single(Commit(Entry(room, 0, Message(room, Alice, "x")))));
    }

    [SkippableFact]
    public void Create_RoomThatIsThere_IsSuperseded()
    {
        var room = Room("group", Alice);

        var result = Commit(new AppendEvents(ActorRefs.Nobody, room, 0, [Join(room, Bob)], new NewRoom("group", "Other", "")));

        Assert.Equal(new EventsRefused(room, AppendRefusal.Superseded), Assert.Single(result));
    }

    [SkippableFact]
    public async Task Create_PairThatHasARoom_NamesIt()
    {
        var first = Room("direct", Alice, Bob);
        var second = RoomId.New(Noon.AddHours(1));

        var result = Commit(new AppendEvents(ActorRefs.Nobody, second, 0, [Join(second, Alice)], new NewRoom("direct", "", "", "alice|bob")));

        Assert.Equal(new EventsRefused(second, AppendRefusal.PairExists, first), Assert.Single(result));
        Assert.Equal(first, await Store.FindDirectAsync(Bob, Alice, Cancel));
        Assert.Null(await Store.LoadRoomAsync(second, Cancel));
    }

    [SkippableFact]
    public async Task Commit_OneEntryAtFault_StoresTheOthers()
    {
        var room = Room("group", Alice);
        var other = Room("group", Alice);
        var taken = Message(room, Alice, "first");
        Append(room, 1, taken);

        // The id of a message is taken: a fault that no rule foresees.
        var results = Commit(
            Entry(room, 2, Message(room, Alice, "before")),
            Entry(other, 1, Message(other, Alice, "new"), taken with { Room = other, Key = "fresh" }),
            Entry(room, 3, Message(room, Alice, "after")));

        Assert.Equal(3, Assert.IsType<EventsAppended>(results[0]).Head);
        Assert.Equal(new EventsRefused(other, AppendRefusal.Failed), results[1]);
        Assert.Equal(4, Assert.IsType<EventsAppended>(results[2]).Head);
        Assert.Empty(await Engine.Log.EventsAsync(other, 1, 100, 10, Cancel));
        Assert.Equal(1, (await Store.LoadRoomAsync(other, Cancel))!.Head);
    }

    [SkippableFact]
    public async Task Commit_EqualEntriesBesideOneThatMayRunAlone_AnswersEachOfThem()
    {
        var room = Room("group", Alice, Bob);
        var mark = new SaveMark(ActorRefs.Nobody, room, Bob, 1, 1);
        var redact = new RedactEvents(ActorRefs.Nobody, room, Alice, [1]);

        var results = Commit(mark, redact, mark with { }, Entry(room, 2, Message(room, Alice, "hello")), redact with { }, mark);

        Assert.Equal(
            [typeof(Saved), typeof(EventsRedacted), typeof(Saved), typeof(EventsAppended), typeof(EventsRedacted), typeof(Saved)],
            results.Select(r => r.GetType()));
        Assert.Equal(3, (await Store.LoadRoomAsync(room, Cancel))!.Head);
    }

    [SkippableFact]
    public async Task Events_ARange_GivesItInOrderAndNoMore()
    {
        var room = Room("group", Alice);
        Append(room, 1, Message(room, Alice, "2"), Message(room, Alice, "3"), Message(room, Alice, "4"), Message(room, Alice, "5"));
        var next = Room("group", Alice);
        Append(next, 1, Message(next, Alice, "other room"));

        Assert.Equal([2L, 3L, 4L], (await Engine.Log.EventsAsync(room, 1, 4, 10, Cancel)).Select(e => e.Seq));
        Assert.Equal([3L, 4L], (await Engine.Log.EventsAsync(room, 2, 100, 2, Cancel)).Select(e => e.Seq));
        Assert.Empty(await Engine.Log.EventsAsync(room, 5, 100, 10, Cancel));
        Assert.Empty(await Engine.Log.EventsAsync(RoomId.New(Noon), 0, 100, 10, Cancel));
    }

    [SkippableFact]
    public async Task Append_EveryKindOfEvent_ReadsBackAsItWas()
    {
        var room = Room("group", Alice, Bob);
        var message = Message(room, Alice, "hello", mentions: [Bob], files: [new Attachment("f", "a.png", "image/png", 12, "/api/v1/files/f")]);
        var gone = Message(room, Alice, "gone");
        Append(room, 2, gone);
        RoomEvent[] events =
        [
            message,
            Edit(room, Alice, message.Id, "hello!"),
            React(room, Bob, message.Id, "👍"),
            Pin(room, Alice, message.Id, true),
            new ChatUpdated("New", null, new Dictionary<UserId, string> { [Bob] = "admin" }) { Room = room, At = Noon, By = Alice },
            new ChatCall(CallId.New(room, Noon), "missed", 0, "video") { Room = room, At = Noon, By = Alice },
            Delete(room, Alice, gone.Id),
            Left(room, Bob),
        ];

        var appended = Append(room, 3, events);

        var stored = await Engine.Log.EventsAsync(room, 3, 100, 100, Cancel);
        Assert.Equal(events.Length, stored.Count);
        for (var i = 0; i < events.Length; i++)
        {
            Assert.Equal(i + 4, stored[i].Seq);
            Assert.Equal(appended.Events[i].Envelope.ToString(), RoomEventJson.Encode(RoomEventJson.Decode(stored[i].Envelope.Utf8)).ToString());
        }
    }

    [SkippableFact]
    public void Epoch_AfterARestart_IsTheSame()
    {
        var epoch = Engine.Epoch;
        Restart();

        Assert.NotEmpty(epoch);
        Assert.Equal(epoch, Engine.Epoch);
    }

    [SkippableFact]
    public async Task IsWritable_AnOpenStore_IsTrue() => Assert.True(await Engine.IsWritableAsync(Cancel));
}
