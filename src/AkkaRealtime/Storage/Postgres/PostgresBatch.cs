using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// A batch of the journal on its way to PostgreSQL: what its entries need is loaded and locked in one round trip, what they change is decided in
/// memory, and written in a second one.
/// </summary>
public sealed class PostgresBatch
{
    private readonly PostgresTableWriter[] _tables;
    private readonly PostgresLogWriter _log;

    internal PostgresBatch(IReadOnlyList<JournalEntry> entries, IReadOnlyList<IPostgresTables> tables)
    {
        _tables = new PostgresTableWriter[tables.Count];
        for (var i = 0; i < _tables.Length; i++)
            _tables[i] = tables[i].CreateWriter(this);
        _log = new PostgresLogWriter(_tables);
        foreach (var entry in entries)
        {
            if (entry is AppendEvents append)
                _log.Need(append);
            foreach (var table in _tables)
                table.Need(entry);
        }
    }

    /// <summary>The events that were appended to a room by the batch so far, in order.</summary>
    public IReadOnlyList<LogEvent> Appended(LogRoom room) => _log.Appended(room);

    /// <summary>
    /// Has the log hold <paramref name="e"/> at its <c>seq</c>, instead of what stands there or would be stored there by the batch: for content that must
    /// go. Only between <see cref="TableWriter.BeginAppend"/> and <see cref="TableWriter.EndAppend"/> of the room.
    /// </summary>
    public void Rewrite(LogRoom room, LogEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        _log.Rewrite(room, e);
    }

    internal void AddQueries(PostgresQueries queries)
    {
        _log.AddQueries(queries);
        foreach (var table in _tables)
            table.AddQueries(queries);
    }

    /// <summary>Decides an entry and says what becomes of it if the batch is committed.</summary>
    internal JournalResult Apply(JournalEntry entry)
    {
        if (entry is AppendEvents append)
            return _log.Append(append);
        foreach (var table in _tables)
        {
            if (table.Write(entry) is { } result)
                return result;
        }

        return JournalFaults.NobodyWrites(entry);
    }

    internal void AddCommands(NpgsqlBatch batch)
    {
        _log.AddCommands(batch);
        foreach (var table in _tables)
            table.AddCommands(batch);
    }
}
