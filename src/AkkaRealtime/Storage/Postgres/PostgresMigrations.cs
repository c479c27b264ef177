using System.Reflection;
using DbUp;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// Brings the schema up to date: each script of <c>Postgres/Migrations</c> runs once, all that are new in one transaction.
/// An advisory lock lets one node do it while the others wait.
/// </summary>
internal static class PostgresMigrations
{
    // Any number will do, as long as nobody else in this database uses it.
    private const long LockKey = 0x416b6b6152656131;

    public static void Run(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings, ILogger log)
    {
        // Not needed again: no pool of its own.
        var unpooled = new NpgsqlConnectionStringBuilder(settings.ToString()) { Pooling = false };
        using var connection = source.OpenConnection();
        using (var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } }, CommandTimeout = 0 })
            take.ExecuteNonQuery();
        try
        {
            var result = DeployChanges.To
                .PostgresqlDatabase(unpooled.ToString())
                .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains(".Postgres.Migrations.", StringComparison.Ordinal))
                .WithVariablesDisabled()
                .WithTransaction()
                .LogTo(new MigrationLog(log))
                .Build()
                .PerformUpgrade();
            if (!result.Successful)
                throw new InvalidOperationException($"The PostgreSQL store could not be brought up to date by {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
        }
        finally
        {
            using var release = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = LockKey } } };
            release.ExecuteNonQuery();
        }
    }
}
