using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Work that no commit waits for, in steps between the commits, so that none waits for more than one of them.</summary>
internal sealed class SqliteDeferred(SqliteWriter writer, IEnumerable<ISqliteRebuild> rebuilds, TimeProvider time, ILogger log)
{
    private readonly ISqliteDeferredWork[] _works = [.. writer.Tables.OfType<ISqliteDeferredWork>()];
    private readonly Queue<ISqliteRebuild> _rebuilds = new(rebuilds.Concat(writer.Tables.OfType<ISqliteRebuild>()));
    private readonly RebuildLog _rebuildLog = new(log, time);
    private readonly TaskCompletionSource _rebuilt = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Something is still built anew, after an update.</summary>
    public bool IsRebuilding => !_rebuilt.Task.IsCompleted;

    /// <summary>Completes when nothing is left to build anew.</summary>
    public Task Rebuilt => _rebuilt.Task;

    /// <summary>Writes what is on the log into the tables, and does what domains put off until after that. From any thread.</summary>
    public void CatchUp()
    {
        writer.StoreLogged();
        foreach (var work in _works)
        {
            while (writer.InTransaction(work.CatchUp))
            {
            }
        }
    }

    /// <summary>Has domains take what was removed out of the file for good. By the maintenance alone.</summary>
    public void Scrub()
    {
        CatchUp();
        writer.EraseLog();
        foreach (var work in _works)
        {
            for (var first = true; writer.InTransaction(() => work.Scrub(first)); first = false)
            {
            }
        }
    }

    /// <summary>Builds on what an update has to build anew, for about that long; for one step only where a commit waits. By the maintenance alone.</summary>
    public void Rebuild(TimeSpan most)
    {
        var start = time.GetTimestamp();
        while (_rebuilds.TryPeek(out var next))
        {
            RebuildProgress progress = default;
            writer.InTransaction(() => (progress = next.Rebuild()).More);
            _rebuildLog.Tell(progress);
            if (!progress.More)
                _rebuilds.Dequeue();
            if (time.GetElapsedTime(start) >= most || writer.IsWaitedFor)
                break;
        }

        if (_rebuilds.Count == 0)
            _rebuilt.TrySetResult();
    }
}
