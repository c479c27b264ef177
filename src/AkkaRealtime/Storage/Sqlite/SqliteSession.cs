using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>A connection with the house's settings and its prepared statements; used by one thread at a time.</summary>
public sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = [];

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    private sqlite3 Handle => _connection.Handle!;

    /// <summary>Opens <paramref name="path"/>; only a session for writing can change it.</summary>
    internal static SqliteSession Open(string path, bool writing)
    {
        var connection = new SqliteConnection(ConnectionString(path));
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);

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
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens what is there, to look through it: nothing is changed, and nothing moved out of the write-ahead log.</summary>
    internal static SqliteSession OpenToCheck(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString();

    /// <summary>The statement of <paramref name="sql"/> (a constant), prepared once.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            Used++;
            if (!_statements.TryGetValue(sql, out var statement))
                _statements.Add(sql, statement = new SqliteStatement(Handle, sql));
            else
                statement.Reset();
            return statement;
        }
    }

    /// <summary>How many statements were asked for so far.</summary>
    internal int Used { get; private set; }

    /// <summary>Rows changed since the session began.</summary>
    public long TotalChanges => raw.sqlite3_total_changes(Handle);

    /// <summary>The row id of the last row inserted.</summary>
    public long LastRowId => raw.sqlite3_last_insert_rowid(Handle);

    /// <summary>Whether a transaction is open: SQLite ends it by itself on some errors.</summary>
    internal bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Ends the query that runs, which fails. Safe from any thread.</summary>
    internal void Interrupt() => raw.sqlite3_interrupt(Handle);

    /// <summary>Lets go of every row set, so that no read transaction stays open behind an early return.</summary>
    internal void ResetAll()
    {
        foreach (var statement in _statements.Values)
            statement.Reset();
    }

    internal void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this folder only.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        _connection.Dispose();
    }
}
