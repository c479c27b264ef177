using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>What chat keeps in PostgreSQL.</summary>
internal sealed class PostgresChatTables : IPostgresTables, IPostgresRebuilds, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 1;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "chat", typeof(PostgresChatTables).Assembly, $"{typeof(PostgresChatTables).Namespace}.Migrations", FormerScripts.Postgres);

    /// <inheritdoc/>
    public IReadOnlyList<string> Scrubbed { get; } = ["bans", "overlays", "edits", "texts", "tokens", "room_words", "thread_follows"];

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresChatWriter(batch);

    /// <inheritdoc/>
    public IPostgresRebuild CreateRebuild() => new PostgresReindex();

    /// <inheritdoc/>
    public bool RunsAlone(JournalEntry entry) => entry is ExpireEvents or RedactEvents;

    /// <inheritdoc/>
    public JournalResult RunAlone(NpgsqlConnection connection, JournalEntry entry) => PostgresRedactor.Run(connection, entry);
}
