using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Scheduled.Postgres;

/// <summary>Scheduled messages, in PostgreSQL.</summary>
internal sealed class PostgresScheduledTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "scheduled", typeof(PostgresScheduledTables).Assembly, $"{typeof(PostgresScheduledTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public IReadOnlyList<string> Scrubbed { get; } = ["scheduled"];

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresScheduledWriter();
}

/// <summary>Writes those of one batch. What is replaced is locked and loaded first, so that what is decided in memory holds until the commit.</summary>
internal sealed class PostgresScheduledWriter : PostgresTableWriter
{
    private readonly HashSet<string> _needed = [];
    private readonly Dictionary<string, long> _tags = [];
    private readonly List<JournalEntry> _entries = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override void Need(JournalEntry entry)
    {
        if (entry is ReplaceScheduled replace)
            _needed.Add(replace.Id);
    }

    /// <inheritdoc/>
    public override void AddQueries(PostgresQueries queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        if (_needed.Count > 0)
            queries.Add("SELECT id, tag FROM scheduled WHERE id = ANY($1) ORDER BY id FOR UPDATE", row => _tags.Add(row.GetString(0), row.GetInt64(1)), _needed.ToArray());
    }

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case AddScheduled { Message: var message }:
                _tags.TryAdd(message.Id, message.Tag);
                break;
            case ReplaceScheduled replace when _tags.GetValueOrDefault(replace.Id) != replace.Before:
                return new SaveSuperseded(entry);
            case ReplaceScheduled { Message: { } message }:
                _tags[message.Id] = message.Tag;
                break;
            case ReplaceScheduled { Id: var id }:
                _tags.Remove(id);
                break;
            case ForgetScheduled:
                break;
            default:
                return null;
        }

        _entries.Add(entry);
        return new Saved(entry);
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        foreach (var entry in _entries)
        {
            if (entry is AddScheduled { Message: var added, Files: var files })
            {
                Add(batch, "INSERT INTO scheduled (id, user_id, room, at, content, since, due, state, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING", added);

                // Where there was one of its id already, that one's files stay as they are.
                if (files.Count > 0)
                    batch.Add("INSERT INTO file_uses (message, file) SELECT id, unnest($2::text[]) FROM scheduled WHERE id = $1 AND tag = $3 ON CONFLICT DO NOTHING", added.Id, files.ToArray(), added.Tag);
            }
            else if (entry is ReplaceScheduled { Message: { } message })
                Add(batch, "UPDATE scheduled SET user_id = $2, room = $3, at = $4, content = $5, since = $6, due = $7, state = $8, tag = $9 WHERE id = $1", message);
            else if (entry is ReplaceScheduled { Id: var id })
            {
                batch.Add("DELETE FROM scheduled WHERE id = $1", id);
                PostgresFileUses.Remove(batch, [id]);
            }
            else if (entry is ForgetScheduled { User: var user })
                batch.Add("DELETE FROM scheduled WHERE user_id = $1", user.Value);
        }
    }

    private static void Add(NpgsqlBatch batch, string sql, ScheduledMessage message) => batch.Add(
        sql,
        message.Id,
        message.User.Value,
        message.Room.Value,
        message.At.ToUnixTimeMilliseconds(),
        PostgresRows.Array(message.Content),
        message.Since.ToUnixTimeMilliseconds(),
        message.Due.ToUnixTimeMilliseconds(),
        (long)message.State,
        message.Tag);
}

/// <summary>Reads of them on PostgreSQL.</summary>
internal sealed class PostgresScheduledStore(PostgresReads reads) : IScheduledStore
{
    private const string Rows = "SELECT id, user_id, room, at, content, since, due, state, tag FROM scheduled";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ScheduledMessage>> OfAsync(UserId user, ScheduledCursor? after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        $"{Rows} WHERE user_id = $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4", Read, cancel, user.Value, after?.At ?? long.MinValue, after?.Id ?? "", (long)limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ScheduledMessage?> FindAsync(UserId user, string id, CancellationToken cancel) =>
        await reads.QueryAsync($"{Rows} WHERE id = $1 AND user_id = $2", Read, cancel, id, user.Value).ConfigureAwait(false) is [var found] ? found : null;

    /// <inheritdoc/>
    public async Task<int> CountAsync(UserId user, CancellationToken cancel) =>
        await reads.QueryAsync("SELECT count(*) FROM scheduled WHERE user_id = $1", row => (int)row.GetInt64(0), cancel, user.Value).ConfigureAwait(false) is [var count] ? count : 0;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ScheduledMessage>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancel) => await reads.QueryAsync(
        $"{Rows} WHERE state < 2 AND due <= $1 ORDER BY due LIMIT $2", Read, cancel, now.ToUnixTimeMilliseconds(), (long)limit).ConfigureAwait(false);

    private static ScheduledMessage Read(NpgsqlDataReader row) =>
        new(row.GetString(0), new UserId(row.GetString(1)), new RoomId(row.GetString(2)), row.Time(3), row.GetFieldValue<byte[]>(4))
        {
            Since = row.Time(5),
            Due = row.Time(6),
            State = (ScheduledState)row.GetInt64(7),
            Tag = row.GetInt64(8),
        };
}
