using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Users.Store.Sqlite;

/// <summary>What users keep in SQLite.</summary>
internal sealed class SqliteUserTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "users", typeof(SqliteUserTables).Assembly, $"{typeof(SqliteUserTables).Namespace}.Migrations", FormerScripts.Sqlite);

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteUserWriter(session);
}
