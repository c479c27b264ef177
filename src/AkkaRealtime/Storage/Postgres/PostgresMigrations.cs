using DbUp;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// Brings the schema of a database up to date: the log's tables, then those of each domain.
/// An advisory lock lets one node do it while the others wait.
/// </summary>
internal static class PostgresMigrations
{
    // Any number will do, as long as nobody else in this database uses it.
    private const long LockKey = 0x416b6b6152656131;

    private static readonly IReadOnlyList<MigrationScript> Own = MigrationScript.Embedded(
        "storage", typeof(PostgresMigrations).Assembly, $"{typeof(PostgresMigrations).Namespace}.Migrations", FormerScripts.Postgres);

    /// <exception cref="InvalidOperationException">A script failed, or a later version was here; nothing of this run is in the database.</exception>
    public static void Run(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings, IReadOnlyList<IPostgresTables> tables, ILogger log)
    {
        // Not needed again: no pool of its own.
        var unpooled = new NpgsqlConnectionStringBuilder(settings.ToString()) { Pooling = false };
        using var connection = source.OpenConnection();

        // The others wait as long as it takes; whoever holds it and dies lets go of it with its connection.
        using (var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } }, CommandTimeout = 0 })
            take.ExecuteNonQuery();
        try
        {
            var result = Migrator.Run(
                DeployChanges.To.PostgresqlDatabase(unpooled.ToString()),
                TableOrder.Of(tables).Select(t => t.Migrations).Prepend(Own),
                log,
                later => $"The store of ConnectionStrings:Postgres was written by a later version of the server: it has {later}, which this one doesn't know. " +
                    "Start that version again, or restore a backup from before the update.");
            if (!result.Successful && result.Error is NpgsqlException { IsTransient: true } lost)
                throw new StoreUnavailableException($"PostgreSQL went away while the store was brought up to date: {lost.Message} Start this server again.", lost);
            if (!result.Successful)
                throw new InvalidOperationException($"The store of ConnectionStrings:Postgres could not be brought up to date by {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
        }
        finally
        {
            // A broken connection has let go of it by itself, and must not hide why.
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                using var release = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = LockKey } } };
                release.ExecuteNonQuery();
            }
        }
    }
}
