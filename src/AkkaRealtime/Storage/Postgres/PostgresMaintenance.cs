using Microsoft.Extensions.Logging;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// What an update builds anew behind the commits, in steps that nobody waits for. Several nodes may do it side by side, and a restart goes on where they were.
/// </summary>
internal interface IPostgresRebuild
{
    /// <summary>Does a step as a transaction of its own, some ten milliseconds long. It is asked again now and then when there was nothing more.</summary>
    RebuildProgress Rebuild(NpgsqlConnection connection);
}

/// <summary>Tables of a domain that build something anew.</summary>
internal interface IPostgresRebuilds
{
    /// <summary>What does it on this node.</summary>
    IPostgresRebuild CreateRebuild();
}

/// <summary>Builds anew what an update needs, and looks now and then whether a node of the former version has left more to do.</summary>
internal sealed class PostgresMaintenance : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);
    private readonly NpgsqlDataSource _source;
    private readonly PostgresCircuitBreaker _breaker;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RebuildLog _rebuildLog;
    private readonly IPostgresRebuild[] _rebuilds;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _rebuilt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;
    private int _disposed;

    public PostgresMaintenance(NpgsqlDataSource source, PostgresCircuitBreaker breaker, IReadOnlyList<IPostgresTables> tables, TimeProvider time, ILogger log)
    {
        (_source, _breaker, _time, _log) = (source, breaker, time, log);
        _rebuildLog = new RebuildLog(log, time);
        _rebuilds = [new PostgresRoomNames(), .. tables.OfType<IPostgresRebuilds>().Select(t => t.CreateRebuild())];
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Completes when everything was done once.</summary>
    public Task Rebuilt => _rebuilt.Task;

    /// <summary>Ends behind the step that is under way. Safe to call again: the engine is disposed by the drain, and by its container.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _closing.Cancel();

        // A step is short; where the database is away, it ends by its time-out.
        _loop.Wait(TimeSpan.FromSeconds(15));
        _closing.Dispose();
    }

    private async Task LoopAsync()
    {
        for (var pause = FirstPause; !_closing.IsCancellationRequested;)
        {
            var worked = await RunAsync().ConfigureAwait(false);
            pause = worked ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, MaxPause.Ticks));
            await Task.Delay(pause, _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does all there is; true where that was something.</summary>
    private async Task<bool> RunAsync()
    {
        var worked = false;
        try
        {
            _breaker.Check();
            foreach (var rebuild in _rebuilds)
            {
                for (var more = true; more && !_closing.IsCancellationRequested;)
                {
                    var start = _time.GetTimestamp();
                    more = Step(rebuild);
                    worked |= more;

                    // Half of the time is everybody else's.
                    if (more)
                        await Task.Delay(_time.GetElapsedTime(start), _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }

            if (!_closing.IsCancellationRequested)
                _rebuilt.TrySetResult();
        }
        catch (Exception e) when (e is StoreUnavailableException or ObjectDisposedException || (e is NpgsqlException && !(e is PostgresException fault && PostgresFaults.IsOfTheStatement(fault))))
        {
            // An outage has its own message, told by those who are waited for.
        }
#pragma warning disable CA1031 // The end of a loop: nothing else would catch it, and the next run tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            StorageLog.MaintenanceFailed(_log, e);
        }

        return worked;
    }

    private bool Step(IPostgresRebuild rebuild)
    {
        using var connection = _source.OpenConnection();
        using (var patience = new NpgsqlCommand(PostgresPatience.OfConnection, connection))
            patience.ExecuteNonQuery();
        var progress = rebuild.Rebuild(connection);
        _rebuildLog.Tell(progress);
        return progress.More;
    }
}
