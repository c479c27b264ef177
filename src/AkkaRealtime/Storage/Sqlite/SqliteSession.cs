using Microsoft.Data.Sqlite;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>A connection with the house's settings and its prepared statements; used by one thread at a time.</summary>
public sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = [];
    private nint _db;

    private SqliteSession(nint db) => _db = db;

    private nint Db
    {
        get
        {
            ObjectDisposedException.ThrowIf(_db == 0, this);
            return _db;
        }
    }

    /// <summary>Opens <paramref name="path"/>; only a session for writing can change it.</summary>
    /// <exception cref="SqliteException">It can't be opened.</exception>
    internal static SqliteSession Open(string path, bool writing)
    {
        var session = new SqliteSession(SqliteCalls.Open(path, readOnly: false));
        try
        {
            // The page cache pays for the writer, which touches indexes all over; readers share what the system caches.
            // What is deleted is overwritten, so that it is not found in the file either.
            session.Execute(writing
                ? "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=16000; PRAGMA secure_delete=ON"
                : "PRAGMA cache_size=-8192; PRAGMA query_only=ON");
            session.Execute("PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens what is there, to look through it: nothing is changed, and nothing moved out of the write-ahead log.</summary>
    /// <exception cref="SqliteException">It can't be opened.</exception>
    internal static SqliteSession OpenToCheck(string path) => new(SqliteCalls.Open(path, readOnly: true));

    internal static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString();

    /// <summary>The statement of <paramref name="sql"/> (a constant), prepared once.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            Used++;
            if (!_statements.TryGetValue(sql, out var statement))
                _statements.Add(sql, statement = new SqliteStatement(Db, sql));
            else
                statement.Reset();
            return statement;
        }
    }

    /// <summary>How many statements were asked for so far.</summary>
    internal int Used { get; private set; }

    /// <summary>Rows changed since the session began.</summary>
    public long TotalChanges => SqliteCalls.sqlite3_total_changes(Db);

    /// <summary>The row id of the last row inserted.</summary>
    public long LastRowId => SqliteCalls.sqlite3_last_insert_rowid(Db);

    /// <summary>Whether a transaction is open: SQLite ends it by itself on some errors.</summary>
    internal bool InTransaction => SqliteCalls.sqlite3_get_autocommit(Db) == 0;

    /// <summary>Ends the query that runs, which fails. Safe from any thread.</summary>
    internal void Interrupt() => SqliteCalls.sqlite3_interrupt(Db);

    /// <summary>Lets go of every row set, so that no read transaction stays open behind an early return.</summary>
    internal void ResetAll()
    {
        foreach (var statement in _statements.Values)
            statement.Reset();
    }

    internal void Execute(string sql) => SqliteCalls.Execute(Db, sql);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        SqliteCalls.Close(_db);
        _db = 0;
    }
}
