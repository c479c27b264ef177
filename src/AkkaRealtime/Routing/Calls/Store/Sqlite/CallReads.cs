using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Calls.Store.Sqlite;

/// <summary>Reads of calls.</summary>
internal static class CallReads
{
    private const string Call = "c.id, c.room, c.live, c.started_at, c.state";

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
            calls.Add(Read(row) with { Unseen = row.Number(5) != 0 });
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

    public static IReadOnlyDictionary<UserId, UnseenCalls> Unseen(SqliteSession s, IReadOnlyCollection<UserId> users)
    {
        var counts = new Dictionary<UserId, UnseenCalls>();
        foreach (var user in users)
        {
            var row = s["SELECT (SELECT count(*) FROM call_users WHERE user = ?1 AND missed = 1 AND seen = 0), " +
                        "coalesce((SELECT revision FROM call_revisions WHERE user = ?1), 0)"].Bind(1, user.Value);
            if (row.Step())
                counts[user] = new UnseenCalls((int)row.Number(0), row.Number(1));
            row.Reset();
        }

        return counts;
    }

    private static StoredCall Read(SqliteStatement row) => new(
        new CallId(row.Text(0)),
        new RoomId(row.Text(1)),
        row.Number(2) != 0,
        DateTimeOffset.FromUnixTimeMilliseconds(row.Number(3)),
        row.Blob(4));
}
