using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>The rows of files on SQLite. One process has the store, so a lock in memory keeps uploads and removals of the same content apart.</summary>
internal sealed class SqliteFileRows(SqliteEngine engine, SqliteWriter writer) : IFileRows
{
    private const string Columns = "id, room, user, name, type, size, hash, at, width, height, state, sent, sent = 0 AND EXISTS (SELECT 1 FROM file_uses u WHERE u.file = files.id)";
    private const string Leftover = "sent = 0 AND at < ?1 AND NOT EXISTS (SELECT 1 FROM file_uses u WHERE u.file = files.id)";

    // The same content always meets at the same lock; different ones seldom do, and then only wait.
    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <inheritdoc/>
    public Task AddAsync(FileRow row, CancellationToken cancel) => WriteAsync(
        s =>
        {
            s["INSERT INTO files (id, room, user, name, type, size, hash, at, width, height) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"]
                .Bind(1, row.Id.Value).Bind(2, row.Room.Value).Bind(3, row.By.Value).Bind(4, row.Name).Bind(5, row.Type).Bind(6, row.Size)
                .Bind(7, row.Hash).Bind(8, row.At.ToUnixTimeMilliseconds()).Bind(9, (long?)row.Width).Bind(10, (long?)row.Height).Run();
            return true;
        },
        cancel);

    /// <inheritdoc/>
    public Task SetThereAsync(FileId id, CancellationToken cancel) =>
        WriteAsync(s => s["UPDATE files SET state = 1 WHERE id = ?1 AND state = 0"].Bind(1, id.Value).RunChanges(), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileRow>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) => engine.ReadAsync(
        s =>
        {
            var rows = new List<FileRow>();
            foreach (var id in ids)
            {
                var row = s[$"SELECT {Columns} FROM files WHERE id = ?1"].Bind(1, id);
                if (row.Step())
                    rows.Add(Read(row));
            }

            return (IReadOnlyList<FileRow>)rows;
        },
        cancel);

    /// <inheritdoc/>
    public Task<bool> IsSentAsync(RoomId room, UserId user, string key, CancellationToken cancel) => engine.ReadAsync(
        room,
        s => s["SELECT 1 FROM rooms r JOIN events e ON e.pos >> 32 = r.n WHERE r.id = ?1 AND e.sender = ?2 AND e.key = ?3 AND e.key IS NOT NULL"]
            .Bind(1, room.Value).Bind(2, user.Value).Bind(3, key).Step(),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileRow>> OfUserAsync(UserId user, FileId? after, int limit, CancellationToken cancel) => engine.ReadAsync(
        s => (IReadOnlyList<FileRow>)All(s[$"SELECT {Columns} FROM files WHERE user = ?1 AND id > ?2 ORDER BY id LIMIT ?3"]
            .Bind(1, user.Value).Bind(2, after?.Value ?? "").Bind(3, limit)),
        cancel);

    /// <inheritdoc/>
    public Task<long> BytesOfAsync(UserId user, CancellationToken cancel) => engine.ReadAsync(
        s =>
        {
            var row = s["SELECT coalesce(sum(size), 0) FROM files WHERE user = ?1 AND state < 2"].Bind(1, user.Value);
            row.Step();
            return row.Number(0);
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileRow>> LeftoversAsync(DateTimeOffset unsentBefore, int limit, CancellationToken cancel) => engine.ReadAsync(
        s => (IReadOnlyList<FileRow>)All(s[$"SELECT {Columns} FROM files WHERE state = 2 UNION SELECT {Columns} FROM files WHERE {Leftover} LIMIT ?2"]
            .Bind(1, unsentBefore.ToUnixTimeMilliseconds()).Bind(2, limit)),
        cancel);

    /// <inheritdoc/>
    public Task<FileRetirement> RetireAsync(FileId id, DateTimeOffset? leftoverBefore, CancellationToken cancel) => WriteAsync(
        s =>
        {
            var retired = s[$"UPDATE files SET state = 2 WHERE id = ?2 AND (?1 IS NULL OR state = 2 OR ({Leftover}))"]
                .Bind(1, leftoverBefore?.ToUnixTimeMilliseconds()).Bind(2, id.Value).RunChanges() > 0;
            var others = s["SELECT 1 FROM files f WHERE f.hash = (SELECT hash FROM files WHERE id = ?1) AND f.id <> ?1 LIMIT 1"].Bind(1, id.Value);
            var last = !others.Step();
            others.Reset();
            return new FileRetirement(retired, last);
        },
        cancel);

    /// <inheritdoc/>
    public Task ForgetAsync(FileId id, CancellationToken cancel) => WriteAsync(
        s =>
        {
            s["DELETE FROM file_uses WHERE file = ?1"].Bind(1, id.Value).Run();
            return s["DELETE FROM files WHERE id = ?1"].Bind(1, id.Value).RunChanges();
        },
        cancel);

    /// <inheritdoc/>
    public async Task<T> AloneAsync<T>(string hash, Func<Task<T>> action, CancellationToken cancel)
    {
        var gate = _locks[Convert.ToInt32(hash[..2], 16) % _locks.Length];
        await gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await action().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    // SQLite answers on the caller's thread.
    private Task<T> WriteAsync<T>(Func<SqliteSession, T> change, CancellationToken cancel) => Task.Run(() => writer.Change(change), cancel);

    private static List<FileRow> All(SqliteStatement row)
    {
        var rows = new List<FileRow>();
        while (row.Step())
            rows.Add(Read(row));
        return rows;
    }

    private static FileRow Read(SqliteStatement row) => new(
        new FileId(row.Text(0)),
        new RoomId(row.Text(1)),
        new UserId(row.Text(2)),
        row.Text(3),
        row.Text(4),
        row.Number(5),
        row.Text(6),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Number(7)),
        (int?)row.NumberOrNull(8),
        (int?)row.NumberOrNull(9),
        (FileState)row.Number(10),
        row.Number(11) != 0)
    {
        Held = row.Number(12) != 0,
    };
}
