using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>
/// What is done behind the commits, once a second: what was acknowledged on the log is written into the tables, domains catch up on what they put off
/// (<see cref="ISqliteDeferredWork"/>), and the write-ahead log is moved into the database, on a connection of its own. Inside a commit a checkpoint would be a pause of 25–120 ms for everybody who waits for it. An idle store is left alone.
/// </summary>
internal sealed class SqliteMaintenance : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(1000);
    private readonly SqliteSession _session;
    private readonly SqliteWriter _writer;
    private readonly SqliteDeferred _deferred;
    private readonly UnallocatedSpace _unallocated;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly List<TaskCompletionSource> _scrubs = [];
    private bool _disposed;

    public SqliteMaintenance(SqliteSession session, SqliteWriter writer, SqliteDeferred deferred, UnallocatedSpace unallocated, TimeProvider time, ILogger log)
    {
        _session = session;
        _writer = writer;
        _deferred = deferred;
        _unallocated = unallocated;
        _log = log;

        // Who empties the log stops all commits meanwhile: not for long.
        _session.Execute("PRAGMA busy_timeout=200");
        _timer = time.CreateTimer(_ => Run(), null, Period, Period);
    }

    /// <summary>There is enough to do now: it isn't left to the next time.</summary>
    public void Hurry() => _timer.Change(TimeSpan.Zero, Period);

    /// <summary>
    /// Completes when nothing is left of what was removed before: domains have scrubbed what they hold of it, the write-ahead log is empty, and so is what pages don't use.
    /// Freed pages were overwritten already (<c>secure_delete</c>).
    /// </summary>
    public Task ScrubAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_scrubs)
        {
            if (_disposed)
                return Task.FromException(new StoreUnavailableException("The store is closed."));
            _scrubs.Add(done);
        }

        _writer.Dirty = true;
        Hurry();
        return done.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            lock (_scrubs)
            {
                _disposed = true;
                foreach (var scrub in _scrubs)
                    scrub.TrySetException(new StoreUnavailableException("The store is closed."));
            }

            _session.Dispose();
        }
    }

    private void Run()
    {
        // One that takes longer than the period is not joined by a second one.
        if ((!_writer.Dirty && !_deferred.IsRebuilding) || !_gate.TryEnter())
            return;
        try
        {
            if (_disposed)
                return;
            _writer.Dirty = false;
            _deferred.CatchUp();
            _deferred.Rebuild(Period / 2);
            TaskCompletionSource[] scrubs;
            lock (_scrubs)
                scrubs = [.. _scrubs];
            if (scrubs.Length == 0)
                _session["PRAGMA wal_checkpoint(PASSIVE)"].Run();
            else
                Scrub(scrubs);
        }
#pragma warning disable CA1031 // The end of a timer's callback: nothing else would catch it, and the next run tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            StorageLog.MaintenanceFailed(_log, e);
        }
        finally
        {
            _gate.Exit();
        }
    }

    // A reader that still sees the log as it was keeps it from being emptied; the next run tries again.
    private void Scrub(TaskCompletionSource[] scrubs)
    {
        _deferred.Scrub();
        _session["PRAGMA wal_checkpoint(PASSIVE)"].Run();
        if (!TryEmptyLog() || !TryOverwriteUnallocated())
        {
            _writer.Dirty = true;
            return;
        }

        lock (_scrubs)
            _scrubs.RemoveAll(scrubs.Contains);
        foreach (var scrub in scrubs)
            scrub.TrySetResult();
    }

    private bool TryEmptyLog()
    {
        var checkpoint = _session["PRAGMA wal_checkpoint(TRUNCATE)"];
        var emptied = checkpoint.Step() && checkpoint.Number(0) == 0;
        checkpoint.Reset();
        return emptied;
    }

    // The file has been whole since the log was empty, so all pages are found that hold anything of before; what is copied later is not of what was removed.
    private bool TryOverwriteUnallocated()
    {
        var pages = _unallocated.Find();
        return pages.Count == 0 || _writer.Beside(() =>
        {
            if (!TryEmptyLog())
                return false;
            _unallocated.Overwrite(pages);
            return true;
        });
    }
}
