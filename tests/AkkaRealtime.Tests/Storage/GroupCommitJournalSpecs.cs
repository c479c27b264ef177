using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Storage;

public sealed class GroupCommitJournalSpecs() : TestKit(Patient.Config)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly GatedWriter _writer = new();

    [Fact]
    public async Task Should_tell_the_owner_only_after_the_commit()
    {
        using var journal = Journal();
        var owner = CreateTestProbe();
        var entry = Mark(owner, 1);

        Assert.True(journal.TryWrite(entry));
        await _writer.BegunAsync();
        await owner.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        _writer.Open();

        Assert.Equal(new Saved(entry), await owner.ExpectMsgAsync<Saved>());
    }

    [Fact]
    public async Task Should_commit_all_that_waited_as_one_batch()
    {
        using var journal = Journal();
        journal.TryWrite(Mark(TestActor, 1));
        await _writer.BegunAsync();
        for (var i = 2; i <= 6; i++)
            journal.TryWrite(Mark(TestActor, i));
        _writer.Open(2);

        Assert.Equal([2L, 3L, 4L, 5L, 6L], Reads(await _writer.BegunAsync()));
    }

    [Fact]
    public async Task Should_commit_all_that_a_turn_of_an_event_loop_brings_as_one_batch()
    {
        using var loop = new EventLoop("turn", NullLogger.Instance);
        using var journal = Journal();
        _writer.Open(10);
        journal.TryWrite(Mark(TestActor, 1));
        await _writer.BegunAsync();
        await ExpectMsgAsync<Saved>();

        var begun = _writer.BegunAsync();
        var begunEarly = false;
        loop.Post(new Turn(() =>
        {
            journal.TryWrite(Mark(TestActor, 2));
            begunEarly = begun.Wait(TimeSpan.FromMilliseconds(50));
            for (var i = 3; i <= 6; i++)
                journal.TryWrite(Mark(TestActor, i));
        }));

        Assert.Equal([2L, 3L, 4L, 5L, 6L], Reads(await begun));
        Assert.False(begunEarly);
    }

    [Fact]
    public async Task Should_limit_a_batch()
    {
        using var journal = Journal(batch: 3);
        journal.TryWrite(Mark(TestActor, 1));
        await _writer.BegunAsync();
        for (var i = 2; i <= 6; i++)
            journal.TryWrite(Mark(TestActor, i));
        _writer.Open(3);

        Assert.Equal([2L, 3L, 4L], Reads(await _writer.BegunAsync()));
        Assert.Equal([5L, 6L], Reads(await _writer.BegunAsync()));
    }

    // A thousand members come into each of some rooms: what others say meanwhile waits for one of them, not for all.
    [Fact]
    public async Task Should_commit_bulk_alone_and_let_others_pass()
    {
        using var journal = Journal();
        journal.TryWrite(Mark(CreateTestProbe(), 1));
        await _writer.BegunAsync();
        journal.TryWrite(Bulk(CreateTestProbe(), 101));
        journal.TryWrite(Bulk(CreateTestProbe(), 102));
        journal.TryWrite(Mark(CreateTestProbe(), 2));
        journal.TryWrite(Mark(CreateTestProbe(), 3));

        _writer.Open();
        Assert.Equal([2L, 3L], Reads(await _writer.BegunAsync()));
        _writer.Open();
        Assert.Equal([101L], Reads(await _writer.BegunAsync()));
        journal.TryWrite(Mark(CreateTestProbe(), 4));
        _writer.Open();
        Assert.Equal([4L], Reads(await _writer.BegunAsync()));
        _writer.Open();
        Assert.Equal([102L], Reads(await _writer.BegunAsync()));
        _writer.Open();
    }

    [Fact]
    public async Task Should_commit_bulk_although_others_never_end()
    {
        using var journal = Journal();
        var owner = CreateTestProbe();
        journal.TryWrite(Mark(CreateTestProbe(), 1));
        await _writer.BegunAsync();
        journal.TryWrite(Bulk(owner, 101));

        var passed = 0;
        for (var next = 2; ; next++)
        {
            journal.TryWrite(Mark(CreateTestProbe(), next));
            _writer.Open();
            if (Reads(await _writer.BegunAsync()).Single() == 101)
                break;
            passed++;
        }

        Assert.Equal(BulkLane.MaxPasses, passed);
        _writer.Open(2);
        Assert.Equal(101, ((SaveMark)(await owner.ExpectMsgAsync<Saved>()).Entry).Read);
    }

    [Fact]
    public async Task Should_keep_the_order_of_an_owner_whose_bulk_waits()
    {
        using var journal = Journal();
        var (owner, other) = (CreateTestProbe(), CreateTestProbe());
        journal.TryWrite(Mark(other, 1));
        await _writer.BegunAsync();
        journal.TryWrite(Bulk(owner, 101));
        journal.TryWrite(Mark(owner, 2));
        journal.TryWrite(Mark(other, 3));
        _writer.Open(10);

        Assert.Equal(101, ((SaveMark)(await owner.ExpectMsgAsync<Saved>()).Entry).Read);
        Assert.Equal(2, ((SaveMark)(await owner.ExpectMsgAsync<Saved>()).Entry).Read);
    }

    [Fact]
    public async Task Should_commit_bulk_that_waits_when_it_is_drained()
    {
        var journal = Journal();
        journal.TryWrite(Mark(TestActor, 1));
        await _writer.BegunAsync();
        journal.TryWrite(Bulk(TestActor, 101));
        journal.TryWrite(Bulk(TestActor, 102));
        _writer.Open(3);

        await journal.DrainAsync().WaitAsync(Patient.Wait);
        foreach (var read in (long[])[1, 101, 102])
            Assert.Equal(read, ((SaveMark)(await ExpectMsgAsync<Saved>()).Entry).Read);
        journal.Dispose();
    }

    [Fact]
    public async Task Should_tell_each_owner_in_the_order_of_its_entries()
    {
        using var journal = Journal(batch: 4);
        var one = CreateTestProbe();
        var two = CreateTestProbe();
        _writer.Open(100);
        for (var i = 1; i <= 20; i++)
            Assert.True(journal.TryWrite(Mark(i % 2 == 0 ? two : one, i)));

        for (var i = 1; i <= 20; i += 2)
            Assert.Equal(i, ((SaveMark)(await one.ExpectMsgAsync<Saved>()).Entry).Read);
        for (var i = 2; i <= 20; i += 2)
            Assert.Equal(i, ((SaveMark)(await two.ExpectMsgAsync<Saved>()).Entry).Read);
    }

    [Fact]
    public async Task Should_refuse_entries_when_the_channel_is_full()
    {
        var metrics = TestMetrics.New();
        using var drops = new Measured<long>(metrics.Drops);
        using var journal = new GroupCommitJournal(_writer, metrics, TimeProvider.System, NullLogger.Instance, capacity: 2);
        journal.TryWrite(Mark(TestActor, 1));
        await _writer.BegunAsync();

        Assert.True(journal.TryWrite(Mark(TestActor, 2)));
        Assert.True(journal.TryWrite(Mark(TestActor, 3)));
        Assert.False(journal.TryWrite(Mark(TestActor, 4)));
        Assert.Equal((1L, "journal full"), Assert.Single(drops.Values));

        _writer.Open(2);
        for (var i = 1; i <= 3; i++)
            Assert.Equal(i, ((SaveMark)(await ExpectMsgAsync<Saved>()).Entry).Read);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Should_commit_what_waits_when_it_is_drained_and_take_nothing_more()
    {
        var journal = Journal();
        journal.TryWrite(Mark(TestActor, 1));
        await _writer.BegunAsync();
        journal.TryWrite(Mark(TestActor, 2));

        var drained = journal.DrainAsync();

        Assert.False(journal.TryWrite(Mark(TestActor, 3)));
        Assert.False(drained.IsCompleted);
        _writer.Open(2);
        await drained.WaitAsync(Patient.Wait);
        Assert.Equal(1, ((SaveMark)(await ExpectMsgAsync<Saved>()).Entry).Read);
        Assert.Equal(2, ((SaveMark)(await ExpectMsgAsync<Saved>()).Entry).Read);
        await journal.DrainAsync();

        // A host whose start fails disposes it by each of its services.
        journal.Dispose();
        journal.Dispose();
    }

    [Fact]
    public async Task Should_tell_every_owner_when_the_store_fails_and_go_on()
    {
        using var journal = Journal();
        var room = RoomId.New(Noon);
        var mark = Mark(TestActor, 1);
        _writer.Fault = new StoreUnavailableException("gone");
        _writer.Open(2);

        journal.TryWrite(mark);
        Assert.Equal(new SaveFailed(mark), await ExpectMsgAsync<SaveFailed>());
        journal.TryWrite(new AppendEvents(TestActor, room, 0, [new ChatLeft(new UserId("a")) { Room = room, At = Noon, By = new UserId("a") }]));
        Assert.Equal(new EventsRefused(room, AppendRefusal.Unavailable), await ExpectMsgAsync<EventsRefused>());

        _writer.Fault = null;
        _writer.Open();
        journal.TryWrite(mark);
        Assert.Equal(new Saved(mark), await ExpectMsgAsync<Saved>());
    }

    [Fact]
    public async Task Should_count_commits_and_their_entries()
    {
        var metrics = TestMetrics.New();
        using var entries = new Measured<long>(metrics.CommitEntries);
        using var seconds = new Measured<double>(metrics.CommitSeconds);
        var journal = new GroupCommitJournal(_writer, metrics, TimeProvider.System, NullLogger.Instance);
        _writer.Open();
        journal.TryWrite(Mark(TestActor, 1));
        await ExpectMsgAsync<Saved>();
        await journal.DrainAsync();

        Assert.Equal(1, Assert.Single(entries.Values).Value);
        Assert.Single(seconds.Values);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _writer.Dispose();
    }

    private sealed class Turn(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }

    private GroupCommitJournal Journal(int batch = GroupCommitJournal.DefaultBatch) =>
        new(_writer, TestMetrics.Instance, TimeProvider.System, NullLogger.Instance, batch: batch);

    private static SaveMark Mark(IActorRef owner, long read) => new(owner, new RoomId("r"), new UserId("u"), read, read);

    private static SaveMark Bulk(IActorRef owner, long read) => Mark(owner, read) with { IsBulk = true };

    private static IEnumerable<long> Reads(JournalEntry[] batch) => batch.Cast<SaveMark>().Select(m => m.Read);
}
