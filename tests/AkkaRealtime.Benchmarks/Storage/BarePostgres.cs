using System.Text;
using Npgsql;

namespace AkkaRealtime.Benchmarks.Storage;

/// <summary>The log's table and its keys, and one statement for a batch.</summary>
internal sealed class BarePostgres : IBareWriter
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    public BarePostgres(string database)
    {
        _source = NpgsqlDataSource.Create(database);
        _connection = _source.OpenConnection();
        using var command = new NpgsqlCommand(
            """
            CREATE TABLE events (room bigint NOT NULL, seq bigint NOT NULL, type smallint NOT NULL, sender text COLLATE "C" NOT NULL, key bytea,
                id text COLLATE "C", thread text COLLATE "C", ordinal bigint NOT NULL, at bigint NOT NULL, envelope bytea NOT NULL, PRIMARY KEY (room, seq));
            CREATE UNIQUE INDEX events_key ON events (room, sender, key) WHERE key IS NOT NULL;
            CREATE UNIQUE INDEX events_id ON events (id) WHERE id IS NOT NULL;
            """,
            _connection);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Commit(IReadOnlyList<BareRow> rows)
    {
        using var command = new NpgsqlCommand(
            "INSERT INTO events (room, seq, type, sender, key, id, ordinal, at, envelope) SELECT 1, n, 1, sender, key, id, n, at, envelope " +
            "FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::text[], $5::bigint[], $6::bytea[]) v (n, sender, key, id, at, envelope)",
            _connection);
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(r => r.Number).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(r => r.Sender).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(r => Encoding.UTF8.GetBytes(r.Key)).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(r => r.Id).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(r => r.At).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(r => r.Envelope).ToArray() });
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _source.Dispose();
    }
}
