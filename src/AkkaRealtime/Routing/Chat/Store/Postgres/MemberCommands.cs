using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Writes what a batch does to members: who left, who joined, roles, and how far they have read.</summary>
internal static class MemberCommands
{
    public static void Add(NpgsqlBatch batch, MemberChanges members)
    {
        var left = members.All.Where(m => m.Value.Left).Select(m => m.Key).ToArray();
        if (left.Length > 0)
        {
            batch.Add(
                "DELETE FROM members m USING unnest($1::text[], $2::text[]) v (room, user_id) JOIN rooms r ON r.id = v.room WHERE m.room = r.n AND m.user_id = v.user_id",
                Array.ConvertAll(left, m => m.Room),
                Array.ConvertAll(left, m => m.User));
            SettingCommands.Remove(batch, Array.ConvertAll(left, m => m.Room), Array.ConvertAll(left, m => m.User));
        }

        var joined = members.All.Where(m => m.Value.Joined > 0).ToArray();
        if (joined.Length > 0)
        {
            batch.Add(
                "INSERT INTO members (room, user_id, role, joined, read, delivered) SELECT r.n, v.user_id, v.role, v.seq, v.seq, v.seq " +
                "FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) v (room, user_id, role, seq) JOIN rooms r ON r.id = v.room " +
                "ON CONFLICT (room, user_id) DO UPDATE SET role = excluded.role",
                Array.ConvertAll(joined, m => m.Key.Room),
                Array.ConvertAll(joined, m => m.Key.User),
                Array.ConvertAll(joined, m => m.Value.Role!),
                Array.ConvertAll(joined, m => m.Value.Joined));
        }

        var roles = members.All.Where(m => m.Value is { Joined: 0, Role: not null }).ToArray();
        if (roles.Length > 0)
        {
            batch.Add(
                "UPDATE members m SET role = v.role FROM unnest($1::text[], $2::text[], $3::text[]) v (room, user_id, role) JOIN rooms r ON r.id = v.room " +
                "WHERE m.room = r.n AND m.user_id = v.user_id",
                Array.ConvertAll(roles, m => m.Key.Room),
                Array.ConvertAll(roles, m => m.Key.User),
                Array.ConvertAll(roles, m => m.Value.Role!));
        }

        AddMarks(batch, members);
        if (members.Rooms.Count > 0)
            batch.Add("UPDATE rooms r SET members = (SELECT count(*) FROM members m WHERE m.room = r.n) WHERE r.n = ANY($1)", members.Rooms.ToArray());
        if (members.Left.Count > 0)
            AddLeft(batch, [.. members.Left]);
    }

    // Only forward, and never past the head.
    private static void AddMarks(NpgsqlBatch batch, MemberChanges members)
    {
        var marks = members.All.Where(m => m.Value.Delivered > 0).ToArray();
        if (marks.Length == 0)
            return;
        batch.Add(
            "UPDATE members m SET read = greatest(m.read, least(v.read, r.head)), delivered = greatest(m.delivered, least(v.delivered, r.head)) " +
            "FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) v (room, user_id, read, delivered) JOIN rooms r ON r.id = v.room " +
            "WHERE m.room = r.n AND m.user_id = v.user_id",
            Array.ConvertAll(marks, m => m.Key.Room),
            Array.ConvertAll(marks, m => m.Key.User),
            Array.ConvertAll(marks, m => m.Value.Read),
            Array.ConvertAll(marks, m => m.Value.Delivered));
    }

    // What they said there is found by it, should it have to go.
    private static void AddLeft(NpgsqlBatch batch, (string User, string Room)[] left) => batch.Add(
        "INSERT INTO left_rooms (user_id, room) SELECT v.user_id, r.n FROM unnest($1::text[], $2::text[]) v (user_id, room) JOIN rooms r ON r.id = v.room " +
        "ON CONFLICT (user_id, room) DO NOTHING",
        Array.ConvertAll(left, l => l.User),
        Array.ConvertAll(left, l => l.Room));
}
