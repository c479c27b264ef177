using System.Globalization;
using System.Threading.Channels;
using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Connections;
using AkkaRealtime.Tests.Domains;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Routing.Execution;

public sealed class BoundedExecutorTests : IDisposable
{
    private static readonly RequestError Busy = new(ErrorCode.Unavailable, "Busy.", RetryAfterMs: 500);
    private readonly TestMeters _meters = new();
    private readonly RealtimeMetrics _metrics;
    private readonly Channel<object> _told = Channel.CreateBounded<object>(1_000);

    public BoundedExecutorTests() => _metrics = new RealtimeMetrics(_meters);

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Submit_Item_TellsItsAnswersInOrder()
    {
        using var executor = Executor();

        executor.Submit(Of("a", ["1", "2", "3"]));

        Assert.Equal(["1", "2", "3"], await ToldAsync(3));
    }

    [Fact]
    public async Task Submit_MoreThanMayRun_WaitsForOneThatIsDone()
    {
        using var executor = Executor(new ExecutorLimits(MaxRunning: 1));
        var first = new Held("a");
        var second = new Held("b");
        executor.Submit(first.Item);
        await first.BegunAsync();

        executor.Submit(second.Item);
        AssertWaiting(1);
        Assert.False(second.HasBegun);
        first.Release();

        await second.BegunAsync();
        second.Release();
        Assert.Equal(["a", "b"], await ToldAsync(2));
    }

    [Fact]
    public async Task Submit_MoreThanMayWait_IsUnavailableWithATimeToTryAgain()
    {
        using var executor = Executor(new ExecutorLimits(MaxRunning: 1, MaxWaiting: 1));
        var running = new Held("a");
        executor.Submit(running.Item);
        await running.BegunAsync();
        executor.Submit(Of("b", ["waits"]));

        executor.Submit(Of("c", ["never"]));

        Assert.Same(Busy, await ToldAsync());
        running.Release();
        Assert.Equal(["a", "waits"], await ToldAsync(2));
    }

    [Fact]
    public async Task Submit_MoreThanAConnectionMay_IsRateLimitedForThatOneOnly()
    {
        using var executor = Executor(new ExecutorLimits(MaxPerConnection: 2));
        var running = new Held("a");
        executor.Submit(running.Item);
        executor.Submit(Of("a", ["second"]));

        executor.Submit(Of("a", ["never"]));
        var refused = Assert.IsType<RequestError>(await ToldAsync());
        Assert.Equal((ErrorCode.RateLimited, 1_000), (refused.Code, refused.RetryAfterMs));

        executor.Submit(Of("b", ["another"]));
        Assert.Equal("another", await ToldAsync());
        running.Release();
        Assert.Equal(["a", "second"], await ToldAsync(2));
        executor.Submit(Of("a", ["again"]));
        Assert.Equal("again", await ToldAsync());
    }

