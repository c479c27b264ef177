using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>
/// What is done behind the commits, a few times a second: texts are indexed for search, and the write-ahead log is moved into the database, on a
/// connection of its own. Inside a commit a checkpoint would be a pause of 25–120 ms for everybody who waits for it. An idle store is left alone.
/// </summary>
internal sealed class SqliteUpkeep : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);
    private readonly SqliteSession _session;
    private readonly SqliteWriter _writer;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private bool _disposed;

    public SqliteUpkeep(SqliteSession session, SqliteWriter writer, TimeProvider time, ILogger log)
    {
        _session = session;
        _writer = writer;
        _log = log;
        _timer = time.CreateTimer(_ => Run(), null, Period, Period);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _disposed = true;
            _session.Dispose();
        }
    }

    private void Run()
    {
        // One that takes longer than the period is not joined by a second one.
        if (!_writer.Dirty || !_gate.TryEnter())
            return;
        try
        {
            if (_disposed)
                return;
            _writer.Dirty = false;
            _writer.IndexTexts();
            _session["PRAGMA wal_checkpoint(PASSIVE)"].Run();
        }
#pragma warning disable CA1031 // The end of a timer's callback: nothing else would catch it, and the next run tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            StorageLog.UpkeepFailed(_log, e);
        }
        finally
        {
            _gate.Exit();
        }
    }
}
