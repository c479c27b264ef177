using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Storage;

/// <summary>What a store's log takes doesn't wait for what its tables take, but where one writer or one room has something of both.</summary>
public sealed class CommitsAsideSpecs() : TestKit(Patient.Config)
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly UserId Alice = new("alice");
    private readonly TwoGates _writer = new();

    [Fact]
    public async Task Should_acknowledge_a_message_while_the_tables_are_busy()
    {
        using var journal = Journal();
        var (writer, speaker) = (CreateTestProbe(), CreateTestProbe());
        journal.TryWrite(Tables(writer, 1));
        await _writer.Tables.BegunAsync();

        journal.TryWrite(Logged(speaker, 2));
        _writer.Log.Open();
        Assert.Equal(2, NumberOf(await speaker.ExpectMsgAsync<Saved>()));

        _writer.Tables.Open();
        Assert.Equal(1, NumberOf(await writer.ExpectMsgAsync<Saved>()));
    }

    [Fact]
    public async Task Should_keep_the_order_of_an_owner_who_writes_both()
    {
        using var journal = Journal();
        var (owner, other) = (CreateTestProbe(), CreateTestProbe());
        journal.TryWrite(Logged(owner, 1));
        Assert.Equal([1L], Numbers(await _writer.Log.BegunAsync()));
        journal.TryWrite(Tables(owner, 2));
        journal.TryWrite(Logged(owner, 3));
        journal.TryWrite(Logged(other, 4));
        _writer.Log.Open(2);

        // The first is committed; the third waits for the second, and the other one's doesn't.
        Assert.Equal([4L], Numbers(await _writer.Log.BegunAsync()));
        _writer.Tables.Open(2);
        Assert.Equal([2L, 3L], Numbers(await AsideAsync(2)));
        for (var i = 1; i <= 3; i++)
            Assert.Equal(i, NumberOf(await owner.ExpectMsgAsync<Saved>()));

        // Nothing of theirs is under way any more.
        await PassAsync(journal);
        journal.TryWrite(Logged(owner, 5));
        Assert.Equal([5L], Numbers(await _writer.Log.BegunAsync()));
        _writer.Log.Open();
    }

    [Fact]
    public async Task Should_commit_what_the_log_has_first_of_an_owner_before_their_next_goes_to_the_tables()
    {
        using var journal = Journal();
        var owner = CreateTestProbe();
        journal.TryWrite(Logged(owner, 1));
        await _writer.Log.BegunAsync();
        journal.TryWrite(Tables(owner, 2));
        journal.TryWrite(Tables(CreateTestProbe(), 3));
        _writer.Tables.Open(2);
        var aside = AsideAsync(2);
        await owner.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        Assert.False(aside.IsCompleted);

        _writer.Log.Open();
        Assert.Equal([2L, 3L], Numbers(await aside));
    }

    [Fact]
    public async Task Should_keep_a_room_in_order_whoever_writes_to_it()
    {
        using var journal = Journal();
        var (gone, next) = (CreateTestProbe(), CreateTestProbe());
        journal.TryWrite(Append(gone, "room", after: 1, isLogged: false));
        await _writer.Tables.BegunAsync();

        // An owner that took the other one's place, and somebody in another room.
        journal.TryWrite(Append(next, "room", after: 2, isLogged: true));
        journal.TryWrite(Append(next, "elsewhere", after: 3, isLogged: true));
        journal.TryWrite(Append(CreateTestProbe(), "elsewhere still", after: 4, isLogged: true));

        Assert.Equal([4L], (await _writer.Log.BegunAsync()).Cast<AppendEvents>().Select(a => a.After));
        _writer.Log.Open();
        _writer.Tables.Open(3);
        Assert.Equal([2L, 3L], (await AsideAsync(2)).Cast<AppendEvents>().Select(a => a.After));
    }

    [Fact]
    public async Task Should_go_on_when_more_waits_for_the_tables_than_may()
    {
        using var journal = Journal();
        journal.TryWrite(Tables(TestActor, 0));
        await _writer.Tables.BegunAsync();
        var many = CommitsAside.Capacity + 100;
        for (var i = 1; i <= many; i++)
            Assert.True(journal.TryWrite(Tables(TestActor, i)));
        var speaker = CreateTestProbe();
        journal.TryWrite(Logged(speaker, many + 1));

        _writer.Log.Open();
        _writer.Tables.Open(many + 1);
        for (var i = 0; i <= many; i++)
            Assert.Equal(i, NumberOf(await ExpectMsgAsync<Saved>()));
        await speaker.ExpectMsgAsync<Saved>();
    }

    [Fact]
    public async Task Should_commit_what_waits_for_the_tables_when_it_is_drained()
    {
        using var journal = Journal();
        journal.TryWrite(Tables(TestActor, 1));
        await _writer.Tables.BegunAsync();
        journal.TryWrite(Tables(TestActor, 2));

        var drained = journal.DrainAsync();
        Assert.False(journal.TryWrite(Tables(TestActor, 3)));
        Assert.False(drained.IsCompleted);
        _writer.Tables.Open(2);

        await drained.WaitAsync(Patient.Wait);
        Assert.Equal(1, NumberOf(await ExpectMsgAsync<Saved>()));
        Assert.Equal(2, NumberOf(await ExpectMsgAsync<Saved>()));
    }

    [Fact]
    public async Task Should_tell_the_owner_where_the_tables_fail_and_take_their_next()
    {
        using var journal = Journal();
        _writer.Tables.Fault = new StoreUnavailableException("gone");
        _writer.Tables.Open();
        journal.TryWrite(Tables(TestActor, 1));
        Assert.Equal(1, ((SaveMark)(await ExpectMsgAsync<SaveFailed>()).Entry).Read);

        _writer.Tables.Fault = null;
        await PassAsync(journal);
        journal.TryWrite(Logged(TestActor, 2));
        Assert.Equal([2L], Numbers(await _writer.Log.BegunAsync()));
        _writer.Log.Open();
        Assert.Equal(2, NumberOf(await ExpectMsgAsync<Saved>()));
    }

    [Fact]
    public async Task Should_acknowledge_a_message_on_SQLite_while_somebody_makes_a_room()
    {
        var directory = Directory.CreateTempSubdirectory("akkarealtime-aside-");
        try
        {
            using var store = TestStore.Sqlite(directory.FullName);
            var (maker, speaker) = (CreateTestProbe(), CreateTestProbe());
            var (room, another) = (new RoomId("room"), new RoomId("another"));
            store.Journal.TryWrite(Make(speaker, room));
            await speaker.ExpectMsgAsync<EventsAppended>();
            store.Journal.TryWrite(Make(maker, new RoomId("first")));
            await maker.ExpectMsgAsync<EventsAppended>();

            using var held = new ManualResetEventSlim();
            using var release = new ManualResetEventSlim();
            var holding = Task.Run(() => ((SqliteWriter)store.Writer).Beside(() =>
            {
                held.Set();
                return release.Wait(Patient.Wait);
            }));
            Assert.True(held.Wait(Patient.Wait));
            store.Journal.TryWrite(Make(maker, another));
            store.Journal.TryWrite(new AppendEvents(speaker, room, 1, [new ChatMessage(MessageId.New(Noon), "k", "hello", null, null, null) { Room = room, At = Noon, By = Alice }]));
            Assert.Equal(2, (await speaker.ExpectMsgAsync<EventsAppended>()).Head);

            release.Set();
            Assert.True(await holding);
            Assert.Equal(1, (await maker.ExpectMsgAsync<EventsAppended>()).Head);
            Assert.Equal("hello", Assert.Single((await store.Chat.HistoryAsync(room, null, null, 10, null, CancellationToken.None)).Messages).Text);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _writer.Dispose();
    }

    // What is handed over one by one may be committed together, or not.
    private async Task<JournalEntry[]> AsideAsync(int entries)
    {
        List<JournalEntry> begun = [];
        while (begun.Count < entries)
            begun.AddRange(await _writer.Tables.BegunAsync());
        return [.. begun];
    }

    // The thread of the tables is done with all that it has told of when it tells of the next.
    private async Task PassAsync(GroupCommitJournal journal)
    {
        var next = CreateTestProbe();
        _writer.Tables.Open();
        journal.TryWrite(Tables(next, 1_000));
        await next.ExpectMsgAsync<Saved>();
    }

    private GroupCommitJournal Journal() => new(_writer, TestMetrics.Instance, TimeProvider.System, NullLogger.Instance);

    private static SaveMark Logged(IActorRef owner, long number) => new(owner, new RoomId(TwoGates.ForTheLog), Alice, number, number);

    private static SaveMark Tables(IActorRef owner, long number) => new(owner, new RoomId("tables"), Alice, number, number);

    private static AppendEvents Append(IActorRef owner, string room, long after, bool isLogged) =>
        new(owner, new RoomId(room), after, [new ChatLeft(Alice) { Room = new RoomId(room), At = Noon, By = Alice }], isLogged ? null : new NewRoom("group", "", ""));

    private static AppendEvents Make(IActorRef owner, RoomId room) =>
        new(owner, room, 0, [new ChatJoined(Alice, "owner") { Room = room, At = Noon, By = Alice }], new NewRoom("group", "Room", ""));

    private static IEnumerable<long> Numbers(JournalEntry[] batch) => batch.Cast<SaveMark>().Select(m => m.Read);

    private static long NumberOf(Saved saved) => ((SaveMark)saved.Entry).Read;

    // A store with a log, each of which commits when the test lets it.
    private sealed class TwoGates : ILoggingWriter, IDisposable
    {
        public const string ForTheLog = "log";
        private volatile int _journal;

        public GatedWriter Log { get; } = new();

        public GatedWriter Tables { get; } = new();

        public bool IsLogged(JournalEntry entry)
        {
            _journal = Environment.CurrentManagedThreadId;
            return entry is AppendEvents append ? append.Create is null : ((SaveMark)entry).Room.Value == ForTheLog;
        }

        public IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries) => (Environment.CurrentManagedThreadId == _journal ? Log : Tables).Commit(entries);

        public void Dispose()
        {
            Log.Dispose();
            Tables.Dispose();
        }
    }
}
