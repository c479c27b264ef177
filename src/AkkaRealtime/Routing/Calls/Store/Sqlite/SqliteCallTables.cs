using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Calls.Store.Sqlite;

/// <summary>What calls keep in SQLite.</summary>
internal sealed class SqliteCallTables : ISqliteTables, IBuiltInTables
{
    /// <summary>The table of tags.</summary>
    public const string Tags = "call_tags";

    /// <inheritdoc/>
    public int Order => 2;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "calls", typeof(SqliteCallTables).Assembly, $"{typeof(SqliteCallTables).Namespace}.Migrations", FormerScripts.Sqlite);

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteCallWriter(session);
}
