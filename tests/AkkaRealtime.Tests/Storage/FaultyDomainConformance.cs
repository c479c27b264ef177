using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Storage;

/// <summary>What every store promises where the tables of somebody's domain fail: only what they fail for fails, and everybody else goes on.</summary>
public abstract class FaultyDomainConformance : IDisposable
{
    private static readonly UserId Alice = new("alice");
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly RecordedLog _log = new();
    private TestStore? _store;
    private int _rooms;

    public static TheoryData<string> Faults => [.. FaultyTables.Faults];

    private TestStore Store => _store ??= Open(_log);

    /// <summary>Opens an empty store with <see cref="FaultyTables"/>.</summary>
    private protected abstract TestStore Open(ILogger log);

    private protected abstract void Remove();

    public void Dispose()
    {
        _store?.Dispose();
        Remove();
        GC.SuppressFinalize(this);
    }

    [SkippableTheory]
    [MemberData(nameof(Faults))]
    public async Task Append_ThatItsTablesCannotTake_FailsAlone(string fault)
    {
        RoomId[] rooms = [.. Enumerable.Range(0, 5).Select(_ => MakeRoom())];

        var results = Store.Writer.Commit([
            Append(rooms[0], Message(rooms[0], "one")),
            Append(rooms[1], Message(rooms[1], "lost"), new FaultyEvent(fault) { Room = rooms[1], At = Noon, By = Alice }),
            Append(rooms[2], Message(rooms[2], "three")),
            Append(rooms[3], new FaultyEvent("fine") { Room = rooms[3], At = Noon, By = Alice }),
            Append(rooms[4], Message(rooms[4], "five")),
        ]);

        Assert.Equal(
            [typeof(EventsAppended), typeof(EventsRefused), typeof(EventsAppended), typeof(EventsAppended), typeof(EventsAppended)],
            results.Select(r => r.GetType()));
        Assert.Equal(new EventsRefused(rooms[1], AppendRefusal.Failed), results[1]);
        Assert.Equal([2L, 1L, 2L, 2L, 2L], await HeadsAsync(rooms));
        Assert.Equal((4002, LogLevel.Error), Assert.Single(_log.Entries));
        Assert.Equal(2, Assert.IsType<EventsAppended>(Assert.Single(Store.Writer.Commit([Append(rooms[1], Message(rooms[1], "lost"))]))).Head);
    }

    [SkippableTheory]
    [MemberData(nameof(Faults))]
    public async Task Append_ThatItsTablesCannotTake_InAGroupOfItsOwn_ClosesNothingToOthers(string fault)
    {
        var room = MakeRoom();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(
                new EventsRefused(room, AppendRefusal.Failed),
                Assert.Single(Store.Writer.Commit([Append(room, new FaultyEvent(fault) { Room = room, At = Noon, By = Alice })])));
        }

        Assert.Equal(1, (await Store.Chat.LoadRoomAsync(room, default))!.Head);
        Assert.Equal(2, Assert.IsType<EventsAppended>(Assert.Single(Store.Writer.Commit([Append(room, Message(room, "on"))]))).Head);
    }

    [SkippableTheory]
    [MemberData(nameof(Faults))]
    public async Task Create_ThatItsTablesCannotTake_LeavesNoRoom(string fault)
    {
        var room = RoomId.New(Noon);
        LogEvent[] events = [Join(room), new FaultyEvent(fault) { Room = room, At = Noon, By = Alice }];

        var refused = Store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, room, 0, events, new NewRoom("group", "Room", "", "a|b"))]);

        Assert.Equal(new EventsRefused(room, AppendRefusal.Failed), Assert.Single(refused));
        Assert.Empty(await Store.Engine.Log.EventsAsync(room, 0, 10, 10, default));
        var again = Store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, room, 0, [Join(room)], new NewRoom("group", "Room", "", "a|b"))]);
        Assert.Equal(1, Assert.IsType<EventsAppended>(Assert.Single(again)).Head);
    }

    [SkippableTheory]
    [MemberData(nameof(Faults))]
    public void Entry_ThatItsTablesCannotTake_FailsAlone(string fault)
    {
        var room = MakeRoom();
        JournalEntry[] entries = [new SaveFaulty(ActorRefs.Nobody, "fine"), new SaveFaulty(ActorRefs.Nobody, fault), Append(room, Message(room, "on"))];

        var results = Store.Writer.Commit(entries);

        Assert.Equal([typeof(Saved), typeof(SaveFailed), typeof(EventsAppended)], results.Select(r => r.GetType()));
        Assert.Equal((4002, LogLevel.Error), Assert.Single(_log.Entries));
    }

    [SkippableFact]
    public async Task Read_ThatTheStoreDoesNotUnderstand_IsNoOutage()
    {
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => FaultyTables.ReadNowhereAsync(Store.Engine));
            Assert.Empty(await Store.Chat.HeadsAsync(Alice, default));
        }
    }

    private RoomId MakeRoom()
    {
        var room = RoomId.New(Noon.AddMilliseconds(_rooms++));
        Assert.IsType<EventsAppended>(Assert.Single(
            Store.Writer.Commit([new AppendEvents(ActorRefs.Nobody, room, 0, [Join(room)], new NewRoom("group", "Room", ""))])));
        return room;
    }

    private async Task<IEnumerable<long>> HeadsAsync(IEnumerable<RoomId> rooms)
    {
        var heads = (await Store.Chat.HeadsAsync(Alice, default)).ToDictionary(h => h.Room, h => h.Head);
        return rooms.Select(r => heads[r]);
    }

    private static AppendEvents Append(RoomId room, params LogEvent[] events) => new(ActorRefs.Nobody, room, 1, events);

    private static ChatJoined Join(RoomId room) => new(Alice, "owner") { Room = room, At = Noon, By = Alice };

    private static ChatMessage Message(RoomId room, string text) => new(MessageId.New(Noon), text, text) { Room = room, At = Noon, By = Alice };
}
