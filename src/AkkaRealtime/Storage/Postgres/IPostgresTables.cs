using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// What a domain keeps in PostgreSQL: register it as a service of this type before the store is opened. Domains read through
/// <see cref="PostgresEngine.Reads"/>, and may read and join the log's tables: <c>rooms (n, id, …)</c> and <c>events (room, seq, …)</c>.
/// </summary>
public interface IPostgresTables
{
    /// <summary>The scripts that make the tables.</summary>
    IReadOnlyList<MigrationScript> Migrations { get; }

    /// <summary>The tables from which content is removed, for <see cref="IStore.ScrubAsync"/>.</summary>
    IReadOnlyList<string> Scrubbed => [];

    /// <summary>What writes the tables for one batch of the journal.</summary>
    PostgresTableWriter CreateWriter(PostgresBatch batch);

    /// <summary>
    /// Whether an entry is a transaction of its own, of several queries that build on each other. It is committed after all others that were taken up
    /// together with it, also those that were queued later: its owner must have nothing else under way. Rare, since everybody waits for it.
    /// </summary>
    bool RunsAlone(JournalEntry entry) => false;

    /// <summary>
    /// Carries out an entry that <see cref="RunsAlone"/>, in a transaction that it begins, and commits before it returns. Where it throws, the transaction
    /// is undone and the owner is told that it failed; the others are not touched by that.
    /// </summary>
    JournalResult RunAlone(NpgsqlConnection connection, JournalEntry entry) => throw new NotSupportedException();
}

/// <summary>
/// Writes the tables of one domain for one batch of the journal, in the batch's two round trips: says what it needs to know, gathers what the entries
/// change, and writes all of it at once, with one command a table. It lives for the batch only.
/// </summary>
public abstract class PostgresTableWriter : TableWriter
{
    /// <summary>An entry of the batch, of whatever domain: what has to be loaded for it is noted here.</summary>
    public virtual void Need(JournalEntry entry)
    {
    }

    /// <summary>Adds the queries of what was noted. The rooms that are appended to are locked then, so what is loaded holds until the commit.</summary>
    public virtual void AddQueries(PostgresQueries queries)
    {
    }

    /// <summary>Adds the commands that write what was gathered, after those of the log.</summary>
    public virtual void AddCommands(NpgsqlBatch batch)
    {
    }
}
