using DbUp;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Brings the schema of a file up to date: the log's tables, then those of each domain.</summary>
internal static class SqliteMigrations
{
    private static readonly IReadOnlyList<MigrationScript> Own = MigrationScript.Embedded(
        "storage", typeof(SqliteMigrations).Assembly, $"{typeof(SqliteMigrations).Namespace}.Migrations", FormerScripts.Sqlite);

    /// <exception cref="InvalidOperationException">A script failed; nothing of this run is in the file.</exception>
    public static void Run(string path, IReadOnlyList<ISqliteTables> tables, ILogger log)
    {
        var result = Migrator.Run(
            DeployChanges.To.SqliteDatabase(SqliteSession.ConnectionString(path)), TableOrder.Of(tables).Select(t => t.Migrations).Prepend(Own), log);
        if (!result.Successful)
            throw new InvalidOperationException($"The store in '{path}' could not be brought up to date by {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
    }
}
