using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Users.Store.Blocks.Postgres;

/// <summary>Who has blocked whom, in PostgreSQL.</summary>
internal sealed class PostgresBlockTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "blocks", typeof(PostgresBlockTables).Assembly, $"{typeof(PostgresBlockTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public IReadOnlyList<string> Scrubbed { get; } = ["blocks"];

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresBlockWriter();
}

/// <summary>Writes that of one batch.</summary>
internal sealed class PostgresBlockWriter : PostgresTableWriter
{
    private readonly List<JournalEntry> _entries = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not (SaveBlock or ForgetBlocks))
            return null;
        _entries.Add(entry);
        return new Saved(entry);
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        foreach (var entry in _entries)
        {
            if (entry is SaveBlock { Block: var block, On: true })
            {
                batch.Add(
                    "INSERT INTO blocks (by_user, user_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    block.By.Value,
                    block.User.Value,
                    block.At.ToUnixTimeMilliseconds());
            }
            else if (entry is SaveBlock { Block: var former })
            {
                batch.Add("DELETE FROM blocks WHERE by_user = $1 AND user_id = $2", former.By.Value, former.User.Value);
            }
            else if (entry is ForgetBlocks { User: var user })
            {
                batch.Add("DELETE FROM blocks WHERE by_user = $1 OR user_id = $1", user.Value);
            }
        }
    }
}

/// <summary>Reads of it on PostgreSQL.</summary>
internal sealed class PostgresBlockStore(PostgresReads reads) : IBlockStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Block>> ByAsync(UserId by, UserId? after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT by_user, user_id, at FROM blocks WHERE by_user = $1 AND user_id > $2 ORDER BY user_id LIMIT $3", Read, cancel, by.Value, after?.Value ?? "", (long)limit)
        .ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<int> CountAsync(UserId by, CancellationToken cancel) =>
        await reads.QueryAsync("SELECT count(*) FROM blocks WHERE by_user = $1", row => (int)row.GetInt64(0), cancel, by.Value).ConfigureAwait(false) is [var count] ? count : 0;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Block>> BetweenAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT by_user, user_id, at FROM blocks WHERE by_user = $1 AND user_id = ANY ($2) UNION ALL SELECT by_user, user_id, at FROM blocks WHERE user_id = $1 AND by_user = ANY ($2)",
        Read,
        cancel,
        user.Value,
        others.Select(u => u.Value).ToArray()).ConfigureAwait(false);

    private static Block Read(NpgsqlDataReader row) => new(new UserId(row.GetString(0)), new UserId(row.GetString(1)), row.Time(2));
}
