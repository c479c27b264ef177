using System.Reflection;
using DbUp;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Brings the schema up to date: each script of <c>Sqlite/Migrations</c> runs once, all that are new in one transaction.</summary>
internal static class SqliteMigrations
{
    public static void Run(string path, ILogger log)
    {
        var result = DeployChanges.To
            .SqliteDatabase(SqliteSession.ConnectionString(path))
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains(".Sqlite.Migrations.", StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithTransaction()
            .LogTo(new MigrationLog(log))
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException($"The store in '{path}' could not be brought up to date by {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
    }
}
