using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Admin.Auditing.Postgres;

/// <summary>What operators have done, in PostgreSQL.</summary>
internal sealed class PostgresAuditTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 8;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "audit", typeof(PostgresAuditTables).Assembly, $"{typeof(PostgresAuditTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresAuditWriter();
}

/// <summary>Writes that of one batch.</summary>
internal sealed class PostgresAuditWriter : PostgresTableWriter
{
    private readonly List<AdminAction> _actions = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not SaveAction { Action: var action })
            return null;
        _actions.Add(action);
        return new Saved(entry);
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        foreach (var action in _actions)
        {
            // What another node writes right now is left to the next time.
            batch.Add(
                "DELETE FROM admin_actions WHERE id IN (SELECT id FROM admin_actions WHERE at < $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
                (action.At - AdminAction.Kept).ToUnixTimeMilliseconds());
            batch.Add(
                "INSERT INTO admin_actions (id, at, key, method, path, status, address) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                action.Id,
                action.At.ToUnixTimeMilliseconds(),
                action.Key,
                action.Method,
                PostgresRows.Clean(action.Path),
                (long)action.Status,
                action.Address);
        }
    }
}

/// <summary>Reads of it on PostgreSQL.</summary>
internal sealed class PostgresAuditLog(PostgresReads reads) : IAuditLog
{
    // Beyond every id.
    private const string End = "~";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AdminAction>> ListAsync(string? query, string? before, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT id, at, key, method, path, status, address FROM admin_actions WHERE id < $1 AND strpos(path, $2) > 0 ORDER BY id DESC LIMIT $3",
        row => new AdminAction(row.GetString(0), row.Time(1), row.GetString(2), row.GetString(3), row.GetString(4), (int)row.GetInt64(5), row.TextOrNull(6)),
        cancel,
        before ?? End,
        query ?? "",
        (long)limit).ConfigureAwait(false);
}
