using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>
/// Moves what the log gathered into the database a few times a second, on a connection of its own: a checkpoint inside a commit would be
/// a pause of 25–120 ms for everybody who waits for it. An idle store is left alone.
/// </summary>
internal sealed class SqliteCheckpointer : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);
    private readonly SqliteSession _session;
    private readonly SqliteWriter _writer;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private bool _disposed;

    public SqliteCheckpointer(SqliteSession session, SqliteWriter writer, TimeProvider time, ILogger log)
    {
        _session = session;
        _writer = writer;
        _log = log;
        _timer = time.CreateTimer(_ => Checkpoint(), null, Period, Period);
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

    private void Checkpoint()
    {
        // One that takes longer than the period is not joined by a second one.
        if (!_writer.Dirty || !_gate.TryEnter())
            return;
        try
        {
            if (_disposed)
                return;
            _writer.Dirty = false;
            _session["PRAGMA wal_checkpoint(PASSIVE)"].Run();
        }
        catch (SqliteException e)
        {
            StorageLog.CheckpointFailed(_log, e);
        }
        finally
        {
            _gate.Exit();
        }
    }
}
