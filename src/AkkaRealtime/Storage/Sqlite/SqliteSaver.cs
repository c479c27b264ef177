namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Writes marks, users, calls and what the operator asks to keep, inside the batch's transaction.</summary>
internal sealed class SqliteSaver(SqliteSession session)
{
    /// <summary>Stores an entry that is no append.</summary>
    public void Save(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveMark mark:
                Save(mark);
                break;
            case SaveUser user:
                Save(user);
                break;
            case SaveCall call:
                Save(call);
                break;
            case SaveCallsSeen seen:
                Save(seen);
                break;
            case SaveRetention retention:
                session["UPDATE rooms SET keep_days = ?2 WHERE id = ?1"].Bind(1, retention.Room.Value).Bind(2, (long?)retention.Days).Run();
                break;
            case SaveErasure { Erasure: var erasure }:
                session["INSERT OR REPLACE INTO erasures (user, requested_at, phase, room, events, finished_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"]
                    .Bind(1, erasure.User.Value).Bind(2, erasure.RequestedAt.ToUnixTimeMilliseconds()).Bind(3, erasure.Phase.ToString())
                    .Bind(4, erasure.Room?.Value).Bind(5, erasure.Events).Bind(6, erasure.FinishedAt?.ToUnixTimeMilliseconds()).Run();
                break;
            default:
                throw new InvalidOperationException($"No way to store {entry.GetType().Name}: add it here.");
        }
    }

    // Only forward, and never past the head; what was read was delivered.
    private void Save(SaveMark mark)
    {
        var room = session["SELECT n, head FROM rooms WHERE id = ?1"].Bind(1, mark.Room.Value);
        if (!room.Step())
            return;
        var (n, head) = (room.Int64(0), room.Int64(1));
        room.Reset();
        session["UPDATE members SET read = max(read, ?3), delivered = max(delivered, ?4) WHERE room = ?1 AND user = ?2"]
            .Bind(1, n).Bind(2, mark.User.Value).Bind(3, Math.Min(mark.Read, head))
            .Bind(4, Math.Min(Math.Max(mark.Read, mark.Delivered), head)).Run();
    }

    private void Save(SaveUser user) =>
        session["INSERT INTO users (user, name, last_seen, status) VALUES (?1, ?2, ?3, ?4) " +
                "ON CONFLICT (user) DO UPDATE SET name = excluded.name, last_seen = excluded.last_seen, status = excluded.status"]
            .Bind(1, user.User.Value).Bind(2, user.Name).Bind(3, user.LastSeen?.ToUnixTimeMilliseconds()).Bind(4, user.Status.Span).Run();

    private void Save(SaveCall call)
    {
        var startedAt = call.StartedAt.ToUnixTimeMilliseconds();
        session["INSERT INTO calls (id, room, live, started_at, state) VALUES (?1, ?2, ?3, ?4, ?5) " +
                "ON CONFLICT (id) DO UPDATE SET live = excluded.live, state = excluded.state WHERE live >= excluded.live"]
            .Bind(1, call.Call.Value).Bind(2, call.Room.Value).Bind(3, call.Live ? 1 : 0).Bind(4, startedAt).Bind(5, call.State.Span).Run();
        foreach (var user in call.Users)
        {
            session["INSERT INTO call_users (user, started_at, call, missed) VALUES (?1, ?2, ?3, ?4) " +
                    "ON CONFLICT (user, started_at, call) DO UPDATE SET missed = excluded.missed, seen = 0 WHERE missed <> excluded.missed"]
                .Bind(1, user.Value).Bind(2, startedAt).Bind(3, call.Call.Value).Bind(4, call.Missed?.Contains(user) == true ? 1 : 0).Run();
        }
    }

    private void Save(SaveCallsSeen seen) =>
        session["UPDATE call_users SET seen = 1 WHERE user = ?1 AND missed = 1 AND seen = 0 AND (?2 IS NULL OR call = ?2)"]
            .Bind(1, seen.User.Value).Bind(2, seen.Call?.Value).Run();
}
