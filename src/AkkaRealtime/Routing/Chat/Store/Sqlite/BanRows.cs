using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Who may not be in which room. Rooms are named by their numbers where that is what is known.</summary>
internal static class BanRows
{
    public static void Save(SqliteSession s, long room, UserId user, UserId by, DateTimeOffset at, RoomBan ban)
    {
        s["DELETE FROM bans WHERE room = ?1 AND until <= ?2"].Bind(1, room).Bind(2, at.ToUnixTimeMilliseconds()).Run();
        s["INSERT INTO bans (room, user, by_user, at, until, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (room, user) DO UPDATE SET " +
          "by_user = excluded.by_user, at = excluded.at, until = excluded.until, reason = excluded.reason"]
            .Bind(1, room).Bind(2, user.Value).Bind(3, by.Value).Bind(4, at.ToUnixTimeMilliseconds()).Bind(5, ban.Until?.ToUnixTimeMilliseconds()).Bind(6, ban.Reason).Run();
    }

    public static void Remove(SqliteSession s, long room, UserId user) =>
        s["DELETE FROM bans WHERE room = ?1 AND user = ?2"].Bind(1, room).Bind(2, user.Value).Run();

    public static IReadOnlyList<KeyValuePair<UserId, RoomBan>> Load(SqliteSession s, long room)
    {
        var row = s["SELECT user, until, reason FROM bans WHERE room = ?1"].Bind(1, room);
        var bans = new List<KeyValuePair<UserId, RoomBan>>();
        while (row.Step())
            bans.Add(new(new UserId(row.Text(0)), Ban(row, 1)));
        return bans;
    }

    public static IReadOnlyList<BanView> Page(SqliteSession s, RoomId room, UserId? after, int limit, DateTimeOffset now)
    {
        var row = s["SELECT b.user, coalesce(nullif(u.name, ''), b.user), b.by_user, b.at, b.until, b.reason FROM rooms r JOIN bans b ON b.room = r.n LEFT JOIN users u ON u.user = b.user " +
                    "WHERE r.id = ?1 AND b.user > ?2 AND (b.until IS NULL OR b.until > ?3) ORDER BY b.user LIMIT ?4"]
            .Bind(1, room.Value).Bind(2, after?.Value ?? "").Bind(3, now.ToUnixTimeMilliseconds()).Bind(4, limit);
        var bans = new List<BanView>();
        while (row.Step())
        {
            var ban = Ban(row, 4);
            bans.Add(new BanView(new UserId(row.Text(0)), row.Text(1), new UserId(row.Text(2)), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(3)), ban.Until, ban.Reason));
        }

        return bans;
    }

    public static IReadOnlyList<(RoomId Room, DateTimeOffset At, RoomBan Ban)> Of(SqliteSession s, UserId user, IReadOnlyCollection<RoomId> rooms)
    {
        var bans = new List<(RoomId, DateTimeOffset, RoomBan)>();
        foreach (var room in rooms)
        {
            var row = s["SELECT b.at, b.until, b.reason FROM rooms r JOIN bans b ON b.room = r.n WHERE r.id = ?1 AND b.user = ?2"].Bind(1, room.Value).Bind(2, user.Value);
            while (row.Step())
                bans.Add((room, DateTimeOffset.FromUnixTimeMilliseconds(row.Number(0)), Ban(row, 1)));
        }

        return bans;
    }

    /// <summary>A ban in two columns of a row: until when, and why.</summary>
    public static RoomBan Ban(SqliteStatement row, int column) =>
        new(row.NumberOrNull(column) is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null, row.TextOrNull(column + 1));
}
