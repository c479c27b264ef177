using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Benchmarks.Storage;

/// <summary>The log's table and its keys, with the house's settings (synchronous=FULL), and one prepared statement.</summary>
internal sealed class BareSqlite : IBareWriter
{
    private readonly SqliteSession _session;

    public BareSqlite(string directory)
    {
        _session = SqliteSession.Open(Path.Combine(directory, "bare.db"), writing: true);
        _session.Execute("""
            PRAGMA journal_mode=WAL;
            CREATE TABLE events (pos INTEGER PRIMARY KEY, type INTEGER NOT NULL, sender TEXT NOT NULL, key TEXT, id TEXT, thread TEXT,
                ordinal INTEGER NOT NULL, at INTEGER NOT NULL, envelope BLOB NOT NULL);
            CREATE UNIQUE INDEX events_key ON events (pos >> 32, sender, key) WHERE key IS NOT NULL;
            CREATE UNIQUE INDEX events_id ON events (id) WHERE id IS NOT NULL;
            """);
    }

    /// <inheritdoc/>
    public void Commit(IReadOnlyList<BareRow> rows)
    {
        _session.Execute("BEGIN IMMEDIATE");
        foreach (var row in rows)
        {
            _session["INSERT INTO events (pos, type, sender, key, id, ordinal, at, envelope) VALUES (?1, 1, ?2, ?3, ?4, ?1, ?5, ?6)"]
                .Bind(1, row.Number).Bind(2, row.Sender).Bind(3, row.Key).Bind(4, row.Id).Bind(5, row.At).Bind(6, row.Envelope)
                .Run();
        }

        _session.Execute("COMMIT");
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
