using AkkaRealtime.Clustering.Membership;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>The node table of a database. Founding and removing happen one at a time, under an advisory lock that ends with its transaction.</summary>
internal sealed class PostgresNodeTable(NpgsqlDataSource source, string epoch) : INodeTable
{
    // Any number will do, as long as nobody else in this database uses it.
    private const long LockKey = 0x416b6b614e6f6465;
    private const string All = "SELECT address, incarnation, machine, shards, leaving, joined_at, seen_at, clock_timestamp() - seen_at FROM nodes";
    private const string ThisRun = "address = $1 AND incarnation = $2";

    /// <inheritdoc/>
    public string Store => epoch;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NodeRow>> ReadAsync(CancellationToken cancel)
    {
        await using var command = source.CreateCommand(All);
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        return await RowsAsync(reader, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> TryFoundAsync(NodeRun founder, NodeTraits traits, IReadOnlyCollection<NodeRow> dead, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await using var transaction = await BeginAsync(connection, cancel).ConfigureAwait(false);
        foreach (var row in dead)
            await RunAsync(connection, $"DELETE FROM nodes WHERE {ThisRun} AND seen_at = $3", cancel, row.Node.Address, row.Node.Incarnation, row.SeenAt).ConfigureAwait(false);
        await using var empty = new NpgsqlCommand("SELECT NOT EXISTS (SELECT FROM nodes)", connection);
        if (await empty.ExecuteScalarAsync(cancel).ConfigureAwait(false) is not true)
            return false;
        await RunAsync(connection, "INSERT INTO nodes (address, incarnation, machine, shards) VALUES ($1, $2, $3, $4)", cancel, founder.Address, founder.Incarnation, traits.Machine, traits.Shards).ConfigureAwait(false);
        await transaction.CommitAsync(cancel).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async Task EnterAsync(NodeRun node, NodeTraits traits, CancellationToken cancel)
    {
        const string enter = """
            INSERT INTO nodes (address, incarnation, machine, shards) VALUES ($1, $2, $3, $4) ON CONFLICT (address) DO UPDATE
            SET incarnation = excluded.incarnation, machine = excluded.machine, shards = excluded.shards, leaving = false, joined_at = clock_timestamp(), seen_at = clock_timestamp()
            WHERE nodes.incarnation <> excluded.incarnation
            """;
        await using var connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await RunAsync(connection, enter, cancel, node.Address, node.Incarnation, traits.Machine, traits.Shards).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<NodeRow>?> BeatAsync(NodeRun node, CancellationToken cancel)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"UPDATE nodes SET seen_at = clock_timestamp() WHERE {ThisRun} RETURNING true")
        {
            Parameters = { new() { Value = node.Address }, new() { Value = node.Incarnation } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(All));
        await using var reader = await batch.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        var there = await reader.ReadAsync(cancel).ConfigureAwait(false);
        await reader.NextResultAsync(cancel).ConfigureAwait(false);
        return there ? await RowsAsync(reader, cancel).ConfigureAwait(false) : null;
    }

    /// <inheritdoc/>
    public async Task<bool> TryRemoveAsync(NodeRun by, IReadOnlyCollection<NodeRun> others, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await using var transaction = await BeginAsync(connection, cancel).ConfigureAwait(false);
        if (await RunAsync(connection, $"UPDATE nodes SET seen_at = clock_timestamp() WHERE {ThisRun}", cancel, by.Address, by.Incarnation).ConfigureAwait(false) == 0)
            return false;
        foreach (var other in others)
            await RunAsync(connection, $"DELETE FROM nodes WHERE {ThisRun}", cancel, other.Address, other.Incarnation).ConfigureAwait(false);
        await transaction.CommitAsync(cancel).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public Task LeaveAsync(NodeRun node, CancellationToken cancel) => RunAsync($"UPDATE nodes SET leaving = true WHERE {ThisRun}", node, cancel);

    /// <inheritdoc/>
    public Task ForgetAsync(NodeRun node, CancellationToken cancel) => RunAsync($"DELETE FROM nodes WHERE {ThisRun}", node, cancel);

    private static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var transaction = await connection.BeginTransactionAsync(cancel).ConfigureAwait(false);
        await RunAsync(connection, PostgresPatience.OfTransaction, cancel).ConfigureAwait(false);
        await RunAsync(connection, "SELECT pg_advisory_xact_lock($1)", cancel, LockKey).ConfigureAwait(false);
        return transaction;
    }

    private static async Task<IReadOnlyList<NodeRow>> RowsAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var rows = new List<NodeRow>();
        while (await reader.ReadAsync(cancel).ConfigureAwait(false))
        {
            rows.Add(new NodeRow(
                new NodeRun(reader.GetString(0), reader.GetInt32(1)), reader.GetString(2), reader.GetInt32(3), reader.GetBoolean(4), reader.GetDateTime(5), reader.GetDateTime(6), reader.GetTimeSpan(7)));
        }

        return rows;
    }

    private async Task RunAsync(string sql, NodeRun node, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await RunAsync(connection, sql, cancel, node.Address, node.Incarnation).ConfigureAwait(false);
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params object[] parameters)
    {
#pragma warning disable CA2100 // Constants of this class.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }
}
