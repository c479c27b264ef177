using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Storage.Sqlite.Appending;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Storage.Sqlite;

/// <summary>What is acknowledged on the log and not in the tables yet. Time stands still, so nothing is written behind but what a test has written.</summary>
public sealed class SqliteLogTests : IDisposable
{
    private static readonly UserId Alice = new("alice");
    private static readonly UserId Bob = new("bob");
    private static readonly RoomId Room = new("room");
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private readonly string _root = Directory.CreateTempSubdirectory("akkarealtime-log-").FullName;
    private readonly RecordedLog _log = new();
    private readonly List<TestStore> _open = [];
    private int _made;

    [Fact]
    public async Task Crash_AfterMessagesWereAcknowledged_KeepsAllThatFollowsFromThem()
    {
        var store = Open("a", room: true);
        var hello = Say(Alice, "hello", "k1");
        Append(store, 3, hello, Say(Bob, "hi @alice", "k2", mentions: [Alice]), Edit(hello.Id, "good day"), React(hello.Id));
        Commit(store, new SaveMark(ActorRefs.Nobody, Room, Alice, 5, 5));
        Assert.Equal(0, MessagesInTables("a"));

        var after = Crash("a");

        var page = await after.Chat.HistoryAsync(Room, null, null, 10, null, Cancel);
        Assert.Equal(["good day", "hi @alice"], page.Messages.Select(m => m.Text));
        Assert.Equal(7, (await after.Chat.LoadRoomAsync(Room, Cancel))!.Head);
        Assert.Equal(0, (await after.Chat.UnreadAsync(Room, Alice, Cancel)).Unread);
        Assert.Single((await after.Chat.SearchAsync(Alice, "good", null, null, 10, Cancel)).Hits);
        Assert.Equal([4L, 5L, 6L, 7L], (await after.Engine.Log.EventsAsync(Room, 3, 100, 10, Cancel)).Select(e => e.Seq));
        Assert.True(Append(after, 7, Say(Alice, "again", "k1")).Events[0].Duplicate);
        Assert.Equal(8, Append(after, 7, Say(Alice, "next", "k3")).Head);
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task Crash_AtEachStepOfWritingBehind_LosesAndDoublesNothing()
    {
        var store = Open("a", room: true);
        var writer = (SqliteWriter)store.Writer;
        Append(store, 3, Say(Alice, "one", "k1"));
        await AssertKeptAsync(Crash("a"), "one");

        writer.StoreLogged();
        await AssertKeptAsync(Crash("a"), "one"); // In the tables, and in the file still.

        Append(store, 4, Say(Alice, "two", "k2")); // In the other file now.
        await AssertKeptAsync(Crash("a"), "one", "two");

        writer.StoreLogged();
        Append(store, 5, Say(Alice, "three", "k3")); // Over what the first file held.
        await AssertKeptAsync(Crash("a"), "one", "two", "three");

        Commit(store, new AppendEvents(ActorRefs.Nobody, Room, 6, [new ChatJoined(new UserId("carol"), "member") { Room = Room, At = Noon, By = Alice }]));
        await AssertKeptAsync(Crash("a"), "one", "two", "three"); // Straight into the tables, behind the log.
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task Crash_WhileOneFileIsWrittenIntoTheTables_FindsBoth()
    {
        var store = Open("a", room: true);
        Append(store, 3, Say(Alice, "one", "k1"));
        using (var blocker = Block("a"))
        {
            var writing = Task.Run(() => ((SqliteWriter)store.Writer).StoreLogged(), Cancel);
            var head = 4L;
            while (File.ReadAllBytes(Path.Combine(_root, "a", "realtime-1.log")).Length == 0)
            {
                Append(store, head, Say(Alice, "more", $"k{head}"));
                head++;
            }

            await AssertKeptAsync(Crash("a"), ["one", .. Enumerable.Repeat("more", (int)head - 4)]);
            blocker.Execute("ROLLBACK");
            await writing;
        }
    }

    [Fact]
    public void Append_AKeyThatIsOnTheLogOnly_IsAnsweredWithTheFirst()
    {
        var store = Open("a", room: true);
        var first = Append(store, 3, Say(Alice, "first", "k"), Say(Alice, "twice", "k")).Events;
        Assert.False(first[0].Duplicate);
        Assert.True(first[1].Duplicate);

        foreach (var write in (bool[])[false, true])
        {
            var again = Append(store, 4, Say(Alice, "again", "k"));
            Assert.Equal(4, again.Head);
            Assert.True(again.Events[0].Duplicate);
            Assert.Equal(first[0].Envelope.ToString(), again.Events[0].Envelope.ToString());
            if (write)
                ((SqliteWriter)store.Writer).StoreLogged();
        }

        Assert.False(Append(store, 4, Say(Bob, "his own", "k")).Events[0].Duplicate);
    }

    [Fact]
    public void Append_AHeadThatIsNotTheLogs_IsRefused()
    {
        var store = Open("a", room: true);
        Append(store, 3, Say(Alice, "one", "k1"));

        var refused = Commit(store, new AppendEvents(ActorRefs.Nobody, Room, 3, [Say(Alice, "two", "k2")]));

        Assert.Equal(new EventsRefused(Room, AppendRefusal.Superseded), refused);
    }

    [Fact]
    public async Task Read_OfAnotherRoom_DoesNotWaitForTheLog()
    {
        var store = Open("a", room: true);
        Append(store, 3, Say(Alice, "one", "k1"));

        Assert.Null(await store.Chat.LoadRoomAsync(new RoomId("other"), Cancel));
        Assert.Equal(0, MessagesInTables("a"));
        Assert.Equal(4, (await store.Chat.LoadRoomAsync(Room, Cancel))!.Head);
        Assert.Equal(1, MessagesInTables("a"));
    }

    // An id beyond the last stored one isn't looked up: one that is not beyond has to be found all the same, or the tables could not take what was acknowledged.
    [Fact]
    public async Task Append_AnIdThatIsInTheTables_IsRefused()
    {
        var store = Open("a", room: true);
        var first = Say(Alice, "one", "k1");
        Append(store, 3, first, Say(Alice, "two", "k2"));
        ((SqliteWriter)store.Writer).StoreLogged();

        var refused = Commit(store, new AppendEvents(ActorRefs.Nobody, Room, 5, [Say(Bob, "again", "k3") with { Id = first.Id }]));
        Assert.Equal(AppendRefusal.Failed, Assert.IsType<EventsRefused>(refused).Reason);
        Append(store, 5, Say(Bob, "three", "k3"));
        await AssertKeptAsync(store, "one", "two", "three");
    }

    [Fact]
    public async Task Unread_MuchOnTheLog_WaitsForAStepThatComesWithoutIt()
    {
        var store = Open("a", room: true);
        Append(store, 3, [.. Enumerable.Range(0, 1_000).Select(n => Say(Alice, "m", $"k{n}"))]);

        var unread = store.Chat.UnreadAsync(Room, [Bob], Cancel);
        ((SqliteWriter)store.Writer).StoreLogged();

        Assert.Equal(1_000, (await unread)[Bob].Count.Unread);
        Assert.Equal(0, ((SqliteEngine)store.Engine).Reads.Steps);
    }

    [Fact]
    public async Task Unread_LittleOnTheLog_HasItWritten()
    {
        var store = Open("a", room: true);
        Append(store, 3, Say(Alice, "one", "k1"));

        Assert.Equal(1, (await store.Chat.UnreadAsync(Room, [Bob], Cancel))[Bob].Count.Unread);
    }

    // Others talk without end: whoever signs in waits for none of it.
    [Fact]
    public async Task SigningIn_MuchOnTheLogOfOthers_HasNothingWritten()
    {
        var store = Open("a", room: true);
        Append(store, 3, Say(Alice, "one", "k1"));
        var carol = new UserId("carol");

        Assert.Null(await store.Users.LoadUserAsync(carol, Cancel));
        Assert.Empty(await store.Calls.LiveCallsAsync(carol, 10, Cancel));
        Assert.Empty(await store.Chat.HeadsAsync(carol, Cancel));
        Assert.Empty(await store.Chat.RoomsAsync(carol, null, Cancel));
        Assert.Empty(await store.Chat.SyncAsync(carol, new Dictionary<RoomId, long>(), 10, Cancel));

        Assert.Equal(0, ((SqliteEngine)store.Engine).Reads.Steps);
        Assert.Equal(0, MessagesInTables("a"));
    }

    [Fact]
    public async Task SigningIn_SomethingOnTheLogOfTheirRoom_IsToldOfIt()
    {
        var store = Open("a", room: true);
        Append(store, 3, Say(Alice, "one", "k1"));

        Assert.Equal([new RoomHead(Room, 4)], await store.Chat.HeadsAsync(Bob, Cancel));
    }

    // Whoever looks into a channel is no member of it.
    [Fact]
    public async Task Sync_OfAChannelBySomebodyWhoIsNotInIt_HasWhatIsOnTheLog()
    {
        var store = Open("a");
        Commit(store, new AppendEvents(ActorRefs.Nobody, Room, 0, [new ChatJoined(Alice, "owner") { Room = Room, At = Noon, By = Alice }], new NewRoom("channel", "Channel", "")));
        Append(store, 1, Say(Alice, "one", "k1"));

        var news = Assert.Single(await store.Chat.SyncAsync(new UserId("carol"), new Dictionary<RoomId, long> { [Room] = 1 }, 10, Cancel));

        Assert.Equal(2, news.Head);
        Assert.Single(news.Events);
    }

    [Fact]
    public async Task Append_MoreThanTheLogHolds_GoesIntoTheTables()
    {
        var store = Open("a", room: true);
        var text = new string('x', AppendLogFile.MaxBytes);

        Append(store, 3, Say(Alice, text, "k1"));
        Assert.Equal(1, MessagesInTables("a"));
        for (var i = 0; i < 20; i++)
            Append(store, 4 + (i * 2_000), [.. Enumerable.Range(0, 2_000).Select(n => Say(Alice, "m", $"k{i}-{n}"))]);

        Assert.True(MessagesInTables("a") > 1);
        Assert.Equal(40_004, (await store.Chat.LoadRoomAsync(Room, Cancel))!.Head);
    }

    [SkippableFact]
    public async Task Append_TheLogsDiskIsFull_GoesIntoTheTablesAndSaysSo()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has /dev/full.");
        Open("a", room: true).Dispose();
        foreach (var file in (string[])["realtime-0.log", "realtime-1.log"])
            File.CreateSymbolicLink(Path.Combine(_root, "a", file), "/dev/full");
        var store = Open("a");

        Append(store, 3, Say(Alice, "one", "k1"));
        Append(store, 4, Say(Alice, "two", "k2"));

        Assert.Contains(_log.Entries, e => e.Id == 4017);
        Assert.Equal(2, MessagesInTables("a"));
        store.Dispose();
        await AssertKeptAsync(Open("a"), "one", "two");
    }

    [Fact]
    public async Task WriteBehind_TheDatabaseIsFull_KeepsTheMessagesOnTheLogUntilThereIsSpace()
    {
        var tables = new HostTables();
        var store = Open("a", room: true, tables);
        var writer = (SqliteWriter)store.Writer;
        Append(store, 3, Say(Alice, "one", "k1"));
        writer.StoreLogged();
        tables.Session!.Execute("PRAGMA max_page_count = 1");
        Append(store, 4, Say(Alice, new string('y', 1_000_000), "k2"));

        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => writer.StoreLogged());
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => Commit(store, new SaveRetention(ActorRefs.Nobody, Room, 1)));
        Assert.True(Append(store, 5, Say(Alice, "again", "k2")).Events[0].Duplicate);
        Assert.Equal(6, Append(store, 5, Say(Alice, "three", "k3")).Head);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Chat.LoadRoomAsync(Room, Cancel));
        Assert.Equal(6, (await Crash("a").Chat.LoadRoomAsync(Room, Cancel))!.Head);

        tables.Session.Execute("PRAGMA max_page_count = 1000000");
        Assert.Equal(6, (await store.Chat.LoadRoomAsync(Room, Cancel))!.Head);
    }

    [Fact]
    public void Stop_LeavesEverythingInTheDatabaseAndNoLog()
    {
        var store = Open("a", room: true);
        Append(store, 3, Say(Alice, "one", "k1"));
        store.Dispose();

        Assert.Equal(1, MessagesInTables("a"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_root, "a"), "*.log"));
    }

    [Fact]
    public void Open_TheLogOfAnotherStore_SaysSoAndStoresNothing()
    {
        Append(Open("a", room: true), 3, Say(Alice, "one", "k1"));
        Open("b", room: true).Dispose();
        File.Copy(Path.Combine(_root, "a", "realtime-0.log"), Path.Combine(_root, "b", "realtime-0.log"));

        var e = Assert.Throws<InvalidOperationException>(() => Open("b"));

        Assert.Contains("another database", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, MessagesInTables("b"));
    }

    [Fact]
    public async Task WriteBehind_AnotherDomainThrows_KeepsTheMessageAndSaysSo()
    {
        var store = Open("a", room: true, new HostTables { Throws = true });
        Append(store, 3, Say(Alice, "one", "k1"), Say(Alice, "two", "k2"));

        await AssertKeptAsync(store, "one", "two");

        Assert.Contains(_log.Entries, e => e.Id == 4018);
        Assert.Equal(5, Assert.Single(await store.Chat.RoomsAsync(Alice, null, Cancel)).Head);
        Assert.Single((await store.Chat.SearchAsync(Alice, "two", null, null, 10, Cancel)).Hits);
        Assert.Equal(6, Append(store, 5, Say(Alice, "three", "k3")).Head);
    }

    [Fact]
    public void Append_AnotherDomainFollowsMessages_IsInTheTablesWhenItIsAcknowledged()
    {
        var store = Open("a", room: true, new HostTables { Follows = true });

        Append(store, 3, Say(Alice, "one", "k1"));

        Assert.Equal(1, MessagesInTables("a"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var store in _open)
            store.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private TestStore Open(string name, bool room = false, params ISqliteTables[] more)
    {
        var store = TestStore.Sqlite(Path.Combine(_root, name), time: new FakeTimeProvider(Noon), log: _log, more: more);
        _open.Add(store);
        if (room)
        {
            LogEvent[] joins = [Join(Alice), Join(Bob), Join(new UserId("dora"))];
            Assert.IsType<EventsAppended>(Commit(store, new AppendEvents(ActorRefs.Nobody, Room, 0, joins, new NewRoom("group", "Room", ""))));
        }

        return store;

        static ChatJoined Join(UserId user) => new(user, "member") { Room = Room, At = Noon, By = user };
    }

    // A process that is killed leaves its files as they are.
    private TestStore Crash(string name)
    {
        var copy = $"{name}-{++_made}";
        Directory.CreateDirectory(Path.Combine(_root, copy));
        foreach (var file in (string[])["realtime.db", "realtime.db-wal", "realtime-0.log", "realtime-1.log"])
            File.Copy(Path.Combine(_root, name, file), Path.Combine(_root, copy, file));
        return Open(copy);
    }

    private SqliteSession Block(string name)
    {
        var session = SqliteSession.Open(Path.Combine(_root, name, "realtime.db"), writing: true);
        session.Execute("BEGIN IMMEDIATE");
        return session;
    }

    private long MessagesInTables(string name)
    {
        using var session = SqliteSession.Open(Path.Combine(_root, name, "realtime.db"), writing: false);
        var row = session["SELECT count(*) FROM events WHERE type = 1"];
        return row.Step() ? row.Number(0) : 0;
    }

    private static async Task AssertKeptAsync(TestStore store, params string[] texts)
    {
        var page = await store.Chat.HistoryAsync(Room, null, null, 100_000, null, Cancel);
        Assert.Equal(texts, page.Messages.Select(m => m.Text));
        var events = await store.Engine.Log.EventsAsync(Room, 0, 1_000_000, 1_000_000, Cancel);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.Seq));
        Assert.Equal(events.Count, (await store.Chat.LoadRoomAsync(Room, Cancel))!.Head);
    }

    private static JournalResult Commit(TestStore store, JournalEntry entry) => Assert.Single(store.Writer.Commit([entry]));

    private static EventsAppended Append(TestStore store, long after, params LogEvent[] events) =>
        Assert.IsType<EventsAppended>(Commit(store, new AppendEvents(ActorRefs.Nobody, Room, after, events)));

    private ChatMessage Say(UserId by, string text, string key, UserId[]? mentions = null) =>
        new(MessageId.New(Noon.AddSeconds(++_made)), key, text, null, null, mentions) { Room = Room, At = Noon.AddSeconds(_made), By = by };

    private static ChatEdited Edit(MessageId id, string text) => new(id, text) { Room = Room, At = Noon, By = Alice };

    private static ChatReacted React(MessageId id) => new(id, "👍", true) { Room = Room, At = Noon, By = Bob };

    private sealed class HostTables : ISqliteTables
    {
        public bool Follows { get; init; }

        public bool Throws { get; init; }

        public SqliteSession? Session { get; private set; }

        public IReadOnlyList<MigrationScript> Migrations => [];

        public TableWriter CreateWriter(SqliteSession session)
        {
            Session = session;
            return new Writer(this);
        }

        private sealed class Writer(HostTables tables) : TableWriter
        {
            public override bool Follows(LogEvent e) => tables.Follows;

            public override void EndAppend(LogRoom room, AppendEvents entry)
            {
                if (tables.Throws && entry.Create is null)
                    throw new InvalidOperationException("A bug.");
            }
        }
    }
}
