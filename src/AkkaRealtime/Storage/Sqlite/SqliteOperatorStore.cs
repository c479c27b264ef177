using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>The operator's reads on SQLite.</summary>
internal sealed class SqliteOperatorStore(SqliteReadPool pool, SqliteUpkeep upkeep) : IOperatorStore
{
    private const long DayMs = 86_400_000;

    private const string RoomColumns =
        "r.id, r.kind, r.name, r.topic, r.members, r.head, r.messages, r.expired, r.keep_days, r.created_at, r.active_at FROM rooms r";

    private const string ErasureColumns = "user, requested_at, phase, room, events, finished_at FROM erasures";

    /// <inheritdoc/>
    public Task<StoreCounts> CountsAsync(CancellationToken cancel) => pool.ReadAsync(
        s => s["SELECT (SELECT count(*) FROM users), count(*), coalesce(sum(messages), 0) FROM rooms"] is var row && row.Step()
            ? new StoreCounts(row.Int64(0), row.Int64(1), row.Int64(2))
            : default,
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredUser>> UsersAsync(string? query, UserId? after, int limit, CancellationToken cancel) => pool.ReadAsync<IReadOnlyList<StoredUser>>(
        s => All(
            s["SELECT user, name, last_seen, status FROM users WHERE user > ?1 AND (?2 IS NULL OR instr(lower(user), lower(?2)) > 0 " +
              "OR instr(lower(name), lower(?2)) > 0) ORDER BY user LIMIT ?3"].Bind(1, after?.Value ?? "").Bind(2, query).Bind(3, limit),
            row => new StoredUser(new UserId(row.Text(0)), row.Text(1), TimeOrNull(row, 2), row.Blob(3))),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEntry>> RoomsAsync(string? query, RoomId? after, int limit, CancellationToken cancel) => pool.ReadAsync<IReadOnlyList<RoomEntry>>(
        s => All(
            s[$"SELECT {RoomColumns} WHERE r.id > ?1 AND (?2 IS NULL OR instr(r.folded, ?2) > 0) ORDER BY r.id LIMIT ?3"]
                .Bind(1, after?.Value ?? "").Bind(2, query is null ? null : Folded.Of(query)).Bind(3, limit),
            Room),
        cancel);

    /// <inheritdoc/>
    public Task<RoomEntry?> FindRoomAsync(RoomId room, CancellationToken cancel) => pool.ReadAsync(
        s => All(s[$"SELECT {RoomColumns} WHERE r.id = ?1"].Bind(1, room.Value), Room) is [var found] ? found : null, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberEntry>> MembersAsync(RoomId room, UserId? after, int limit, CancellationToken cancel) => pool.ReadAsync<IReadOnlyList<MemberEntry>>(
        s => All(
            s["SELECT m.user, u.name, m.role, m.read FROM members m LEFT JOIN users u ON u.user = m.user " +
              "WHERE m.room = (SELECT n FROM rooms WHERE id = ?1) AND m.user > ?2 ORDER BY m.user LIMIT ?3"]
                .Bind(1, room.Value).Bind(2, after?.Value ?? "").Bind(3, limit),
            row => new MemberEntry(new UserId(row.Text(0)), row.TextOrNull(1), row.Text(2), row.Int64(3))),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomId>> RoomsEverOfAsync(UserId user, RoomId? after, int limit, CancellationToken cancel) => pool.ReadAsync<IReadOnlyList<RoomId>>(
        s => All(
            s["SELECT id FROM rooms WHERE n IN (SELECT room FROM members WHERE user = ?1 UNION SELECT room FROM left_rooms WHERE user = ?1) " +
              "AND id > ?2 ORDER BY id LIMIT ?3"].Bind(1, user.Value).Bind(2, after?.Value ?? "").Bind(3, limit),
            row => new RoomId(row.Text(0))),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> EventsByAsync(RoomId room, UserId user, long after, int limit, CancellationToken cancel) => pool.ReadAsync<IReadOnlyList<StoredEvent>>(
        s =>
        {
            var find = s["SELECT n, head FROM rooms WHERE id = ?1"].Bind(1, room.Value);
            return find.Step()
                ? All(
                    s["SELECT pos, envelope FROM events WHERE pos > ?1 AND pos <= ?2 AND sender = ?3 AND type IN (1, 2, 4) ORDER BY pos LIMIT ?4"]
                        .Bind(1, Pos.Of(find.Int64(0), after)).Bind(2, Pos.Of(find.Int64(0), find.Int64(1))).Bind(3, user.Value).Bind(4, limit),
                    row => new StoredEvent(Pos.Seq(row.Int64(0)), new EncodedEnvelope(row.Blob(1))))
                : [];
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueRoom>> DueRoomsAsync(DateTimeOffset now, int defaultDays, RoomId? after, int limit, CancellationToken cancel) => pool.ReadAsync<IReadOnlyList<DueRoom>>(
        s => All(
            s["SELECT r.id, coalesce(r.keep_days, ?1) AS days FROM rooms r JOIN events e ON e.pos = (r.n << 32 | (r.expired + 1)) " +
              "WHERE r.id > ?2 AND days > 0 AND e.at < ?3 - days * ?4 ORDER BY r.id LIMIT ?5"]
                .Bind(1, defaultDays).Bind(2, after?.Value ?? "").Bind(3, now.ToUnixTimeMilliseconds()).Bind(4, DayMs).Bind(5, limit),
            row => new DueRoom(new RoomId(row.Text(0)), now.AddDays(-row.Int64(1)))),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Erasure>> OpenErasuresAsync(CancellationToken cancel) => pool.ReadAsync<IReadOnlyList<Erasure>>(
        s => All(s[$"SELECT {ErasureColumns} WHERE finished_at IS NULL ORDER BY requested_at, user"], Read), cancel);

    /// <inheritdoc/>
    public Task<Erasure?> FindErasureAsync(UserId user, CancellationToken cancel) => pool.ReadAsync(
        s => All(s[$"SELECT {ErasureColumns} WHERE user = ?1"].Bind(1, user.Value), Read) is [var found] ? found : null, cancel);

    /// <inheritdoc/>
    public Task ScrubAsync(CancellationToken cancel) => upkeep.ScrubAsync().WaitAsync(cancel);

    private static List<T> All<T>(Statement row, Func<Statement, T> read)
    {
        var all = new List<T>();
        while (row.Step())
            all.Add(read(row));
        return all;
    }

    private static RoomEntry Room(Statement row) => new(
        new RoomId(row.Text(0)),
        row.Text(1),
        row.Text(2),
        row.Text(3),
        (int)row.Int64(4),
        row.Int64(5),
        row.Int64(6),
        row.Int64(7),
        (int?)row.Int64OrNull(8),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(9)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(10)));

    private static Erasure Read(Statement row) => new(
        new UserId(row.Text(0)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(1)),
        Enum.Parse<ErasurePhase>(row.Text(2)),
        row.TextOrNull(3) is { } room ? new RoomId(room) : null,
        row.Int64(4),
        TimeOrNull(row, 5));

    private static DateTimeOffset? TimeOrNull(Statement row, int column) =>
        row.Int64OrNull(column) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
