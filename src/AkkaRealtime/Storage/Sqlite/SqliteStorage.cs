using AkkaRealtime.Diagnostics;
using AkkaRealtime.Storage.Files;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>An open SQLite store: the file <c>realtime.db</c> of a data directory that belongs to this process alone.</summary>
internal sealed class SqliteStorage : IStorage
{
    private readonly Stack<IDisposable> _parts = new();
    private bool _disposed;

    private SqliteStorage()
    {
    }

    /// <inheritdoc/>
    public GroupCommitJournal Journal { get; private set; } = null!;

    /// <inheritdoc/>
    public IStoreWriter Writer { get; private set; } = null!;

    /// <inheritdoc/>
    public IRealtimeStore Store { get; private set; } = null!;

    /// <inheritdoc/>
    public IFileRows Files { get; private set; } = null!;

    /// <inheritdoc/>
    public IOperatorStore Operator { get; private set; } = null!;

    /// <summary>
    /// Opens the store in <paramref name="directory"/>, made and brought up to date where needed.
    /// Throws <see cref="InvalidOperationException"/> with what to do where another server has it.
    /// </summary>
    public static SqliteStorage Open(string directory, RealtimeMetrics metrics, TimeProvider time, ILogger log)
    {
        var storage = new SqliteStorage();
        try
        {
            storage.OpenParts(directory, metrics, time, log);
            return storage;
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>Drains the journal, then closes. Safe to call again.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;

        // In reverse: the journal first, the lock last.
        while (_parts.TryPop(out var part))
            part.Dispose();
    }

    private static string Epoch(SqliteSession session)
    {
        session["INSERT INTO meta (name, value) VALUES ('epoch', ?1) ON CONFLICT (name) DO NOTHING"].Bind(1, Guid.NewGuid().ToString("n")).Run();
        var row = session["SELECT value FROM meta WHERE name = 'epoch'"];
        row.Step();
        var epoch = row.Text(0);
        row.Reset();
        return epoch;
    }

    private void OpenParts(string directory, RealtimeMetrics metrics, TimeProvider time, ILogger log)
    {
        Directory.CreateDirectory(directory);
        Keep(DataDirectoryLock.Take(directory));
        var path = Path.Combine(directory, "realtime.db");
        using (var first = SqliteSession.Open(path, writing: true))
            first.Execute("PRAGMA journal_mode=WAL");
        SqliteMigrations.Run(path, log);
        var session = SqliteSession.Open(path, writing: true);
        var writer = Keep(new SqliteWriter(session, log));
        var epoch = Epoch(session);
        var upkeep = Keep(new SqliteUpkeep(SqliteSession.Open(path, writing: true), writer, time, log));
        var pool = Keep(new SqliteReadPool(path, Math.Clamp(Environment.ProcessorCount, 2, 8), metrics));
        Writer = writer;
        Store = new SqliteStore(epoch, pool, writer);
        Files = new SqliteFileRows(pool, writer);
        Operator = new SqliteOperatorStore(pool, upkeep);
        Journal = Keep(new GroupCommitJournal(writer, metrics, time, log));
        StorageLog.Opened(log, "SQLite", path, epoch);
    }

    private T Keep<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }
}
