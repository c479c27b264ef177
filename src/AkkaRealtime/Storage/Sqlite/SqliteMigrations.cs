using DbUp;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Brings the schema of a file up to date: the log's tables, then those of each domain.</summary>
internal static class SqliteMigrations
{
    private static readonly IReadOnlyList<MigrationScript> Own = MigrationScript.Embedded(
        "storage", typeof(SqliteMigrations).Assembly, $"{typeof(SqliteMigrations).Namespace}.Migrations", FormerScripts.Sqlite);

    /// <exception cref="InvalidOperationException">A script failed, or a later version was here; nothing of this run is in the file.</exception>
    public static void Run(string path, IReadOnlyList<ISqliteTables> tables, ILogger log)
    {
        var result = Migrator.Run(
            DeployChanges.To.SqliteDatabase(SqliteSession.ConnectionString(path)),
            TableOrder.Of(tables).Select(t => t.Migrations).Prepend(Own),
            log,
            later => $"The store in '{path}' was written by a later version of the server: it has {later}, which this one doesn't know. " +
                "Start that version again, or set AkkaRealtime:DataDirectory to a backup from before the update.");
        if (!result.Successful)
            throw new InvalidOperationException($"The store in '{path}' could not be brought up to date by {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
    }
}
