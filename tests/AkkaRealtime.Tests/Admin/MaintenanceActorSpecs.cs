using System.Collections.Concurrent;
using Akka.Actor;
using AkkaRealtime.Admin;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Domains;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Admin;

public sealed class MaintenanceActorSpecs(ITestOutputHelper output) : VirtualTimeSpec(output)
{
    private readonly ConcurrentQueue<string> _begun = new();
    private readonly ConcurrentQueue<TaskCompletionSource<long>> _sweeps = new();
    private readonly ListLogger _log = new();

    [Fact]
    public async Task Should_go_on_with_open_erasures_at_its_start_and_at_every_tick()
    {
        var maintenance = await StartAsync();
        Assert.Equal("erase", Begun());
        for (var tick = 0; tick < 3; tick++)
        {
            await TickAsync(maintenance);
            Assert.Contains("erase", Begun(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Should_sweep_soon_after_the_start_and_then_at_its_times()
    {
        var maintenance = await StartAsync();
        await TickAsync(maintenance);
        Assert.Equal("erase sweep erase", Begun());
        await SweptAsync(maintenance, 0);
        for (var tick = 1; tick < 120; tick++)
            await TickAsync(maintenance);
        Assert.DoesNotContain("sweep", Begun(), StringComparison.Ordinal);
        await TickAsync(maintenance);
        Assert.Equal("sweep erase", Begun());
    }

    [Fact]
    public async Task Should_sweep_again_where_it_was_woken_meanwhile()
    {
        var maintenance = await StartAsync();
        maintenance.Tell(new WakeMaintenance("first"));
        maintenance.Tell(new WakeMaintenance("second"));
        await SettleAsync(maintenance);
        Assert.Single(_begun, "sweep");

        await SweptAsync(maintenance, 3);
        await SweptAsync(maintenance, 0);

        Assert.Equal(2, _begun.Count(b => b == "sweep"));
    }

    [Fact]
    public async Task Should_try_again_at_the_next_tick_what_failed()
    {
        var maintenance = await StartAsync();
        await TickAsync(maintenance);
        Assert.True(_sweeps.TryDequeue(out var sweep));
        await Task.Run(() => sweep.SetException(new StoreUnavailableException("away")));
        await SettleAsync(maintenance);
        Begun();

        await TickAsync(maintenance);

        Assert.Equal("sweep erase", Begun());
    }

    [Fact]
    public async Task Should_warn_of_what_failed_but_leave_an_outage_to_the_store()
    {
        var maintenance = await StartAsync();
        foreach (var fault in new Exception[] { new StoreUnavailableException("closed"), new InvalidOperationException("broken") })
        {
            await TickAsync(maintenance);
            Assert.True(_sweeps.TryDequeue(out var sweep));
            await Task.Run(() => sweep.SetException(fault));
            await SettleAsync(maintenance);
        }

        Assert.Single(_log.Of(LogLevel.Debug));
        Assert.Single(_log.Of(LogLevel.Warning));
    }

    private async Task<IActorRef> StartAsync()
    {
        var maintenance = Sys.ActorOf(MaintenanceActor.Props(new MaintenanceTasks(
            _ =>
            {
                var sweep = new TaskCompletionSource<long>();
                _sweeps.Enqueue(sweep);
                _begun.Enqueue("sweep");
                return sweep.Task;
            },
            _ =>
            {
                _begun.Enqueue("erase");
                return Task.FromResult<IReadOnlyList<Erasure>>([]);
            },
            TimeSpan.FromHours(1),
            Time,
            _log)));
        await SettleAsync(maintenance);
        return maintenance;
    }

    private async Task TickAsync(IActorRef maintenance)
    {
        Advance(MaintenanceActor.Tick);
        await SettleAsync(maintenance);
    }

    private async Task SweptAsync(IActorRef maintenance, long emptied)
    {
        Assert.True(_sweeps.TryDequeue(out var sweep));

        // On a thread without xunit's context, what waits for it goes on at once, and has told the actor when this returns.
        await Task.Run(() => sweep.SetResult(emptied));
        await SettleAsync(maintenance);
    }

    // Twice: what it began may have told it that it is done.
    private async Task SettleAsync(IActorRef maintenance)
    {
        for (var i = 0; i < 2; i++)
        {
            maintenance.Tell(new Identify(i), TestActor);
            await ExpectMsgAsync<ActorIdentity>();
        }
    }

    private string Begun()
    {
        var begun = string.Join(' ', _begun);
        _begun.Clear();
        return begun;
    }
}