    [Fact]
    public async Task Submit_AUserWithManyConnections_TakesTurnsWithTheOthers()
    {
        using var executor = Executor(new ExecutorLimits(MaxRunning: 1));
        var running = new Held("z");
        executor.Submit(running.Item);
        await running.BegunAsync();
        foreach (var session in new[] { "a1", "a2", "a3" })
            executor.Submit(Of(session, [session]) with { User = new UserId("alice") });

        executor.Submit(Of("b1", ["b1"]) with { User = new UserId("bob") });
        running.Release();

        Assert.Equal(["z", "a1", "b1", "a2", "a3"], await ToldAsync(5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Submit_AUsersHeavyWork_RunsOneAfterTheOtherAndKeepsNothingElseWaiting(int maxHeavy)
    {
        using var executor = Executor(new ExecutorLimits(MaxRunning: 1) { MaxHeavy = maxHeavy });
        var first = new Held("a1");
        executor.Submit(first.Item with { User = new UserId("alice"), Kind = WorkKind.Heavy });
        await first.BegunAsync();
        executor.Submit(Of("a2", ["a2"]) with { User = new UserId("alice"), Kind = WorkKind.Heavy });
        executor.Submit(Of("a2", ["behind a2"]) with { User = new UserId("alice") });

        executor.Submit(Of("a3", ["usual"]) with { User = new UserId("alice") });
        Assert.Equal("usual", await ToldAsync());
        executor.Submit(Of(null, ["opening"]) with { User = new UserId("alice"), Kind = WorkKind.Opening });
        Assert.Equal("opening", await ToldAsync());
        AssertWaiting(2);
        first.Release();

        Assert.Equal(["a1", "a2", "behind a2"], await ToldAsync(3));
    }

    [Fact]
    public async Task Submit_AnothersHeavyWork_RunsBesideWhereThereIsRoom()
    {
        using var executor = Executor(new ExecutorLimits { MaxHeavy = 2 });
        var first = new Held("a1");
        executor.Submit(first.Item with { User = new UserId("alice"), Kind = WorkKind.Heavy });

        executor.Submit(Of("b1", ["b1"]) with { User = new UserId("bob"), Kind = WorkKind.Heavy });

        Assert.Equal("b1", await ToldAsync());
        first.Release();
        Assert.Equal("a1", await ToldAsync());
    }

    [Fact]
    public async Task Submit_ItemsOfNoConnection_CountForNobody()
    {
        using var executor = Executor(new ExecutorLimits(MaxPerConnection: 1));
        var running = new Held(null);
        executor.Submit(running.Item);

        executor.Submit(Of(null, ["second"]));

        Assert.Equal("second", await ToldAsync());
        running.Release();
        Assert.Equal("", await ToldAsync());
    }

    [Fact]
    public async Task Submit_ItemsOfOneConnection_RunOneAfterTheOther()
    {
        using var executor = Executor();
        var slow = new Held("a");
        var quick = new Held("a");
        executor.Submit(slow.Item);
        executor.Submit(quick.Item);
        executor.Submit(Of("b", ["other"]));
        Assert.Equal("other", await ToldAsync());
        AssertWaiting(1);
        Assert.False(quick.HasBegun);

        slow.Release();

        await quick.BegunAsync();
    }

    [Fact]
    public async Task Submit_OneConnectionAsksForMuch_OthersTakeTurns()
    {
        using var executor = Executor(new ExecutorLimits(MaxRunning: 1));
        var running = new Held("z");
        executor.Submit(running.Item);
        await running.BegunAsync();
        foreach (var answer in new[] { "a1", "a2", "a3" })
            executor.Submit(Of("a", [answer]));
        foreach (var answer in new[] { "b1", "b2" })
            executor.Submit(Of("b", [answer]));

        running.Release();

        Assert.Equal(["z", "a1", "b1", "a2", "b2", "a3"], await ToldAsync(6));
    }

    [Fact]
    public async Task Submit_StoreIsAway_IsUnavailable()
    {
        using var executor = Executor();

        executor.Submit(Of("a", () => throw new StoreUnavailableException("away")));

        Assert.Same(Busy, await ToldAsync());
    }

    [Fact]
    public async Task Submit_ItemThatFails_IsInternalAndTheNextRuns()
    {
        using var executor = Executor(new ExecutorLimits(MaxRunning: 1));

        executor.Submit(Of("a", () => throw new InvalidOperationException("a bug")));
        executor.Submit(Of("a", ["next"]));

        Assert.Equal(ErrorCode.Internal, Assert.IsType<RequestError>(await ToldAsync()).Code);
        Assert.Equal("next", await ToldAsync());
    }

    [Fact]
    public async Task Submit_AnswerThatCantBeTold_IsLoggedAndTheNextRuns()
    {
        var log = new ListLogger();
        using var executor = Untold(log);

        executor.Submit(Of("a", ["untold"]));
        executor.Submit(Of("a", ["next"]));

        Assert.Equal("next", await ToldAsync());
        Assert.Equal(["11002 An answer of the queue spec could not be told to its asker."], log.Lines);
    }

    [Fact]
    public void Submit_RefusalThatCantBeTold_IsLoggedAndCostsTheRouterNothing()
    {
        var log = new ListLogger();
        var executor = Untold(log);
        executor.Dispose();

        executor.Submit(new WorkItem(ActorRefs.Nobody, null, _ => throw new InvalidOperationException("It must not run."), _ => "untold"));

        Assert.Equal(["11002 An answer of the queue spec could not be told to its asker."], log.Lines);
    }

    [Fact]
    public async Task Submit_AsMuchAsTheRateLimitLetsAConnectionSendAtOnce_IsAnswered()
    {
        var options = new RealtimeOptions();
        using var executor = Executor(options.Execution());
        for (var i = 0; i < options.Limits.Burst; i++)
            executor.Submit(Of("a", [i.ToString(CultureInfo.InvariantCulture)]));

        Assert.Equal(Enumerable.Range(0, options.Limits.Burst).Select(i => (object)i.ToString(CultureInfo.InvariantCulture)), await ToldAsync(options.Limits.Burst));
    }

    [Theory]
    [InlineData(true, 1_000, 1_000)]
    [InlineData(true, 10, 128)]
    [InlineData(false, 100, int.MaxValue)]
    public void ForBursts_OfTheRateLimit_LetsAConnectionHaveAtLeastSoMuchUnderWay(bool isLimited, int burst, int most)
    {
        var options = new RealtimeOptions();
        (options.Limits.RateLimiting, options.Limits.Burst) = (isLimited, burst);
        Assert.Equal(most, options.Execution().MaxPerConnection);
    }

    [Fact]
    public async Task Dispose_CancelsWhatRunsAndForgetsWhatWaits()
    {
        var executor = Executor(new ExecutorLimits(MaxRunning: 1));
        var cancelled = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        executor.Submit(new WorkItem(ActorRefs.Nobody, new SessionId("a"), async cancel =>
        {
            cancel.Register(cancelled.SetResult);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return [];
        }, e => e));
        await begun.Task.WaitAsync(Patient.Wait);
        executor.Submit(Of("b", ["never"]));

        executor.Dispose();

        await cancelled.Task.WaitAsync(Patient.Wait);
        executor.Submit(Of("c", ["never"]));
        Assert.Equal(ErrorCode.Unavailable, Assert.IsType<RequestError>(await ToldAsync()).Code);
        Assert.False(_told.Reader.TryRead(out _));
    }

    // What waits, by the metric: what was let run has left the queue at once, before it has begun.
    private void AssertWaiting(long items) => Assert.Equal(items, _meters.Observe("akkarealtime.queue.depth:spec"));

    private BoundedExecutor Executor(ExecutorLimits? limits = null) =>
        new("spec", limits ?? new ExecutorLimits(), Busy, _metrics, NullLogger.Instance, (answer, _) => _told.Writer.TryWrite(answer));

    private BoundedExecutor Untold(ListLogger log) => new(
        "spec", new ExecutorLimits(), Busy, _metrics, log, (answer, _) => _told.Writer.TryWrite(answer is "untold" ? throw new InvalidOperationException("Gone.") : answer));

    private async Task<object> ToldAsync() => await _told.Reader.ReadAsync().AsTask().WaitAsync(Patient.Wait);

    private async Task<List<object>> ToldAsync(int count)
    {
        var told = new List<object>();
        while (told.Count < count)
            told.Add(await ToldAsync());
        return told;
    }

    private static WorkItem Of(string? session, IReadOnlyList<object> answers) => Of(session, () => answers);

    private static WorkItem Of(string? session, Func<IReadOnlyList<object>> answers) =>
        new(ActorRefs.Nobody, session is null ? null : new SessionId(session), _ => Task.FromResult(answers()), e => e);

    // An item that runs until it is released; it answers with the name of its connection.
    private sealed class Held
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Held(string? session) => Item = new WorkItem(
            ActorRefs.Nobody,
            session is null ? null : new SessionId(session),
            async _ =>
            {
                _begun.SetResult();
                await _released.Task;
                return [session ?? ""];
            },
            e => e);

        public WorkItem Item { get; }

        public bool HasBegun => _begun.Task.IsCompleted;

        public Task BegunAsync() => _begun.Task.WaitAsync(Patient.Wait);

        public void Release() => _released.SetResult();
    }
}
