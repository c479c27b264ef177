using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>The operator's reads of rooms on SQLite.</summary>
internal sealed class SqliteChatAdminStore(SqliteEngine engine) : IChatAdminStore
{
    private const long DayMs = 86_400_000;

    private const string RoomColumns =
        "r.id, r.kind, r.name, r.topic, r.members, r.head, r.messages, r.expired, r.keep_days, r.created_at, r.active_at FROM rooms r";

    /// <inheritdoc/>
    public Task<RoomCounts> CountsAsync(CancellationToken cancel) => engine.ReadAsync(
        s => s["SELECT count(*), coalesce(sum(messages), 0) FROM rooms"] is var row && row.Step()
            ? new RoomCounts(row.Number(0), row.Number(1))
            : default,
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomEntry>> RoomsAsync(string? query, RoomId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<RoomEntry>>(
        s => All(
            s[$"SELECT {RoomColumns} WHERE r.id > ?1 AND (?2 IS NULL OR instr(r.folded, ?2) > 0) ORDER BY r.id LIMIT ?3"]
                .Bind(1, after?.Value ?? "").Bind(2, query is null ? null : Folded.Of(query)).Bind(3, limit),
            Room),
        cancel);

    /// <inheritdoc/>
    public Task<RoomEntry?> FindRoomAsync(RoomId room, CancellationToken cancel) => engine.ReadAsync(
        s => All(s[$"SELECT {RoomColumns} WHERE r.id = ?1"].Bind(1, room.Value), Room) is [var found] ? found : null, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberEntry>> MembersAsync(RoomId room, UserId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<MemberEntry>>(
        s => All(
            s["SELECT m.user, u.name, m.role, m.read FROM members m LEFT JOIN users u ON u.user = m.user " +
              "WHERE m.room = (SELECT n FROM rooms WHERE id = ?1) AND m.user > ?2 ORDER BY m.user LIMIT ?3"]
                .Bind(1, room.Value).Bind(2, after?.Value ?? "").Bind(3, limit),
            row => new MemberEntry(new UserId(row.Text(0)), row.TextOrNull(1), row.Text(2), row.Number(3))),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomId>> RoomsEverOfAsync(UserId user, RoomId? after, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<RoomId>>(
        s => All(
            s["SELECT id FROM rooms WHERE n IN (SELECT room FROM members WHERE user = ?1 UNION SELECT room FROM left_rooms WHERE user = ?1 UNION SELECT room FROM bans WHERE user = ?1) " +
              "AND id > ?2 ORDER BY id LIMIT ?3"].Bind(1, user.Value).Bind(2, after?.Value ?? "").Bind(3, limit),
            row => new RoomId(row.Text(0))),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(RoomId Room, DateTimeOffset At, RoomBan Ban)>> BansOfAsync(UserId user, IReadOnlyCollection<RoomId> rooms, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => BanRows.Of(s, user, rooms), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> EventsByAsync(RoomId room, UserId user, long after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<StoredEvent>>(
        s =>
        {
            var find = s["SELECT n, head FROM rooms WHERE id = ?1"].Bind(1, room.Value);
            return find.Step()
                ? All(
                    s["SELECT pos, envelope FROM events WHERE pos > ?1 AND pos <= ?2 AND sender = ?3 AND type IN (1, 2, 4, 12, 1000) ORDER BY pos LIMIT ?4"]
                        .Bind(1, LogPosition.Of(find.Number(0), after)).Bind(2, LogPosition.Of(find.Number(0), find.Number(1))).Bind(3, user.Value).Bind(4, limit),
                    row => new StoredEvent(LogPosition.Seq(row.Number(0)), new EncodedEnvelope(row.Blob(1))))
                : [];
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>?> RevisionsAsync(RoomId room, MessageId message, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<StoredEvent>?>(
        s => All(
            s["SELECT e.pos, e.envelope FROM events e JOIN rooms r ON r.n = e.pos >> 32 WHERE e.id = ?1 AND e.type = 1 AND r.id = ?2"].Bind(1, message.Value).Bind(2, room.Value),
            row => (Pos: row.Number(0), Event: new StoredEvent(LogPosition.Seq(row.Number(0)), new EncodedEnvelope(row.Blob(1))))) is [var sent]
            ?
            [
                sent.Event,
                .. All(
                    s["SELECT e.pos, e.envelope FROM edits d JOIN events e ON e.pos = d.pos WHERE d.message = ?1 ORDER BY e.pos"].Bind(1, sent.Pos),
                    row => new StoredEvent(LogPosition.Seq(row.Number(0)), new EncodedEnvelope(row.Blob(1)))),
            ]
            : null,
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueRoom>> DueRoomsAsync(DateTimeOffset now, int defaultDays, RoomId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<DueRoom>>(
        s => All(
            s["SELECT r.id, coalesce(r.keep_days, ?1) AS days FROM rooms r JOIN events e ON e.pos = (r.n << 32 | (r.expired + 1)) " +
              "WHERE r.id > ?2 AND days > 0 AND e.at < ?3 - days * ?4 ORDER BY r.id LIMIT ?5"]
                .Bind(1, defaultDays).Bind(2, after?.Value ?? "").Bind(3, now.ToUnixTimeMilliseconds()).Bind(4, DayMs).Bind(5, limit),
            row => new DueRoom(new RoomId(row.Text(0)), now.AddDays(-row.Number(1)))),
        cancel);

    private static List<T> All<T>(SqliteStatement row, Func<SqliteStatement, T> read)
    {
        var all = new List<T>();
        while (row.Step())
            all.Add(read(row));
        return all;
    }

    private static RoomEntry Room(SqliteStatement row) => new(
        new RoomId(row.Text(0)),
        row.Text(1),
        row.Text(2),
        row.Text(3),
        (int)row.Number(4),
        row.Number(5),
        row.Number(6),
        row.Number(7),
        (int?)row.NumberOrNull(8),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Number(9)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Number(10)));
}
