using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Reads of rooms and their members.</summary>
internal static class RoomReads
{
    // A direct room is called what the other one of its two is called, or by their id.
    private const string ShownName =
        "CASE WHEN r.pair IS NULL THEN r.name ELSE coalesce(" +
        "(SELECT nullif(u.name, '') FROM members p JOIN users u ON u.user = p.user WHERE p.room = r.n AND p.user <> ?1), " +
        "(SELECT p.user FROM members p WHERE p.room = r.n AND p.user <> ?1)) END";

    // One row a room, whatever it holds: unread is the room's count of messages less the count up to where the member has read, and less those deleted since.
    private const string Counts =
        "r.messages - coalesce((SELECT ordinal FROM events WHERE pos = (r.n << 32 | max(m.read, r.expired))), 0) " +
        "- (SELECT count(*) FROM overlays WHERE pos > (r.n << 32 | max(m.read, r.expired)) AND pos <= (r.n << 32 | r.head) AND deleted = 1), " +
        "(SELECT count(*) FROM mentions WHERE user = m.user AND pos > (r.n << 32 | m.read) AND pos <= (r.n << 32 | r.head))";

    private const string Columns = "r.id, r.kind, " + ShownName + ", r.topic, r.members, m.role, r.head, m.read, " + Counts + ", r.pair, r.slow_mode, r.post_role, ";

    public static RoomSnapshot? Load(SqliteSession s, RoomId id)
    {
        var room = s["SELECT n, kind, name, topic, head, created_at, slow_mode, post_role FROM rooms WHERE id = ?1"].Bind(1, id.Value);
        if (!room.Step())
            return null;
        var members = new List<MemberSnapshot>();
        var row = s["SELECT user, role, joined, read, delivered FROM members WHERE room = ?1"].Bind(1, room.Number(0));
        while (row.Step())
            members.Add(new MemberSnapshot(new UserId(row.Text(0)), row.Text(1), row.Number(2), row.Number(3), row.Number(4)));
        return new RoomSnapshot(
            id, room.Text(1), room.Text(2), room.Text(3), room.Number(4), DateTimeOffset.FromUnixTimeMilliseconds(room.Number(5)), members)
        {
            Bans = BanRows.Load(s, room.Number(0)),
            SlowModeSeconds = (int)room.Number(6),
            PostRole = room.Text(7),
        };
    }

    public static RoomAccess? Access(SqliteSession s, RoomId room, UserId user, DateTimeOffset now)
    {
        var row = s["SELECT r.kind, m.role, r.head, b.until, b.reason, b.user FROM rooms r LEFT JOIN members m ON m.room = r.n AND m.user = ?2 " +
                    "LEFT JOIN bans b ON b.room = r.n AND b.user = ?2 AND (b.until IS NULL OR b.until > ?3) WHERE r.id = ?1"]
            .Bind(1, room.Value).Bind(2, user.Value).Bind(3, now.ToUnixTimeMilliseconds());
        return row.Step()
            ? new RoomAccess(row.Text(0), row.TextOrNull(1), row.Number(2), row.Text(0) == RoomKinds.Channel) { Ban = row.IsNull(5) ? null : BanRows.Ban(row, 3) }
            : null;
    }

    public static IReadOnlyList<RoomId> Of(SqliteSession s, UserId user)
    {
        var rooms = new List<RoomId>();
        var row = s["SELECT r.id FROM members m JOIN rooms r ON r.n = m.room WHERE m.user = ?1"].Bind(1, user.Value);
        while (row.Step())
            rooms.Add(new RoomId(row.Text(0)));
        return rooms;
    }

    public static IReadOnlyList<RoomHead> Heads(SqliteSession s, UserId user)
    {
        var heads = new List<RoomHead>();
        var row = s["SELECT r.id, r.head FROM members m JOIN rooms r ON r.n = m.room WHERE m.user = ?1"].Bind(1, user.Value);
        while (row.Step())
            heads.Add(new RoomHead(new RoomId(row.Text(0)), row.Number(1)));
        return heads;
    }

    public static IReadOnlyList<RoomView> Rooms(SqliteSession s, UserId user, RoomId? room)
    {
        var row = s[$"SELECT {Columns}{OverlayRow.ViewColumns} FROM members m JOIN rooms r ON r.n = m.room " +
                    "LEFT JOIN events e ON e.pos = (r.n << 32 | CASE WHEN r.last_message > r.expired THEN r.last_message END) LEFT JOIN overlays o ON o.pos = e.pos " +
                    "WHERE m.user = ?1 AND (?2 IS NULL OR r.id = ?2) ORDER BY r.active_at DESC, r.n DESC"]
            .Bind(1, user.Value).Bind(2, room?.Value);
        return Views(row, user);
    }

    public static RoomPage Page(SqliteSession s, UserId user, RoomCursor? after, int limit)
    {
        // The places first, and then what is shown of them: a row of the one is small.
        var row = s["SELECT r.active_at, r.n FROM members m JOIN rooms r ON r.n = m.room WHERE m.user = ?1 " +
                    "AND (?2 IS NULL OR (r.active_at, r.n) < (?2, ?3)) ORDER BY r.active_at DESC, r.n DESC LIMIT ?4"]
            .Bind(1, user.Value).Bind(2, after?.ActiveAt).Bind(3, after?.Number).Bind(4, limit + 1L);
        var places = new List<RoomCursor>();
        while (row.Step())
            places.Add(new RoomCursor(row.Number(0), row.Number(1)));
        var last = places.Count > limit ? places[limit - 1] : null;
        if (places.Count == 0)
            return new RoomPage([], null);
        var shown = s[$"SELECT {Columns}{OverlayRow.ViewColumns} FROM members m JOIN rooms r ON r.n = m.room " +
                      "LEFT JOIN events e ON e.pos = (r.n << 32 | CASE WHEN r.last_message > r.expired THEN r.last_message END) LEFT JOIN overlays o ON o.pos = e.pos " +
                      "WHERE m.user = ?1 AND r.n IN (SELECT value FROM json_each(?2)) ORDER BY r.active_at DESC, r.n DESC"]
            .Bind(1, user.Value).Bind(2, $"[{string.Join(',', places.Take(limit).Select(p => p.Number))}]");
        return new RoomPage(Views(shown, user), last);
    }

