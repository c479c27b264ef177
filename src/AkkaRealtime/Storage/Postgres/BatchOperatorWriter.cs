using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Writes what a plan notes for later redactions, and what the operator asks to keep.</summary>
internal static class BatchOperatorWriter
{
    public static void Add(NpgsqlBatch batch, BatchPlan plan)
    {
        if (plan.Edits.Count > 0)
        {
            var edits = plan.Edits.ToArray();
            batch.Add(
                "INSERT INTO edits (room, message, seq) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) ON CONFLICT (room, message, seq) DO NOTHING",
                Array.ConvertAll(edits, e => e.Room),
                Array.ConvertAll(edits, e => e.Message),
                Array.ConvertAll(edits, e => e.Seq));
        }

        if (plan.LeftRooms.Count > 0)
        {
            var left = plan.LeftRooms.ToArray();
            batch.Add(
                "INSERT INTO left_rooms (user_id, room) SELECT v.user_id, r.n FROM unnest($1::text[], $2::text[]) v (user_id, room) JOIN rooms r ON r.id = v.room " +
                "ON CONFLICT (user_id, room) DO NOTHING",
                Array.ConvertAll(left, l => l.User.Value),
                Array.ConvertAll(left, l => l.Room));
        }

        foreach (var (room, days) in plan.KeepDays)
            batch.Add("UPDATE rooms SET keep_days = $2::integer WHERE id = $1", room.Value, (long?)days);
        foreach (var erasure in plan.Erasures.Values)
        {
            batch.Add(
                "INSERT INTO erasures (user_id, requested_at, phase, room, events, finished_at) VALUES ($1, $2, $3, $4, $5, $6) " +
                "ON CONFLICT (user_id) DO UPDATE SET requested_at = excluded.requested_at, phase = excluded.phase, room = excluded.room, " +
                "events = excluded.events, finished_at = excluded.finished_at",
                erasure.User.Value,
                erasure.RequestedAt.ToUnixTimeMilliseconds(),
                erasure.Phase.ToString(),
                erasure.Room?.Value,
                erasure.Events,
                erasure.FinishedAt?.ToUnixTimeMilliseconds());
        }
    }
}
