using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>What users have set for their rooms.</summary>
internal static class SettingRows
{
    public static void Save(SqliteSession s, SaveRoomSettings entry) =>
        s["INSERT INTO room_settings (user, room, notify, favourite, hidden, unread, revision) " +
          "SELECT ?1, ?2, ?3, coalesce(?4, 0), coalesce(?5, 0), coalesce(?6, 0), 1 WHERE EXISTS (SELECT 1 FROM members m JOIN rooms r ON r.n = m.room WHERE r.id = ?2 AND m.user = ?1) " +
          "ON CONFLICT (user, room) DO UPDATE SET notify = coalesce(?3, notify), favourite = coalesce(?4, favourite), hidden = coalesce(?5, hidden), unread = coalesce(?6, unread), " +
          "revision = revision + 1"]
            .Bind(1, entry.User.Value).Bind(2, entry.Room.Value).Bind(3, entry.Notify).Bind(4, Number(entry.Favourite)).Bind(5, entry.Hidden).Bind(6, Number(entry.Unread)).Run();

    public static void Remove(SqliteSession s, UserId user, long room) =>
        s["DELETE FROM room_settings WHERE user = ?1 AND room = (SELECT id FROM rooms WHERE n = ?2)"].Bind(1, user.Value).Bind(2, room).Run();

    public static IReadOnlyDictionary<RoomId, RoomSettings> Read(SqliteSession s, UserId user, RoomId? room)
    {
        var row = s["SELECT room, revision, notify, favourite, hidden, unread FROM room_settings WHERE user = ?1 AND (?2 IS NULL OR room = ?2)"]
            .Bind(1, user.Value).Bind(2, room?.Value);
        var settings = new Dictionary<RoomId, RoomSettings>();
        while (row.Step())
        {
            settings[new RoomId(row.Text(0))] = new RoomSettings(
                row.Number(1), row.TextOrNull(2), row.Number(3) == 0 ? null : true, row.Number(4) is > 0 and var hidden ? hidden : null, row.Number(5) == 0 ? null : true);
        }

        return settings;
    }

    private static long? Number(bool? flag) => flag is { } set ? (set ? 1 : 0) : null;
}
