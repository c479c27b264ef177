using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Runs a query of one round trip; whatever PostgreSQL or the way to it has to complain of becomes a <see cref="StoreUnavailableException"/>.</summary>
internal sealed class PostgresReads(NpgsqlDataSource source)
{
    /// <summary>All rows of <paramref name="sql"/>, each made by <paramref name="read"/>.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancel, params Parameter[] parameters)
    {
        try
        {
            await using var command = source.CreateCommand(sql);
            foreach (var parameter in parameters)
                command.Parameters.Add(parameter.Value);
            await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                rows.Add(read(reader));
            return rows;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or ObjectDisposedException)
        {
            throw new StoreUnavailableException($"PostgreSQL: {e.Message}", e);
        }
    }
}
