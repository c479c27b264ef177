using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Webhooks.Store.Postgres;

/// <summary>What webhooks keep in PostgreSQL.</summary>
internal sealed class PostgresWebhookTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 5;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "webhooks", typeof(PostgresWebhookTables).Assembly, $"{typeof(PostgresWebhookTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresWebhookWriter();
}
