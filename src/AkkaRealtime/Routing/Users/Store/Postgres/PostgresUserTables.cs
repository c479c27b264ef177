using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Routing.Users.Store.Postgres;

/// <summary>What users keep in PostgreSQL.</summary>
internal sealed class PostgresUserTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "users", typeof(PostgresUserTables).Assembly, $"{typeof(PostgresUserTables).Namespace}.Migrations", FormerScripts.Postgres);

    /// <inheritdoc/>
    public IReadOnlyList<string> Scrubbed { get; } = ["users"];

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresUserWriter();
}
