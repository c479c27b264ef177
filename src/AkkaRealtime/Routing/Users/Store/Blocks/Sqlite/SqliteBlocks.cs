using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Users.Store.Blocks.Sqlite;

/// <summary>Who has blocked whom, in SQLite.</summary>
internal sealed class SqliteBlockTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "blocks", typeof(SqliteBlockTables).Assembly, $"{typeof(SqliteBlockTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteBlockWriter(session);
}

/// <summary>Writes it, inside the transactions of the journal.</summary>
internal sealed class SqliteBlockWriter(SqliteSession session) : TableWriter
{
    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveBlock { Block: var block, On: true }:
                session["INSERT INTO blocks (by_user, user, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"]
                    .Bind(1, block.By.Value).Bind(2, block.User.Value).Bind(3, block.At.ToUnixTimeMilliseconds()).Run();
                return new Saved(entry);
            case SaveBlock { Block: var block }:
                session["DELETE FROM blocks WHERE by_user = ?1 AND user = ?2"].Bind(1, block.By.Value).Bind(2, block.User.Value).Run();
                return new Saved(entry);
            case ForgetBlocks { User: var user }:
                session["DELETE FROM blocks WHERE by_user = ?1 OR user = ?1"].Bind(1, user.Value).Run();
                return new Saved(entry);
            default:
                return null;
        }
    }
}

/// <summary>Reads of it on SQLite.</summary>
internal sealed class SqliteBlockStore(SqliteEngine engine) : IBlockStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<Block>> ByAsync(UserId by, UserId? after, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<Block>>(
        s => All(s["SELECT by_user, user, at FROM blocks WHERE by_user = ?1 AND user > ?2 ORDER BY user LIMIT ?3"]
            .Bind(1, by.Value).Bind(2, after?.Value ?? "").Bind(3, limit)),
        cancel);

    /// <inheritdoc/>
    public Task<int> CountAsync(UserId by, CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => s["SELECT count(*) FROM blocks WHERE by_user = ?1"].Bind(1, by.Value) is var row && row.Step() ? (int)row.Number(0) : 0, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Block>> BetweenAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<Block>>(
        s =>
        {
            var found = new List<Block>();
            foreach (var other in others)
            {
                found.AddRange(All(s["SELECT by_user, user, at FROM blocks WHERE by_user = ?1 AND user = ?2 UNION ALL SELECT by_user, user, at FROM blocks WHERE by_user = ?2 AND user = ?1"]
                    .Bind(1, user.Value).Bind(2, other.Value)));
            }

            return found;
        },
        cancel);

    private static List<Block> All(SqliteStatement row)
    {
        var all = new List<Block>();
        while (row.Step())
            all.Add(new Block(new UserId(row.Text(0)), new UserId(row.Text(1)), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(2))));
        return all;
    }
}
