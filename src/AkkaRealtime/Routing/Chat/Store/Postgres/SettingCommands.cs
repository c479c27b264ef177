using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>What users have set for their rooms.</summary>
internal static class SettingCommands
{
    public static void Add(NpgsqlBatch batch, SaveRoomSettings entry) => batch.Add(
        "INSERT INTO room_settings AS s (user_id, room, notify, favourite, hidden, unread, revision) " +
        "SELECT $1, $2, $3::text, coalesce($4::bigint, 0) <> 0, coalesce($5::bigint, 0), coalesce($6::bigint, 0) <> 0, 1 " +
        "WHERE EXISTS (SELECT 1 FROM members m JOIN rooms r ON r.n = m.room WHERE r.id = $2 AND m.user_id = $1) " +
        "ON CONFLICT (user_id, room) DO UPDATE SET notify = coalesce($3::text, s.notify), favourite = coalesce($4::bigint <> 0, s.favourite), " +
        "hidden = coalesce($5::bigint, s.hidden), unread = coalesce($6::bigint <> 0, s.unread), revision = s.revision + 1",
        entry.User.Value,
        entry.Room.Value,
        entry.Notify,
        Number(entry.Favourite),
        entry.Hidden,
        Number(entry.Unread));

    public static void Remove(NpgsqlBatch batch, string[] rooms, string[] users) => batch.Add(
        "DELETE FROM room_settings s USING unnest($1::text[], $2::text[]) v (room, user_id) WHERE s.room = v.room AND s.user_id = v.user_id", rooms, users);

    public static async Task<IReadOnlyDictionary<RoomId, RoomSettings>> ReadAsync(PostgresReads reads, UserId user, RoomId? room, CancellationToken cancel)
    {
        var found = await reads.QueryAsync(
            "SELECT room, revision, notify, favourite, hidden, unread FROM room_settings WHERE user_id = $1 AND ($2::text IS NULL OR room = $2)",
            row => (Room: new RoomId(row.GetString(0)), Settings: new RoomSettings(
                row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetBoolean(3) ? true : null, row.GetInt64(4) is > 0 and var hidden ? hidden : null, row.GetBoolean(5) ? true : null)),
            cancel,
            user.Value,
            room?.Value).ConfigureAwait(false);
        return found.ToDictionary(f => f.Room, f => f.Settings);
    }

    private static long? Number(bool? flag) => flag is { } set ? (set ? 1 : 0) : null;
}
