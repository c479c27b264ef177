using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>The queries that a batch begins with, all in one round trip.</summary>
public sealed class PostgresQueries : IDisposable
{
    private readonly NpgsqlBatch _batch;
    private readonly List<Action<NpgsqlDataReader>> _rows = [];

    internal PostgresQueries(NpgsqlConnection connection)
    {
        _batch = new NpgsqlBatch(connection);
        _batch.Add("BEGIN");
    }

    internal bool Any => _rows.Count > 0;

    /// <summary>Adds a query, whose rows are given to <paramref name="row"/> one by one.</summary>
    public void Add(string sql, Action<NpgsqlDataReader> row, params ReadOnlySpan<PostgresParameter> parameters)
    {
        _batch.Add(sql, parameters);
        _rows.Add(row);
    }

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();

    internal void Run()
    {
        using var reader = _batch.ExecuteReader();
        foreach (var row in _rows)
        {
            while (reader.Read())
                row(reader);
            reader.NextResult();
        }
    }
}
