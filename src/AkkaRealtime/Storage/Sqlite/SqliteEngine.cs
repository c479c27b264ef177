using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Storage.Sqlite.Appending;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>
/// An open SQLite store: the file <c>realtime.db</c> of a data directory that belongs to this process alone, and beside it the log on which frequent events are
/// acknowledged (<c>realtime-0.log</c>, <c>realtime-1.log</c>).
/// </summary>
public sealed class SqliteEngine : IStoreEngine
{
    /// <summary>The database's file.</summary>
    internal const string FileName = "realtime.db";

    private readonly Stack<IDisposable> _parts = new();
    private SqliteWriter _writer = null!;
    private BacklogReads _reads = null!;
    private SqliteDeferred _deferred = null!;
    private SqliteMaintenance _maintenance = null!;
    private SqliteReadPool _pool = null!;
    private bool _disposed;

    private SqliteEngine()
    {
    }

    /// <inheritdoc/>
    public string Epoch { get; private set; } = "";

    /// <inheritdoc/>
    public IStoreWriter Writer => _writer;

    /// <inheritdoc/>
    public IRoomLog Log { get; private set; } = null!;

    /// <inheritdoc/>
    public IFileRows Files { get; private set; } = null!;

    /// <summary>The clock, for reads of what ends by itself.</summary>
    internal TimeProvider Time { get; private set; } = TimeProvider.System;

    /// <summary>Completes when nothing is left that is built anew behind the commits, after an update.</summary>
    internal Task Rebuilt => _deferred.Rebuilt;

    /// <summary>What reads wait for.</summary>
    internal BacklogReads Reads => _reads;

