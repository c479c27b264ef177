using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Reads of users and calls.</summary>
internal static class UserReads
{
    private const string Call = "c.id, c.room, c.live, c.started_at, c.state";

    public static StoredUser? Load(SqliteSession s, UserId user)
    {
        var row = s["SELECT name, last_seen, status FROM users WHERE user = ?1"].Bind(1, user.Value);
        return row.Step()
            ? new StoredUser(
                user, row.Text(0), row.Int64OrNull(1) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, row.Blob(2))
            : null;
    }

    public static IReadOnlySet<UserId> SharingRoom(SqliteSession s, UserId user, IReadOnlyCollection<UserId> others)
    {
        var row = s["SELECT room FROM members WHERE user = ?1"].Bind(1, user.Value);
        var rooms = new HashSet<long>();
        while (row.Step())
            rooms.Add(row.Int64(0));
        var sharing = new HashSet<UserId>();
        foreach (var other in others)
        {
            // The first room in common ends the search.
            row.Bind(1, other.Value);
            while (row.Step())
            {
                if (!rooms.Contains(row.Int64(0)))
                    continue;
                sharing.Add(other);
                row.Reset();
                break;
            }
        }

        return sharing;
    }

    public static StoredCall? LiveCall(SqliteSession s, RoomId room)
    {
        var row = s[$"SELECT {Call} FROM calls c WHERE c.room = ?1 AND c.live = 1 ORDER BY c.started_at DESC LIMIT 1"].Bind(1, room.Value);
        return row.Step() ? Read(row) : null;
    }

    public static IReadOnlyList<StoredCall> Calls(SqliteSession s, UserId user, CallId? before, int limit)
    {
        var row = s[$"SELECT {Call}, u.missed = 1 AND u.seen = 0 FROM call_users u JOIN calls c ON c.id = u.call WHERE u.user = ?1 " +
                    "AND (?2 IS NULL OR (u.started_at, u.call) < (SELECT started_at, id FROM calls WHERE id = ?2)) " +
                    "ORDER BY u.started_at DESC, u.call DESC LIMIT ?3"]
            .Bind(1, user.Value).Bind(2, before?.Value).Bind(3, limit);
        var calls = new List<StoredCall>();
        while (row.Step())
            calls.Add(Read(row) with { Unseen = row.Int64(5) != 0 });
        return calls;
    }

    public static IReadOnlyList<StoredCall> LiveCalls(SqliteSession s, UserId user, int limit)
    {
        var row = s[$"SELECT {Call} FROM calls c WHERE c.live = 1 AND c.room IN " +
                    "(SELECT r.id FROM members m JOIN rooms r ON r.n = m.room WHERE m.user = ?1) ORDER BY c.started_at DESC LIMIT ?2"]
            .Bind(1, user.Value).Bind(2, limit);
        var calls = new List<StoredCall>();
        while (row.Step())
            calls.Add(Read(row));
        return calls;
    }

    public static IReadOnlyDictionary<UserId, int> Unseen(SqliteSession s, IReadOnlyCollection<UserId> users)
    {
        var counts = new Dictionary<UserId, int>();
        foreach (var user in users)
        {
            var row = s["SELECT count(*) FROM call_users WHERE user = ?1 AND missed = 1 AND seen = 0"].Bind(1, user.Value);
            if (row.Step() && row.Int64(0) is > 0 and var count)
                counts[user] = (int)count;
            row.Reset();
        }

        return counts;
    }

    private static StoredCall Read(Statement row) => new(
        new CallId(row.Text(0)),
        new RoomId(row.Text(1)),
        row.Int64(2) != 0,
        DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(3)),
        row.Blob(4));
}
