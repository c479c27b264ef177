using AkkaRealtime.Routing.Chat.Wire;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Writes a plan and commits it: one multi-row command for each table, all in one round trip.</summary>
internal static class BatchWriter
{
    /// <summary>Adds the commands of <paramref name="plan"/> to <paramref name="batch"/>; none where there is nothing to write.</summary>
    public static void Add(NpgsqlBatch batch, BatchPlan plan)
    {
        AddRooms(batch, plan);
        AddEvents(batch, plan);
        AddEmptied(batch, plan);
        BatchMemberWriter.Add(batch, plan);
        AddMessages(batch, plan);
        AddFileUses(batch, plan);
        AddUsers(batch, plan);
        AddCallsSeen(batch, plan);
        AddCalls(batch, plan);
        BatchOperatorWriter.Add(batch, plan);
    }

    private static void AddRooms(NpgsqlBatch batch, BatchPlan plan)
    {
        if (plan.NewRooms.Count > 0)
        {
            var made = plan.NewRooms;
            batch.Add(
                "INSERT INTO rooms (n, id, kind, name, topic, folded, pair, created_at, active_at) " +
                "SELECT n, id, kind, name, topic, folded, pair, at, at FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[]) " +
                "v (n, id, kind, name, topic, folded, pair, at)",
                made.Select(r => r.Room.N).ToArray(),
                made.Select(r => r.Room.Id).ToArray(),
                made.Select(r => r.Room.Create!.Kind).ToArray(),
                made.Select(r => Rows.Clean(r.Room.Name)).ToArray(),
                made.Select(r => Rows.Clean(r.Room.Topic)).ToArray(),
                made.Select(r => Rows.Clean(Folded.Of(r.Room.Name, r.Room.Topic))).ToArray(),
                made.Select(r => r.Room.Create!.Pair).ToArray(),
                made.Select(r => r.CreatedAt).ToArray());
        }

        var advanced = plan.Rooms.Where(r => r.Advanced).ToArray();
        if (advanced.Length > 0)
        {
            batch.Add(
                "UPDATE rooms r SET head = v.head, messages = v.messages, last_message = v.last_message, active_at = v.active_at " +
                "FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) v (n, head, messages, last_message, active_at) WHERE r.n = v.n",
                Array.ConvertAll(advanced, r => r.N),
                Array.ConvertAll(advanced, r => r.Head),
                Array.ConvertAll(advanced, r => r.Messages),
                Array.ConvertAll(advanced, r => r.LastMessage),
                Array.ConvertAll(advanced, r => r.ActiveAt));
        }

        var renamed = plan.Rooms.Where(r => r.Renamed).ToArray();
        if (renamed.Length > 0)
        {
            batch.Add(
                "UPDATE rooms r SET name = v.name, topic = v.topic, folded = v.folded FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) v (n, name, topic, folded) WHERE r.n = v.n",
                Array.ConvertAll(renamed, r => r.N),
                Array.ConvertAll(renamed, r => Rows.Clean(r.Name)),
                Array.ConvertAll(renamed, r => Rows.Clean(r.Topic)),
                Array.ConvertAll(renamed, r => Rows.Clean(Folded.Of(r.Name, r.Topic))));
        }
    }

    private static void AddEvents(NpgsqlBatch batch, BatchPlan plan)
    {
        var count = plan.Events.Count;
        if (count == 0)
            return;
        var room = new long[count];
        var seq = new long[count];
        var type = new short[count];
        var sender = new string[count];
        var key = new byte[]?[count];
        var id = new string?[count];
        var thread = new string?[count];
        var ordinal = new long[count];
        var at = new long[count];
        var envelope = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            var (row, e, encoded, messages) = plan.Events[i];
            var message = e as ChatMessage;
            (room[i], seq[i], type[i], sender[i]) = (row.N, e.Seq, (short)EventTypes.Of(e), e.By.Value);
            (key[i], id[i], thread[i]) = (Rows.Utf8(message?.Key), message?.Id.Value, message?.Thread?.Value);
            (ordinal[i], at[i], envelope[i]) = (messages, e.At.ToUnixTimeMilliseconds(), Rows.Array(encoded.Utf8));
        }