    /// <summary>Opens the store in <paramref name="directory"/>, made and brought up to date where needed.</summary>
    /// <exception cref="InvalidOperationException">Another server has it, it is damaged or can't be written, or a migration failed; the message says what to do.</exception>
    internal static SqliteEngine Open(string directory, IReadOnlyList<ISqliteTables> tables, RealtimeMetrics metrics, TimeProvider time, ILogger log)
    {
        var engine = new SqliteEngine();
        try
        {
            engine.OpenParts(directory, tables, metrics, time, log);
            return engine;
        }
        catch (Exception e) when (StoreFaults.Sentence(Path.Combine(directory, FileName), e) is { } sentence)
        {
            engine.Dispose();
            throw new InvalidOperationException(sentence, e);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs <paramref name="read"/> on a connection that reads, as one transaction: all its queries see the same state, and everything that was acknowledged
    /// before. Off the caller's thread, in the order of asking.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store is closed, or SQLite failed.</exception>
    /// <exception cref="InvalidOperationException">SQLite refuses the query: it has a bug.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancel) => ReadAsync(null, read, cancel);

    /// <summary>The same for a read of one room: it waits for nothing that was acknowledged of others, and may not see that.</summary>
    /// <exception cref="StoreUnavailableException">The store is closed, or SQLite failed.</exception>
    /// <exception cref="InvalidOperationException">SQLite refuses the query: it has a bug.</exception>
    public Task<T> ReadAsync<T>(RoomId room, Func<SqliteSession, T> read, CancellationToken cancel) =>
        ReadAsync((RoomId?)room, read, cancel);

    /// <summary>The same for a read of some rooms, which <paramref name="rooms"/> reads from tables of which nothing goes onto the log; of others it may not see all.</summary>
    /// <exception cref="StoreUnavailableException">The store is closed, or SQLite failed.</exception>
    /// <exception cref="InvalidOperationException">SQLite refuses the query: it has a bug.</exception>
    internal async Task<T> ReadRoomsAsync<T>(Func<SqliteSession, IReadOnlyList<RoomId>> rooms, Func<SqliteSession, T> read, CancellationToken cancel)
    {
        if (!_reads.IsUpToDate)
            await _reads.WaitAsync(await _pool.ReadAsync(rooms, cancel).ConfigureAwait(false)).WaitAsync(cancel).ConfigureAwait(false);
        return await _pool.ReadAsync(read, cancel).ConfigureAwait(false);
    }

    /// <summary>The same for a read of these rooms.</summary>
    /// <exception cref="StoreUnavailableException">The store is closed, or SQLite failed.</exception>
    /// <exception cref="InvalidOperationException">SQLite refuses the query: it has a bug.</exception>
    internal async Task<T> ReadRoomsAsync<T>(IReadOnlyList<RoomId> rooms, Func<SqliteSession, T> read, CancellationToken cancel)
    {
        await _reads.WaitAsync(rooms).WaitAsync(cancel).ConfigureAwait(false);
        return await _pool.ReadAsync(read, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// The same for tables of which nothing goes onto the log (<see cref="ISqliteLogged"/>), such as users, members and calls: it waits for nobody's messages. Sessions are opened with nothing else,
    /// unless something was just said in one of the user's rooms.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store is closed, or SQLite failed.</exception>
    /// <exception cref="InvalidOperationException">SQLite refuses the query: it has a bug.</exception>
    internal Task<T> ReadUnloggedAsync<T>(Func<SqliteSession, T> read, CancellationToken cancel) => _pool.ReadAsync(read, cancel);

    /// <summary>The same for a read of one room that nobody waits for: under load it may be put off for a second.</summary>
    /// <exception cref="StoreUnavailableException">The store is closed, or SQLite failed.</exception>
    /// <exception cref="InvalidOperationException">SQLite refuses the query: it has a bug.</exception>
    internal async Task<T> ReadPatientlyAsync<T>(RoomId room, Func<SqliteSession, T> read, CancellationToken cancel)
    {
        await _reads.WaitPatientlyAsync(room).WaitAsync(cancel).ConfigureAwait(false);
        return await _pool.ReadAsync(read, cancel).ConfigureAwait(false);
    }

    /// <summary>The same, after the domains have caught up on what they put off (<see cref="ISqliteDeferredWork"/>): it sees that as well.</summary>
    /// <exception cref="StoreUnavailableException">The store is closed, or SQLite failed.</exception>
    /// <exception cref="InvalidOperationException">SQLite refuses the query: it has a bug.</exception>
    public Task<T> ReadCaughtUpAsync<T>(Func<SqliteSession, T> read, CancellationToken cancel) => _pool.ReadAsync(_deferred.CatchUp, read, cancel);

    /// <inheritdoc/>
    public Task<bool> IsWritableAsync(CancellationToken cancel) => Task.Run(() => _writer.Probe(Guid.NewGuid().ToString("n")), cancel);

    /// <inheritdoc/>
    public Task ScrubAsync(CancellationToken cancel) => _maintenance.ScrubAsync().WaitAsync(cancel);

    /// <summary>Closes the store. Safe to call again.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;

        // In reverse: the lock last.
        while (_parts.TryPop(out var part))
            part.Dispose();
    }

    private async Task<T> ReadAsync<T>(RoomId? room, Func<SqliteSession, T> read, CancellationToken cancel)
    {
        await _reads.WaitAsync(room).WaitAsync(cancel).ConfigureAwait(false);
        return await _pool.ReadAsync(read, cancel).ConfigureAwait(false);
    }

    private static string ReadEpoch(SqliteSession session)
    {
        session["INSERT INTO meta (name, value) VALUES ('epoch', ?1) ON CONFLICT (name) DO NOTHING"].Bind(1, Guid.NewGuid().ToString("n")).Run();
        var row = session["SELECT value FROM meta WHERE name = 'epoch'"];
        row.Step();
        var epoch = row.Text(0);
        row.Reset();
        return epoch;
    }

    private void OpenParts(string directory, IReadOnlyList<ISqliteTables> tables, RealtimeMetrics metrics, TimeProvider time, ILogger log)
    {
        Time = time;
        Private.CreateDirectory(directory);
        Keep(DataDirectoryLock.Take(directory));
        var path = Path.Combine(directory, FileName);
        Private.CreateFile(path);
        using (var first = SqliteSession.Open(path, writing: true))
            first.Execute("PRAGMA journal_mode=WAL");
        SqliteMigrations.Run(path, tables, log);
        var unallocated = Keep(new UnallocatedSpace(path));
        var session = SqliteSession.Open(path, writing: true);
        _writer = Keep(new SqliteWriter(session, tables, log));
        Epoch = ReadEpoch(session);
        var numbering = Keep(SqliteSession.Open(path, writing: false));
        var backlog = SqliteBacklog.Open(directory, Epoch, LoggedWriter.ReadNumber(session), _writer.Tables, numbering, log);
        _writer.LogTo(backlog);
        _reads = new BacklogReads(_writer, backlog);
        metrics.ObserveQueue("log", () => backlog.Count);
        _deferred = new SqliteDeferred(_writer, [new SqliteRoomNames(session)], time, log);
        _maintenance = Keep(new SqliteMaintenance(SqliteSession.Open(path, writing: true), _writer, _deferred, unallocated, time, log));
        backlog.Crowded = _maintenance.Hurry;
        _pool = Keep(new SqliteReadPool(path, Math.Clamp(Environment.ProcessorCount, 2, 8), metrics));
        Log = new SqliteRoomLog(this);
        Files = new SqliteFileRows(this, _writer);
        StorageLog.Opened(log, "SQLite", path, Epoch);
    }

    private T Keep<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }
}
