namespace AkkaRealtime.Storage.Sqlite;

/// <summary>
/// What a domain keeps in SQLite: register it as a service of this type before the store is opened. Domains read through
/// <see cref="SqliteEngine.ReadAsync{T}(Func{SqliteSession, T}, CancellationToken)"/>, and may read and join the log's tables: <c>rooms (n, id, …)</c>, and <c>events</c> by <see cref="LogPosition"/>.
/// </summary>
public interface ISqliteTables
{
    /// <summary>The scripts that make the tables.</summary>
    IReadOnlyList<MigrationScript> Migrations { get; }

    /// <summary>What writes the tables, on the one connection that writes; made once, after the migrations. It may be an <see cref="ISqliteDeferredWork"/> too.</summary>
    TableWriter CreateWriter(SqliteSession session);
}

/// <summary>Work of a table writer that nobody's commit waits for, such as full-text indexing: done once a second after commits, in small steps.</summary>
public interface ISqliteDeferredWork
{
    /// <summary>Does a step of what waits, some milliseconds long, inside a transaction; true where there may be more.</summary>
    bool CatchUp();

    /// <summary>Does a step of taking removed content out of the file for good, inside a transaction; true where there may be more.</summary>
    /// <param name="first">It is the first step of the run.</param>
    bool Scrub(bool first);
}
