using System.Threading.Channels;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Reads;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Routing.Reads;

public sealed class ReadExecutorTests
{
    private readonly Channel<object> _told = Channel.CreateBounded<object>(1_000);

    [Fact]
    public async Task Submit_Read_TellsItsAnswersInOrder()
    {
        using var executor = Executor();

        executor.Submit(Of("a", ["1", "2", "3"]));

        Assert.Equal(["1", "2", "3"], await ToldAsync(3));
    }

    [Fact]
    public async Task Submit_MoreThanMayRun_WaitsForOneThatIsDone()
    {
        using var executor = Executor(new ReadLimits(MaxRunning: 1));
        var first = new Held("a");
        var second = new Held("b");
        executor.Submit(first.Read);
        await first.BegunAsync();

        executor.Submit(second.Read);
        Assert.False(second.HasBegun);
        first.Release();

        await second.BegunAsync();
        second.Release();
        Assert.Equal(["a", "b"], await ToldAsync(2));
    }

    [Fact]
    public async Task Submit_MoreThanMayWait_IsUnavailableWithATimeToTryAgain()
    {
        using var executor = Executor(new ReadLimits(MaxRunning: 1, MaxWaiting: 1));
        var running = new Held("a");
        executor.Submit(running.Read);
        await running.BegunAsync();
        executor.Submit(Of("b", ["waits"]));

        executor.Submit(Of("c", ["never"]));

        var refused = Assert.IsType<RequestError>(await ToldAsync());
        Assert.Equal((ErrorCode.Unavailable, 1_000), (refused.Code, refused.RetryAfterMs));
        running.Release();
        Assert.Equal(["a", "waits"], await ToldAsync(2));
    }

    [Fact]
    public async Task Submit_MoreThanAConnectionMay_IsRateLimitedForThatOneOnly()
    {
        using var executor = Executor(new ReadLimits(MaxOfConnection: 2));
        var running = new Held("a");
        executor.Submit(running.Read);
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
    public async Task Submit_ReadsOfNoConnection_CountForNobody()
    {
        using var executor = Executor(new ReadLimits(MaxOfConnection: 1));
        var running = new Held(null);
        executor.Submit(running.Read);

        executor.Submit(Of(null, ["second"]));

        Assert.Equal("second", await ToldAsync());
        running.Release();
        Assert.Equal("", await ToldAsync());
    }

    [Fact]
    public async Task Submit_ReadsOfOneConnection_RunOneAfterTheOther()
    {
        using var executor = Executor();
        var slow = new Held("a");
        var quick = new Held("a");
        executor.Submit(slow.Read);
        executor.Submit(quick.Read);
        executor.Submit(Of("b", ["other"]));
        Assert.Equal("other", await ToldAsync());
        Assert.False(quick.HasBegun);

        slow.Release();

        await quick.BegunAsync();
    }

    [Fact]
    public async Task Submit_OneConnectionAsksForMuch_OthersTakeTurns()
    {
        using var executor = Executor(new ReadLimits(MaxRunning: 1));
        var running = new Held("z");
        executor.Submit(running.Read);
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

        var refused = Assert.IsType<RequestError>(await ToldAsync());
        Assert.Equal((ErrorCode.Unavailable, 1_000), (refused.Code, refused.RetryAfterMs));
    }

    [Fact]
    public async Task Submit_ReadThatFails_IsInternalAndTheNextRuns()
    {
        using var executor = Executor(new ReadLimits(MaxRunning: 1));

        executor.Submit(Of("a", () => throw new InvalidOperationException("a bug")));
        executor.Submit(Of("a", ["next"]));

        Assert.Equal(ErrorCode.Internal, Assert.IsType<RequestError>(await ToldAsync()).Code);
        Assert.Equal("next", await ToldAsync());
    }

    [Fact]
    public async Task Dispose_CancelsWhatRunsAndForgetsWhatWaits()
    {
        var executor = Executor(new ReadLimits(MaxRunning: 1));
        var cancelled = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        executor.Submit(new Read(ActorRefs.Nobody, new SessionId("a"), async cancel =>
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

    private ReadExecutor Executor(ReadLimits? limits = null) =>
        new("spec-reads", limits ?? new ReadLimits(), TestMetrics.Instance, NullLogger.Instance, (answer, _) => _told.Writer.TryWrite(answer));

    private async Task<object> ToldAsync() => await _told.Reader.ReadAsync().AsTask().WaitAsync(Patient.Wait);

    private async Task<List<object>> ToldAsync(int count)
    {
        var told = new List<object>();
        while (told.Count < count)
            told.Add(await ToldAsync());
        return told;
    }

    private static Read Of(string? session, IReadOnlyList<object> answers) => Of(session, () => answers);

    private static Read Of(string? session, Func<IReadOnlyList<object>> answers) =>
        new(ActorRefs.Nobody, session is null ? null : new SessionId(session), _ => Task.FromResult(answers()), e => e);

    // A read that runs until it is released; it answers with the name of its connection.
    private sealed class Held
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Held(string? session) => Read = new Read(
            ActorRefs.Nobody,
            session is null ? null : new SessionId(session),
            async _ =>
            {
                _begun.SetResult();
                await _released.Task;
                return [session ?? ""];
            },
            e => e);

        public Read Read { get; }

        public bool HasBegun => _begun.Task.IsCompleted;

        public Task BegunAsync() => _begun.Task.WaitAsync(Patient.Wait);

        public void Release() => _released.SetResult();
    }
}
