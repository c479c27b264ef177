using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Admin.Auditing.Sqlite;

/// <summary>What operators have done, in SQLite.</summary>
internal sealed class SqliteAuditTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 8;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "audit", typeof(SqliteAuditTables).Assembly, $"{typeof(SqliteAuditTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteAuditWriter(session);
}

/// <summary>Writes it, inside the transactions of the journal.</summary>
internal sealed class SqliteAuditWriter(SqliteSession session) : TableWriter
{
    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not SaveAction { Action: var action })
            return null;
        session["DELETE FROM admin_actions WHERE at < ?1"].Bind(1, (action.At - AdminAction.Kept).ToUnixTimeMilliseconds()).Run();
        session["INSERT INTO admin_actions (id, at, key, method, path, status, address) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING"]
            .Bind(1, action.Id).Bind(2, action.At.ToUnixTimeMilliseconds()).Bind(3, action.Key).Bind(4, action.Method).Bind(5, action.Path)
            .Bind(6, action.Status).Bind(7, action.Address).Run();
        return new Saved(entry);
    }
}

/// <summary>Reads of it on SQLite.</summary>
internal sealed class SqliteAuditLog(SqliteEngine engine) : IAuditLog
{
    private const string List =
        "SELECT id, at, key, method, path, status, address FROM admin_actions WHERE (?1 IS NULL OR id < ?1) AND (?2 IS NULL OR instr(path, ?2) > 0) ORDER BY id DESC LIMIT ?3";

    /// <inheritdoc/>
    public Task<IReadOnlyList<AdminAction>> ListAsync(string? query, string? before, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<AdminAction>>(
        s =>
        {
            var all = new List<AdminAction>();
            var row = s[List].Bind(1, before).Bind(2, query).Bind(3, limit);
            while (row.Step())
            {
                all.Add(new AdminAction(
                    row.Text(0), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(1)), row.Text(2), row.Text(3), row.Text(4), (int)row.Number(5), row.TextOrNull(6)));
            }

            return all;
        },
        cancel);
}
