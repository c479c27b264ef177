using AkkaRealtime.EventLoops;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.EventLoops;

public sealed class EventLoopTests : IDisposable
{
    private readonly EventLoop _loop = new("test", NullLogger.Instance);

    [Fact]
    public async Task Post_FromAnyThread_RunsInTheLoop()
    {
        var loop = await InLoopAsync(() => EventLoop.Current);

        Assert.Same(_loop, loop);
        Assert.Null(EventLoop.Current);
    }

    // One write a turn: what comes to an outbox after it was woken goes out with it.
    [Fact]
    public async Task PostWrite_RunsBehindAllThatTheTurnStillBrings()
    {
        var order = new List<string>();
        var done = await InLoopAsync(() =>
        {
            var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _loop.PostWrite(new Work(() =>
            {
                order.Add("write");
                last.SetResult();
            }));
            _loop.Post(new Work(() =>
            {
                order.Add("work");
                _loop.Post(new Work(() => order.Add("what the work posted")));
            }));
            return last.Task;
        });
        await done.WaitAsync(Patient.Wait);

        Assert.Equal(["work", "what the work posted", "write"], order);
    }

    [Fact]
    public async Task Post_WorkThatFails_CostsNothingElse()
    {
        _loop.Post(new Work(() => throw new InvalidOperationException()));

        Assert.Equal(1, await InLoopAsync(() => 1));
    }

    [Fact]
    public async Task Post_AfterTheEnd_RunsOnTheThreadPool()
    {
        _loop.Dispose();

        Assert.True(await InLoopAsync(() => Thread.CurrentThread.IsThreadPoolThread));
    }

    // A commit tells hundreds of rooms: the first must not answer alone.
    [Fact]
    public async Task HoldBack_ManyPosted_RunOnceAllAreThere()
    {
        await SleepAsync();
        var posted = false;
        Task<bool> first;
        using (WakeUps.HoldBack())
        {
            first = InLoopAsync(() => Volatile.Read(ref posted));
            Assert.False(SpinWait.SpinUntil(() => first.IsCompleted, TimeSpan.FromMilliseconds(50)));
            Volatile.Write(ref posted, true);
        }

        Assert.True(await first);
    }

    public void Dispose() => _loop.Dispose();

    // Waits until the loop has nothing to do, and waits for something.
    private async Task SleepAsync()
    {
        while (!_loop.IsAsleep)
            await InLoopAsync(Thread.Yield);
    }

    private Task<T> InLoopAsync<T>(Func<T> read) => Work.InLoopAsync(_loop, read);
}
