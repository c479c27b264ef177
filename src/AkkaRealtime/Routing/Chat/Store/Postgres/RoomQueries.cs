using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Reads of rooms and their members.</summary>
internal sealed class RoomQueries(PostgresReads reads)
{
    // A direct room is called what the other one of its two is called, or by their id.
    private const string ShownName =
        "CASE WHEN r.pair IS NULL THEN r.name ELSE coalesce((SELECT coalesce(nullif(u.name, ''), p.user_id) " +
        "FROM members p LEFT JOIN users u ON u.user_id = p.user_id WHERE p.room = r.n AND p.user_id <> $1 LIMIT 1), '') END";

    // One row a room, whatever it holds: unread is the room's count of messages less the count up to where the member has read, and less those deleted since.
    private const string Counts =
        "r.messages - coalesce((SELECT ordinal FROM events WHERE room = r.n AND seq = greatest(m.read, r.expired)), 0) " +
        "- (SELECT count(*) FROM overlays WHERE room = r.n AND seq > greatest(m.read, r.expired) AND deleted), " +
        "(SELECT count(*) FROM mentions WHERE user_id = m.user_id AND room = r.n AND seq > m.read)";

    private const string Columns =
        MessageQueries.ViewColumns + ", r.id, r.kind, " + ShownName + ", r.topic, r.members, m.role, r.head, m.read, " + Counts + ", r.pair, r.slow_mode, r.post_role";

    private const string LastMessage =
        "LEFT JOIN events e ON e.room = r.n AND e.seq = r.last_message AND r.last_message > r.expired LEFT JOIN overlays o ON o.room = e.room AND o.seq = e.seq ";

    public async Task<RoomSnapshot?> LoadAsync(RoomId id, CancellationToken cancel)
    {
        RoomSnapshot? room = null;
        var members = new List<MemberSnapshot>();
        await reads.QueryAsync(
            "SELECT r.kind, r.name, r.topic, r.head, r.created_at, m.user_id, m.role, m.joined, m.read, m.delivered, r.slow_mode, r.post_role " +
            "FROM rooms r LEFT JOIN members m ON m.room = r.n WHERE r.id = $1",
            row =>
            {
                room ??= new RoomSnapshot(id, row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.Time(4), members)
                {
                    SlowModeSeconds = row.GetInt32(10),
                    PostRole = row.GetString(11),
                };
                if (!row.IsDBNull(5))
                    members.Add(new MemberSnapshot(new UserId(row.GetString(5)), row.GetString(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9)));
                return true;
            },
            cancel,
            id.Value).ConfigureAwait(false);
        return room is null || room.Kind == RoomKinds.Direct ? room : room with { Bans = await BanCommands.LoadAsync(reads, id, cancel).ConfigureAwait(false) };
    }

    public async Task<RoomAccess?> AccessAsync(RoomId room, UserId user, DateTimeOffset now, CancellationToken cancel)
    {
        var found = await reads.QueryAsync(
            "SELECT r.kind, m.role, r.head, b.until, b.reason, b.user_id FROM rooms r LEFT JOIN members m ON m.room = r.n AND m.user_id = $2 " +
            "LEFT JOIN bans b ON b.room = r.n AND b.user_id = $2 AND (b.until IS NULL OR b.until > $3) WHERE r.id = $1",
            row => new RoomAccess(row.GetString(0), row.TextOrNull(1), row.GetInt64(2), row.GetString(0) == RoomKinds.Channel)
            {
                Ban = row.IsDBNull(5) ? null : BanCommands.Ban(row, 3),
            },
            cancel,
            room.Value,
            user.Value,
            now.ToUnixTimeMilliseconds()).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT r.id, r.head FROM members m JOIN rooms r ON r.n = m.room WHERE m.user_id = $1",
        row => new RoomHead(new RoomId(row.GetString(0)), row.GetInt64(1)),
        cancel,
        user.Value).ConfigureAwait(false);

