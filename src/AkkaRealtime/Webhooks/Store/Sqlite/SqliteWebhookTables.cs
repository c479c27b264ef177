using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Webhooks.Store.Sqlite;

/// <summary>What webhooks keep in SQLite.</summary>
internal sealed class SqliteWebhookTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 5;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "webhooks", typeof(SqliteWebhookTables).Assembly, $"{typeof(SqliteWebhookTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteWebhookWriter(session);
}