    public static IReadOnlySet<UserId> InMany(SqliteSession s, IReadOnlyCollection<UserId> users, int least)
    {
        var many = new HashSet<UserId>();
        foreach (var user in users)
        {
            var row = s["SELECT 1 FROM members WHERE user = ?1 LIMIT 1 OFFSET ?2"].Bind(1, user.Value).Bind(2, least - 1L);
            if (row.Step())
                many.Add(user);
            row.Reset();
        }

        return many;
    }

    public static IReadOnlyList<RoomView> Directory(SqliteSession s, UserId user, string? query, string? before, int limit)
    {
        var row = s[$"SELECT {Columns}{OverlayRow.ViewColumns} FROM rooms r LEFT JOIN members m ON m.room = r.n AND m.user = ?1 " +
                    "LEFT JOIN events e ON e.pos = (r.n << 32 | CASE WHEN r.last_message > r.expired THEN r.last_message END) LEFT JOIN overlays o ON o.pos = e.pos " +
                    "WHERE r.kind = 'channel' AND m.user IS NULL AND (?2 IS NULL OR instr(r.folded, ?2) > 0) " +
                    "AND (?3 IS NULL OR (r.folded, r.n) > (SELECT folded, n FROM rooms WHERE id = ?3)) ORDER BY r.folded, r.n LIMIT ?4"]
            .Bind(1, user.Value).Bind(2, string.IsNullOrWhiteSpace(query) ? null : Folded.Of(query.Trim())).Bind(3, before).Bind(4, limit);
        return Views(row, user);
    }

    public static RoomId? Direct(SqliteSession s, UserId one, UserId other)
    {
        var row = s["SELECT id FROM rooms WHERE pair = ?1"].Bind(1, Pair.Of(one, other));
        return row.Step() ? new RoomId(row.Text(0)) : null;
    }

    public static IReadOnlyDictionary<UserId, UnreadState> Unread(SqliteSession s, RoomId room, IReadOnlyCollection<UserId> users)
    {
        // A user's id is made of letters, digits and _ . : @ - : in JSON it stands as it is.
        var list = $"[{string.Join(',', users.Select(u => $"\"{u.Value}\""))}]";
        var counts = new Dictionary<UserId, UnreadState>();
        var row = s[$"SELECT m.user, {Counts}, r.head, m.read FROM rooms r JOIN members m ON m.room = r.n WHERE r.id = ?1 AND m.user IN (SELECT value FROM json_each(?2))"]
            .Bind(1, room.Value).Bind(2, list);
        while (row.Step())
            counts[new UserId(row.Text(0))] = new UnreadState(new UnreadCount(row.Number(1), row.Number(2)), row.Number(3), row.Number(4));
        return counts;
    }

    public static IReadOnlyList<RoomId> Shared(SqliteSession s, UserId user, UserId other, int limit)
    {
        var row = s["SELECT r.id FROM members a JOIN members b ON b.room = a.room AND b.user = ?2 JOIN rooms r ON r.n = a.room WHERE a.user = ?1 AND r.kind <> 'direct' LIMIT ?3"]
            .Bind(1, user.Value).Bind(2, other.Value).Bind(3, (long)limit);
        var rooms = new List<RoomId>();
        while (row.Step())
            rooms.Add(new RoomId(row.Text(0)));
        return rooms;
    }

    public static IReadOnlySet<UserId> SharingRoom(SqliteSession s, UserId user, IReadOnlyCollection<UserId> others)
    {
        var row = s["SELECT room FROM members WHERE user = ?1"].Bind(1, user.Value);
        var rooms = new HashSet<long>();
        while (row.Step())
            rooms.Add(row.Number(0));
        var sharing = new HashSet<UserId>();
        foreach (var other in others)
        {
            // The first room in common ends the search.
            row.Bind(1, other.Value);
            while (row.Step())
            {
                if (!rooms.Contains(row.Number(0)))
                    continue;
                sharing.Add(other);
                row.Reset();
                break;
            }
        }

        return sharing;
    }

    private static List<RoomView> Views(SqliteStatement row, UserId user)
    {
        const int Message = 13;
        var rooms = new List<RoomView>();
        while (row.Step())
        {
            var member = !row.IsNull(5);
            rooms.Add(new RoomView(
                new RoomId(row.Text(0)),
                row.Text(1),
                row.Text(2),
                row.Text(3),
                (int)row.Number(4),
                row.TextOrNull(5),
                row.Number(6),
                member ? row.Number(7) : 0,
                member ? row.Number(8) : 0,
                member ? row.Number(9) : 0,
                row.IsNull(Message + OverlayRow.EnvelopeColumn) ? null : OverlayRow.View(row, Message),
                row.TextOrNull(10) is { } pair ? Pair.Other(pair, user) : null)
            {
                SlowModeSeconds = row.Number(11) is > 0 and var seconds ? (int)seconds : null,
                PostRole = row.Text(12) is var role and not RoomRoles.Member ? role : null,
            });
        }

        return rooms;
    }
}