    public async Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT " + Columns + " FROM members m JOIN rooms r ON r.n = m.room " + LastMessage +
        "WHERE m.user_id = $1 AND ($2 IS NULL OR r.id = $2) ORDER BY r.active_at DESC, r.n DESC",
        row => View(row, user),
        cancel,
        user.Value,
        room?.Value).ConfigureAwait(false);

    public async Task<RoomPage> PageAsync(UserId user, RoomCursor? after, int limit, CancellationToken cancel)
    {
        // The places first, and then what is shown of them: a row of the one is small.
        var places = await reads.QueryAsync(
            "SELECT r.active_at, r.n FROM members m JOIN rooms r ON r.n = m.room WHERE m.user_id = $1 " +
            "AND ($2::bigint IS NULL OR (r.active_at, r.n) < ($2, $3::bigint)) ORDER BY r.active_at DESC, r.n DESC LIMIT $4",
            row => new RoomCursor(row.GetInt64(0), row.GetInt64(1)),
            cancel,
            user.Value,
            after?.ActiveAt,
            after?.Number,
            limit + 1L).ConfigureAwait(false);
        var rooms = places.Count == 0 ? [] : await reads.QueryAsync(
            "SELECT " + Columns + " FROM members m JOIN rooms r ON r.n = m.room " + LastMessage +
            "WHERE m.user_id = $1 AND r.n = ANY ($2) ORDER BY r.active_at DESC, r.n DESC",
            row => View(row, user),
            cancel,
            user.Value,
            places.Take(limit).Select(p => p.Number).ToArray()).ConfigureAwait(false);
        return new RoomPage(rooms, places.Count > limit ? places[limit - 1] : null);
    }

    public async Task<IReadOnlySet<UserId>> InManyAsync(IReadOnlyCollection<UserId> users, int least, CancellationToken cancel)
    {
        var many = await reads.QueryAsync(
            "SELECT o.id FROM unnest($1::text[]) o (id) WHERE EXISTS (SELECT 1 FROM members m WHERE m.user_id = o.id OFFSET $2 LIMIT 1)",
            row => new UserId(row.GetString(0)),
            cancel,
            users.Select(u => u.Value).ToArray(),
            least - 1L).ConfigureAwait(false);
        return many.ToHashSet();
    }

    public async Task<IReadOnlyList<RoomView>> DirectoryAsync(
        UserId user, string? query, string? before, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT " + Columns + " FROM rooms r LEFT JOIN members m ON m.room = r.n AND m.user_id = $1 " + LastMessage +
        "WHERE r.kind = 'channel' AND m.user_id IS NULL AND ($2 IS NULL OR strpos(r.folded, $2) > 0) " +
        "AND ($3 IS NULL OR (r.folded, r.n) > (SELECT folded, n FROM rooms WHERE id = $3)) ORDER BY r.folded, r.n LIMIT $4",
        row => View(row, user),
        cancel,
        user.Value,
        string.IsNullOrWhiteSpace(query) ? null : PostgresRows.Clean(Folded.Of(query.Trim())),
        before is null ? null : PostgresRows.Clean(before),
        limit).ConfigureAwait(false);

    public async Task<RoomId?> DirectAsync(UserId one, UserId other, CancellationToken cancel)
    {
        var found = await reads.QueryAsync("SELECT id FROM rooms WHERE pair = $1", row => new RoomId(row.GetString(0)), cancel, Pair.Of(one, other))
            .ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<IReadOnlyDictionary<UserId, UnreadState>> UnreadAsync(RoomId room, IReadOnlyCollection<UserId> users, CancellationToken cancel)
    {
        var counts = new Dictionary<UserId, UnreadState>();
        await reads.QueryAsync(
            "SELECT " + Counts + ", m.user_id, r.head, m.read FROM rooms r JOIN members m ON m.room = r.n WHERE r.id = $1 AND m.user_id = ANY($2)",
            row => counts[new UserId(row.GetString(2))] =
                new UnreadState(new UnreadCount(row.GetInt64(0), row.GetInt64(1)), row.GetInt64(3), row.GetInt64(4)),
            cancel,
            room.Value,
            users.Select(u => u.Value).ToArray()).ConfigureAwait(false);
        return counts;
    }

    public async Task<IReadOnlyList<RoomId>> SharedAsync(UserId user, UserId other, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT r.id FROM members a JOIN members b ON b.room = a.room AND b.user_id = $2 JOIN rooms r ON r.n = a.room WHERE a.user_id = $1 AND r.kind <> 'direct' LIMIT $3",
        row => new RoomId(row.GetString(0)),
        cancel,
        user.Value,
        other.Value,
        (long)limit).ConfigureAwait(false);

    public async Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel)
    {
        var sharing = await reads.QueryAsync(
            "SELECT o.id FROM unnest($2::text[]) o (id) WHERE EXISTS " +
            "(SELECT 1 FROM members a JOIN members b ON b.room = a.room WHERE a.user_id = $1 AND b.user_id = o.id)",
            row => new UserId(row.GetString(0)),
            cancel,
            user.Value,
            others.Select(o => o.Value).ToArray()).ConfigureAwait(false);
        return sharing.ToHashSet();
    }

    private static RoomView View(NpgsqlDataReader row, UserId user)
    {
        const int Room = MessageQueries.ViewWidth;
        var member = !row.IsDBNull(Room + 5);
        return new RoomView(
            new RoomId(row.GetString(Room)),
            row.GetString(Room + 1),
            row.GetString(Room + 2),
            row.GetString(Room + 3),
            row.GetInt32(Room + 4),
            row.TextOrNull(Room + 5),
            row.GetInt64(Room + 6),
            member ? row.GetInt64(Room + 7) : 0,
            member ? row.GetInt64(Room + 8) : 0,
            member ? row.GetInt64(Room + 9) : 0,
            row.IsDBNull(MessageQueries.Envelope) ? null : MessageQueries.View(row),
            row.TextOrNull(Room + 10) is { } pair ? Pair.Other(pair, user) : null)
        {
            SlowModeSeconds = row.GetInt32(Room + 11) is > 0 and var seconds ? seconds : null,
            PostRole = row.GetString(Room + 12) is var role and not RoomRoles.Member ? role : null,
        };
    }
}
