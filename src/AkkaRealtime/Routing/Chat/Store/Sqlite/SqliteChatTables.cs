using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>What chat keeps in SQLite.</summary>
internal sealed class SqliteChatTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 1;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "chat", typeof(SqliteChatTables).Assembly, $"{typeof(SqliteChatTables).Namespace}.Migrations", FormerScripts.Sqlite);

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteChatWriter(session);
}
