using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>The operator's reads of rooms on PostgreSQL.</summary>
internal sealed class PostgresChatAdminStore(PostgresReads reads) : IChatAdminStore
{
    private const long DayMs = 86_400_000;

    private const string RoomColumns =
        "r.id, r.kind, r.name, r.topic, r.members, r.head, r.messages, r.expired, r.keep_days, r.created_at, r.active_at FROM rooms r";

    /// <inheritdoc/>
    public async Task<RoomCounts> CountsAsync(CancellationToken cancel) => (await reads.QueryAsync(
        "SELECT count(*), coalesce(sum(messages), 0)::bigint FROM rooms",
        row => new RoomCounts(row.GetInt64(0), row.GetInt64(1)),
        cancel).ConfigureAwait(false))[0];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RoomEntry>> RoomsAsync(string? query, RoomId? after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        $"SELECT {RoomColumns} WHERE r.id > $1 AND ($2 IS NULL OR strpos(r.folded, $2) > 0) ORDER BY r.id LIMIT $3",
        Room,
        cancel,
        after?.Value ?? "",
        query is null ? null : PostgresRows.Clean(Folded.Of(query)),
        limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<RoomEntry?> FindRoomAsync(RoomId room, CancellationToken cancel) =>
        await reads.QueryAsync($"SELECT {RoomColumns} WHERE r.id = $1", Room, cancel, room.Value).ConfigureAwait(false) is [var found] ? found : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MemberEntry>> MembersAsync(RoomId room, UserId? after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT m.user_id, u.name, m.role, m.read FROM members m LEFT JOIN users u ON u.user_id = m.user_id " +
        "WHERE m.room = (SELECT n FROM rooms WHERE id = $1) AND m.user_id > $2 ORDER BY m.user_id LIMIT $3",
        row => new MemberEntry(new UserId(row.GetString(0)), row.TextOrNull(1), row.GetString(2), row.GetInt64(3)),
        cancel,
        room.Value,
        after?.Value ?? "",
        limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RoomId>> RoomsEverOfAsync(UserId user, RoomId? after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT id FROM rooms WHERE n IN (SELECT room FROM members WHERE user_id = $1 UNION SELECT room FROM left_rooms WHERE user_id = $1 UNION SELECT room FROM bans WHERE user_id = $1) " +
        "AND id > $2 ORDER BY id LIMIT $3",
        row => new RoomId(row.GetString(0)),
        cancel,
        user.Value,
        after?.Value ?? "",
        limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(RoomId Room, DateTimeOffset At, RoomBan Ban)>> BansOfAsync(UserId user, IReadOnlyCollection<RoomId> rooms, CancellationToken cancel) =>
        BanCommands.OfAsync(reads, user, rooms, cancel);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEvent>> EventsByAsync(RoomId room, UserId user, long after, int limit, CancellationToken cancel) =>
        await reads.QueryAsync(
            "SELECT seq, envelope FROM events WHERE room = (SELECT n FROM rooms WHERE id = $1) AND seq > $2 AND sender = $3 AND type IN (1, 2, 4, 12, 1000) " +
            "ORDER BY seq LIMIT $4",
            row => new StoredEvent(row.GetInt64(0), new EncodedEnvelope(row.GetFieldValue<byte[]>(1))),
            cancel,
            room.Value,
            after,
            user.Value,
            limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEvent>?> RevisionsAsync(RoomId room, MessageId message, CancellationToken cancel)
    {
        var found = await reads.QueryAsync(
            "WITH sent AS (SELECT e.room, e.seq FROM events e JOIN rooms r ON r.n = e.room WHERE e.id = $1 AND e.id IS NOT NULL AND e.type = 1 AND r.id = $2) " +
            "SELECT e.seq, e.envelope FROM events e JOIN (SELECT room, seq FROM sent UNION SELECT d.room, d.seq FROM edits d JOIN sent s ON d.room = s.room AND d.message = s.seq) v " +
            "ON e.room = v.room AND e.seq = v.seq ORDER BY e.seq",
            row => new StoredEvent(row.GetInt64(0), new EncodedEnvelope(row.GetFieldValue<byte[]>(1))),
            cancel,
            message.Value,
            room.Value).ConfigureAwait(false);
        return found.Count == 0 ? null : found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DueRoom>> DueRoomsAsync(DateTimeOffset now, int defaultDays, RoomId? after, int limit, CancellationToken cancel) =>
        await reads.QueryAsync(
            "SELECT r.id, coalesce(r.keep_days, $1) FROM rooms r JOIN events e ON e.room = r.n AND e.seq = r.expired + 1 " +
            "WHERE r.id > $2 AND coalesce(r.keep_days, $1) > 0 AND e.at < $3 - coalesce(r.keep_days, $1) * $4 ORDER BY r.id LIMIT $5",
            row => new DueRoom(new RoomId(row.GetString(0)), now.AddDays(-row.GetInt64(1))),
            cancel,
            defaultDays,
            after?.Value ?? "",
            now.ToUnixTimeMilliseconds(),
            DayMs,
            limit).ConfigureAwait(false);

    private static RoomEntry Room(NpgsqlDataReader row) => new(
        new RoomId(row.GetString(0)),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        row.GetInt32(4),
        row.GetInt64(5),
        row.GetInt64(6),
        row.GetInt64(7),
        row.IsDBNull(8) ? null : row.GetInt32(8),
        row.Time(9),
        row.Time(10));
}
