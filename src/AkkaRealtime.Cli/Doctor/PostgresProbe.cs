using System.Globalization;
using Npgsql;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>A PostgreSQL database: does it answer, is it one that the server can use, does it keep what it confirms?</summary>
internal static class PostgresProbe
{
    private const int LeastVersion = 130_000;

    /// <summary>What is found.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAsync(string connectionString, CancellationToken cancel)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 10 };
            await using var connection = new NpgsqlConnection(settings.ToString());
            await connection.OpenAsync(cancel);
            return await LookAsync(connection, settings, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or TimeoutException)
        {
            return [Finding.Bad("store", $"PostgreSQL (ConnectionStrings:Postgres): {e.Message}")];
        }
    }

    private static async Task<List<Finding>> LookAsync(NpgsqlConnection connection, NpgsqlConnectionStringBuilder settings, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        async Task<string> Ask(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return Convert.ToString(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture) ?? "";
        }

        var version = int.Parse(await Ask("SHOW server_version_num"), CultureInfo.InvariantCulture);
        findings.Add(version >= LeastVersion
            ? Finding.Good("store", $"PostgreSQL {version / 10_000} at {settings.Host}, database {connection.Database}.")
            : Finding.Bad("store", $"PostgreSQL {version / 10_000} is too old: 13 or later."));
        if (await Ask("SHOW server_encoding") is var encoding and not "UTF8")
            findings.Add(Finding.Bad("store", $"The database is {encoding}. Make one in UTF8: texts of all languages have to fit."));
        foreach (var setting in (string[])["fsync", "synchronous_commit"])
        {
            if (await Ask($"SHOW {setting}") == "off")
                findings.Add(Finding.Bad("store", $"{setting} is off: what was confirmed can be lost when the database's machine fails. Turn it on."));
        }

        if (await Ask("SELECT pg_is_in_recovery()::text") == "true")
            findings.Add(Finding.Bad("store", "This is a standby, which takes no writes: name the primary, or all hosts with Target Session Attributes=primary."));
        await using var now = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        findings.Add(ClockProbe.Compare("PostgreSQL", new DateTimeOffset((DateTime)(await now.ExecuteScalarAsync(cancel))!)));
        return findings;
    }
}
