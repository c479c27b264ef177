using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Routing.Calls.Store.Postgres;

/// <summary>What calls keep in PostgreSQL.</summary>
internal sealed class PostgresCallTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 2;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "calls", typeof(PostgresCallTables).Assembly, $"{typeof(PostgresCallTables).Namespace}.Migrations", FormerScripts.Postgres);

    /// <inheritdoc/>
    public IReadOnlyList<string> Scrubbed { get; } = ["calls"];

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresCallWriter();
}
