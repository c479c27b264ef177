using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Reads of a room's members with their names.</summary>
internal static class MemberReads
{
    private const string Columns =
        "SELECT m.user, coalesce(nullif(u.name, ''), m.user), m.role, m.read, m.delivered FROM members m LEFT JOIN users u ON u.user = m.user ";

    public static MemberPage? Page(
        SqliteSession s, RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit)
    {
        var head = s["SELECT n, members FROM rooms WHERE id = ?1"].Bind(1, room.Value);
        if (!head.Step())
            return null;
        var (n, total) = (head.Number(0), (int)head.Number(1));
        head.Reset();
        var wanted = string.IsNullOrWhiteSpace(query) ? null : Folded.Of(query.Trim());
        var found = users is null ? After(s, n, after, wanted, limit + 1) : Named(s, n, after, users, wanted, limit + 1);
        return new MemberPage(found.Count > limit ? found.GetRange(0, limit) : found, total, found.Count > limit);
    }

    public static IReadOnlyList<RenamedUser> Renamed(SqliteSession s, UserId user, DateTimeOffset since, int limit)
    {
        var row = s["SELECT u.user, coalesce(nullif(u.name, ''), u.user), u.named_at FROM users u WHERE u.named_at > ?2 AND EXISTS " +
                    "(SELECT 1 FROM members a JOIN members b ON b.room = a.room AND b.user = u.user WHERE a.user = ?1) ORDER BY u.named_at, u.user LIMIT ?3"]
            .Bind(1, user.Value).Bind(2, since.ToUnixTimeMilliseconds()).Bind(3, limit);
        var renamed = new List<RenamedUser>();
        while (row.Step())
            renamed.Add(new RenamedUser(new UserId(row.Text(0)), row.Text(1), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(2))));
        return renamed;
    }

    // SQLite folds only ASCII: a query is compared here, row by row, until the page is full.
    private static List<MemberView> After(SqliteSession s, long room, UserId? after, string? wanted, int limit)
    {
        var members = new List<MemberView>();
        var row = s[Columns + "WHERE m.room = ?1 AND m.user > ?2 ORDER BY m.user"].Bind(1, room).Bind(2, after?.Value ?? "");
        while (row.Step())
        {
            Add(members, row, wanted);
            if (members.Count < limit)
                continue;
            row.Reset();
            break;
        }

        return members;
    }

    private static List<MemberView> Named(
        SqliteSession s, long room, UserId? after, IReadOnlyCollection<UserId> users, string? wanted, int limit)
    {
        var members = new List<MemberView>();
        var row = s[Columns + "WHERE m.room = ?1 AND m.user = ?2"].Bind(1, room);
        var ids = users.Select(user => user.Value).Distinct().Order(StringComparer.Ordinal);
        foreach (var id in ids.Where(id => after is not { } last || string.CompareOrdinal(id, last.Value) > 0))
        {
            row.Bind(2, id);
            while (row.Step())
                Add(members, row, wanted);
            if (members.Count >= limit)
                break;
        }

        return members;
    }

    private static void Add(List<MemberView> members, SqliteStatement row, string? wanted)
    {
        var (user, name) = (row.Text(0), row.Text(1));
        if (wanted is null || Folded.Of(name).Contains(wanted, StringComparison.Ordinal) || Folded.Of(user).Contains(wanted, StringComparison.Ordinal))
            members.Add(new MemberView(new UserId(user), name, row.Text(2), row.Number(3), row.Number(4)));
    }
}