        // No ON CONFLICT: the keys were looked up under the rooms' locks, so a clash here is another owner, and must fail.
        batch.Add(
            "INSERT INTO events (room, seq, type, sender, key, id, thread, ordinal, at, envelope) SELECT * FROM " +
            "unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::text[], $5::bytea[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::bytea[])",
            room, seq, type, sender, key, id, thread, ordinal, at, envelope);
    }

    private static void AddEmptied(NpgsqlBatch batch, BatchPlan plan)
    {
        if (plan.EmptiedMessages.Count == 0)
            return;
        batch.Add(
            "DELETE FROM edits d USING unnest($1::bigint[], $2::bigint[]) v (room, seq) WHERE d.room = v.room AND d.message = v.seq",
            plan.EmptiedMessages.Select(m => m.Room).ToArray(),
            plan.EmptiedMessages.Select(m => m.Seq).ToArray());
        batch.Add(
            "UPDATE events e SET envelope = v.envelope FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) v (room, seq, envelope) WHERE e.room = v.room AND e.seq = v.seq",
            plan.Emptied.Keys.Select(k => k.Room).ToArray(),
            plan.Emptied.Keys.Select(k => k.Seq).ToArray(),
            plan.Emptied.Values.ToArray());
    }

    private static void AddMessages(NpgsqlBatch batch, BatchPlan plan)
    {
        if (plan.Mentions.Count > 0)
        {
            batch.Add(
                "INSERT INTO mentions (user_id, room, seq) SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[]) ON CONFLICT (user_id, room, seq) DO NOTHING",
                plan.Mentions.Select(m => m.User.Value).ToArray(), plan.Mentions.Select(m => m.Room).ToArray(), plan.Mentions.Select(m => m.Seq).ToArray());
        }

        if (plan.Overlays.Count > 0)
        {
            var overlays = plan.Overlays.ToArray();
            batch.Add(
                "INSERT INTO overlays (room, seq, text, edited_at, deleted, pinned, reactions) SELECT * FROM " +
                "unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bigint[], $5::boolean[], $6::boolean[], $7::bytea[]) " +
                "ON CONFLICT (room, seq) DO UPDATE SET text = excluded.text, edited_at = excluded.edited_at, deleted = excluded.deleted, " +
                "pinned = excluded.pinned, reactions = excluded.reactions",
                Array.ConvertAll(overlays, o => o.Key.Room),
                Array.ConvertAll(overlays, o => o.Key.Seq),
                Array.ConvertAll(overlays, o => Rows.Utf8(o.Value.Text)),
                Array.ConvertAll(overlays, o => o.Value.EditedAt?.ToUnixTimeMilliseconds()),
                Array.ConvertAll(overlays, o => o.Value.Deleted),
                Array.ConvertAll(overlays, o => o.Value.Pinned),
                Array.ConvertAll(overlays, o => Rows.Utf8(o.Value.Reactions)));
        }

        var texts = plan.Texts.Where(t => t.Value is not null).ToArray();
        if (texts.Length > 0)
        {
            batch.Add(
                "INSERT INTO texts (room, seq, words) SELECT room, seq, to_tsvector('simple', words_of(text)) FROM unnest($1::bigint[], $2::bigint[], $3::text[]) v (room, seq, text) " +
                "ON CONFLICT (room, seq) DO UPDATE SET words = excluded.words",
                Array.ConvertAll(texts, t => t.Key.Room),
                Array.ConvertAll(texts, t => t.Key.Seq),
                Array.ConvertAll(texts, t => Rows.Clean(Folded.Of(t.Value!))));
        }

        var gone = plan.Texts.Where(t => t.Value is null).Select(t => t.Key).ToArray();
        if (gone.Length == 0)
            return;
        var (rooms, seqs) = (Array.ConvertAll(gone, g => g.Room), Array.ConvertAll(gone, g => g.Seq));
        batch.Add("DELETE FROM texts t USING unnest($1::bigint[], $2::bigint[]) v (room, seq) WHERE t.room = v.room AND t.seq = v.seq", rooms, seqs);
        batch.Add("DELETE FROM mentions m USING unnest($1::bigint[], $2::bigint[]) v (room, seq) WHERE m.room = v.room AND m.seq = v.seq", rooms, seqs);
    }

    // Deletions come last: a file that a message of the same batch names as well stays.
    private static void AddFileUses(NpgsqlBatch batch, BatchPlan plan)
    {
        if (plan.FileUses.Count > 0)
        {
            var files = plan.FileUses.Select(u => u.File).ToArray();
            batch.Add(
                "INSERT INTO file_uses (message, file) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING",
                plan.FileUses.Select(u => u.Message.Value).ToArray(), files);
            batch.Add("UPDATE files SET sent = true, state = CASE state WHEN 2 THEN 1 ELSE state END WHERE id = ANY($1)", files);
        }

        if (plan.Deleted.Count > 0)
            AddFilesGone(batch, [.. plan.Deleted.Select(m => m.Value)]);
    }

    /// <summary>Messages are gone: so is what no other message names.</summary>
    public static void AddFilesGone(NpgsqlBatch batch, string[] gone)
    {
        batch.Add(
            "UPDATE files f SET state = 2 WHERE f.id IN (SELECT file FROM file_uses WHERE message = ANY($1)) " +
            "AND NOT EXISTS (SELECT 1 FROM file_uses u WHERE u.file = f.id AND u.message <> ALL($1))",
            gone);
        batch.Add("DELETE FROM file_uses WHERE message = ANY($1)", gone);
    }

    private static void AddUsers(NpgsqlBatch batch, BatchPlan plan)
    {
        if (plan.Users.Count == 0)
            return;
        var users = plan.Users.Values.ToArray();
        batch.Add(
            "INSERT INTO users (user_id, name, last_seen, status) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[]) " +
            "ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, last_seen = excluded.last_seen, status = excluded.status",
            Array.ConvertAll(users, u => u.User.Value),
            Array.ConvertAll(users, u => Rows.Clean(u.Name)),
            Array.ConvertAll(users, u => u.LastSeen?.ToUnixTimeMilliseconds()),
            Array.ConvertAll(users, u => Rows.Array(u.Status)));
    }

    // Before the calls: what a call of the same batch made missed was not seen yet.
    private static void AddCallsSeen(NpgsqlBatch batch, BatchPlan plan)
    {
        foreach (var seen in plan.CallsSeen)
        {
            batch.Add(
                "UPDATE call_users SET seen = true WHERE user_id = $1 AND missed AND NOT seen AND ($2::text IS NULL OR call = $2)",
                seen.User.Value,
                seen.Call?.Value);
        }
    }

    private static void AddCalls(NpgsqlBatch batch, BatchPlan plan)
    {
        if (plan.Calls.Count == 0)
            return;
        var calls = plan.Calls.Values.ToArray();
        batch.Add(
            "INSERT INTO calls (id, room, live, started_at, state) SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[], $4::bigint[], $5::bytea[]) " +
            "ON CONFLICT (id) DO UPDATE SET live = excluded.live, state = excluded.state WHERE calls.live OR NOT excluded.live",
            Array.ConvertAll(calls, c => c.Call.Value),
            Array.ConvertAll(calls, c => c.Room.Value),
            Array.ConvertAll(calls, c => c.Live),
            Array.ConvertAll(calls, c => c.StartedAt.ToUnixTimeMilliseconds()),
            Array.ConvertAll(calls, c => Rows.Array(c.State)));
        if (plan.CallUsers.Count == 0)
            return;
        batch.Add(
            "INSERT INTO call_users (user_id, started_at, call, missed) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::boolean[]) " +
            "ON CONFLICT (user_id, started_at, call) DO UPDATE SET missed = excluded.missed, seen = false WHERE call_users.missed <> excluded.missed",
            plan.CallUsers.Keys.Select(u => u.User.Value).ToArray(),
            plan.CallUsers.Values.Select(c => c.StartedAt.ToUnixTimeMilliseconds()).ToArray(),
            plan.CallUsers.Keys.Select(u => u.Call.Value).ToArray(),
            plan.CallUsers.Select(u => u.Value.Missed?.Contains(u.Key.User) == true).ToArray());
    }
}
