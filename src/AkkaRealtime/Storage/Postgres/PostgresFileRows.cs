using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>The rows of files on PostgreSQL. An advisory lock keeps uploads and removals of the same content apart, on all nodes.</summary>
#pragma warning disable CA1001 // A semaphore holds nothing to let go of until its wait handle is asked for.
internal sealed class PostgresFileRows(NpgsqlDataSource source, PostgresReads reads) : IFileRows
#pragma warning restore CA1001
{
    private const string Columns = "id, room, user_id, name, type, size, hash, at, width, height, state, sent, NOT sent AND EXISTS (SELECT 1 FROM file_uses u WHERE u.file = f.id)";
    private const string Leftover = "NOT f.sent AND f.at < $1 AND NOT EXISTS (SELECT 1 FROM file_uses u WHERE u.file = f.id)";

    /// <summary>Connections that are held at most, each while others are used: all of the pool must never be held at once.</summary>
    public const int MaxHeld = 4;

    private readonly SemaphoreSlim _alone = new(MaxHeld);

    /// <inheritdoc/>
    public Task AddAsync(FileRow row, CancellationToken cancel) => WriteAsync(
        "INSERT INTO files (id, room, user_id, name, type, size, hash, at, width, height) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        cancel,
        row.Id.Value, row.Room.Value, row.By.Value, PostgresRows.Clean(row.Name), PostgresRows.Clean(row.Type), row.Size, row.Hash, row.At.ToUnixTimeMilliseconds(), row.Width, row.Height);

    /// <inheritdoc/>
    public Task SetThereAsync(FileId id, CancellationToken cancel) =>
        WriteAsync("UPDATE files SET state = 1 WHERE id = $1 AND state = 0", cancel, id.Value);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FileRow>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        await reads.QueryAsync($"SELECT {Columns} FROM files f WHERE id = ANY($1)", Read, cancel, ids.ToArray()).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<bool> IsSentAsync(RoomId room, UserId user, string key, CancellationToken cancel)
    {
        // Keys are bytes there; a list of one is how this house hands bytes over.
        var found = await reads.QueryAsync(
            "SELECT 1 FROM rooms r JOIN events e ON e.room = r.n AND e.sender = $2 AND e.key = ANY($3::bytea[]) AND e.key IS NOT NULL WHERE r.id = $1",
            _ => true,
            cancel,
            room.Value, user.Value, new[] { PostgresRows.Utf8(key)! }).ConfigureAwait(false);
        return found.Count > 0;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FileRow>> OfUserAsync(UserId user, FileId? after, int limit, CancellationToken cancel) =>
        await reads.QueryAsync(
            $"SELECT {Columns} FROM files f WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3", Read, cancel, user.Value, after?.Value ?? "", limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<long> BytesOfAsync(UserId user, CancellationToken cancel) =>
        (await reads.QueryAsync(
            "SELECT coalesce(sum(size), 0)::bigint FROM files WHERE user_id = $1 AND state < 2", row => row.GetInt64(0), cancel, user.Value).ConfigureAwait(false))[0];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FileRow>> LeftoversAsync(DateTimeOffset unsentBefore, int limit, CancellationToken cancel) =>
        await reads.QueryAsync(
            $"SELECT {Columns} FROM files f WHERE state = 2 UNION SELECT {Columns} FROM files f WHERE {Leftover} LIMIT $2",
            Read,
            cancel,
            unsentBefore.ToUnixTimeMilliseconds(), limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<FileRetirement> RetireAsync(FileId id, DateTimeOffset? leftoverBefore, CancellationToken cancel)
    {
        var last = await reads.QueryAsync(
            $"UPDATE files f SET state = 2 WHERE f.id = $2 AND ($1::bigint IS NULL OR f.state = 2 OR ({Leftover})) " +
            "RETURNING NOT EXISTS (SELECT 1 FROM files o WHERE o.hash = f.hash AND o.id <> f.id)",
            row => row.GetBoolean(0),
            cancel,
            leftoverBefore?.ToUnixTimeMilliseconds(), id.Value).ConfigureAwait(false);
        return last is [var isLast] ? new FileRetirement(true, isLast) : new FileRetirement(false, false);
    }

    /// <inheritdoc/>
    public Task ForgetAsync(FileId id, CancellationToken cancel) => WriteAsync(
        "WITH uses AS (DELETE FROM file_uses WHERE file = $1) DELETE FROM files WHERE id = $1", cancel, id.Value);

    /// <inheritdoc/>
    public async Task<T> AloneAsync<T>(string hash, Func<Task<T>> action, CancellationToken cancel)
    {
        await _alone.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            // The lock ends with the transaction, however that ends.
            await using var connection = await LockAsync(hash, cancel).ConfigureAwait(false);
            return await action().ConfigureAwait(false);
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task<NpgsqlConnection> LockAsync(string hash, CancellationToken cancel)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
            await using var batch = new NpgsqlBatch(connection);
            batch.Add("BEGIN");
            batch.Add("SELECT pg_advisory_xact_lock($1)", unchecked((long)Convert.ToUInt64(hash[..16], 16)));
            await batch.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or ObjectDisposedException)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
            throw new StoreUnavailableException($"PostgreSQL: {e.Message}", e);
        }
        catch (OperationCanceledException)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Task<List<bool>> WriteAsync(string sql, CancellationToken cancel, params PostgresParameter[] parameters) => reads.QueryAsync(sql, _ => true, cancel, parameters);

    private static FileRow Read(NpgsqlDataReader row) => new(
        new FileId(row.GetString(0)),
        new RoomId(row.GetString(1)),
        new UserId(row.GetString(2)),
        row.GetString(3),
        row.GetString(4),
        row.GetInt64(5),
        row.GetString(6),
        row.Time(7),
        row.IsDBNull(8) ? null : (int)row.GetInt64(8),
        row.IsDBNull(9) ? null : (int)row.GetInt64(9),
        (FileState)row.GetInt64(10),
        row.GetBoolean(11))
    {
        Held = row.GetBoolean(12),
    };
}
