using System.Threading.Channels;
using AkkaRealtime.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Some connections for reading, each used by one read at a time, off the actors' threads: SQLite answers on the caller's.</summary>
internal sealed class SqliteReadPool : IDisposable
{
    // Promise: a read waits for a free connection, in the order of asking, until it is cancelled.
    private readonly Channel<SqliteSession> _free;

    private readonly RealtimeMetrics _metrics;

    public SqliteReadPool(string path, int size, RealtimeMetrics metrics)
    {
        _metrics = metrics;
        _free = Channel.CreateBounded<SqliteSession>(size);
        for (var i = 0; i < size; i++)
            _free.Writer.TryWrite(SqliteSession.Open(path, writing: false));
    }

    /// <summary>Runs <paramref name="read"/> on a connection, as one transaction: all its queries see the same state. Cancelled, it ends in the middle of a query.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancel) => ReadAsync(null, read, cancel);

    /// <summary>The same, with something to do before the transaction begins.</summary>
    public async Task<T> ReadAsync<T>(Action? before, Func<SqliteSession, T> read, CancellationToken cancel)
    {
        SqliteSession session;
        try
        {
            session = await _free.Reader.ReadAsync(cancel).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new StoreUnavailableException("The store is closed.", e);
        }

        return await Task.Run(() => Run(session, before, read, cancel), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Closes every connection once its read is done; later reads find the store unavailable.</summary>
    public void Dispose()
    {
        _free.Writer.TryComplete();
        while (_free.Reader.TryRead(out var session))
            session.Dispose();
    }

    private T Run<T>(SqliteSession session, Action? before, Func<SqliteSession, T> read, CancellationToken cancel)
    {
        try
        {
            before?.Invoke();
            session["BEGIN"].Run();
            using var interrupt = cancel.Register(session.Interrupt);
            var used = session.Used;
            var answer = read(session);
            _metrics.StoreQueries.Add(session.Used - used);
            return answer;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The read was cancelled.", e, cancel);
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.IsOfTheStore(e)
                ? new StoreUnavailableException($"SQLite: {e.Message}", e)
                : new InvalidOperationException($"SQLite refuses a query: {e.Message}", e);
        }
        finally
        {
            session.ResetAll();
            if (session.InTransaction)
                session["COMMIT"].Run();
            if (!_free.Writer.TryWrite(session))
                session.Dispose();
        }
    }
}
