namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>The conformance suite on PostgreSQL, on a cluster of its own: it takes as long as all others on PostgreSQL together, which run beside it.</summary>
public sealed class PostgresStoreTests : StoreConformance, IClassFixture<PostgresCluster>
{
    private readonly string _database;

    public PostgresStoreTests(PostgresCluster cluster) => _database = cluster.NewDatabase(empty => TestStore.Postgres(empty).Dispose());

    private protected override TestStore Open() =>
        TestStore.Postgres(_database, Metrics);

    private protected override async Task<string> EverythingAsync()
    {
        await using var source = Npgsql.NpgsqlDataSource.Create($"{_database};Timeout=60;Command Timeout=60");
        var all = new System.Text.StringBuilder();
        foreach (var table in await RowsAsync(source, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"))
        {
            // Bytes show as hex: read as text too.
            foreach (var row in await RowsAsync(source, $"SELECT t::text FROM {table} t"))
                all.AppendLine(row).AppendLine(System.Text.RegularExpressions.Regex.Replace(row, @"\\x([0-9a-f]+)", m => System.Text.Encoding.UTF8.GetString(Convert.FromHexString(m.Groups[1].ValueSpan))));
        }

        return all.ToString();
    }

    private static async Task<List<string>> RowsAsync(Npgsql.NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }

    private protected override void Remove()
    {
    }
}
