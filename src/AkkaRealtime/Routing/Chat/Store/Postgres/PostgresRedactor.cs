using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Takes what was said out of events and of all that is derived from them, in a transaction of its own under the room's lock. No <c>seq</c> goes.</summary>
internal static class PostgresRedactor
{
    public static JournalResult Run(NpgsqlConnection connection, JournalEntry entry)
    {
        using var transaction = connection.BeginTransaction();
        JournalResult result = entry switch
        {
            ExpireEvents expire => Expire(connection, expire),
            RedactEvents redact => Redact(connection, redact),
            _ => throw new InvalidOperationException($"No way to redact by {entry.GetType().Name}: add it here."),
        };
        transaction.Commit();
        return result;
    }

    private static EventsExpired Expire(NpgsqlConnection connection, ExpireEvents entry)
    {
        if (Lock(connection, entry.Room) is not var (n, upTo))
            return new EventsExpired(entry.Room, 0, 0, false);
        var before = entry.Before.ToUnixTimeMilliseconds();
        var rows = connection.Query(
            "SELECT seq, envelope, at FROM events WHERE room = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            row => (Seq: row.GetInt64(0), Envelope: row.GetFieldValue<byte[]>(1), At: row.GetInt64(2)),
            n,
            upTo,
            entry.MaxEvents);
        var old = rows.TakeWhile(r => r.At < before).ToList();
        if (old.Count == 0)
            return new EventsExpired(entry.Room, upTo, 0, false);
        upTo = old[^1].Seq;
        using var batch = new NpgsqlBatch(connection);
        batch.Add("UPDATE rooms SET expired = $2 WHERE n = $1", n, upTo);
        var emptied = Empty(connection, batch, n, old.Select(r => (r.Seq, r.Envelope)), staysAsDeleted: false);
        batch.ExecuteNonQuery();
        return new EventsExpired(entry.Room, upTo, emptied, old.Count == entry.MaxEvents);
    }

    private static EventsRedacted Redact(NpgsqlConnection connection, RedactEvents entry)
    {
        if (Lock(connection, entry.Room) is not var (n, _))
            return new EventsRedacted(entry.Room, 0);
        var rows = connection.Query(
            "SELECT seq, envelope FROM events WHERE room = $1 AND seq = ANY($2) AND sender = $3 ORDER BY seq",
            row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
            n,
            entry.Seqs.ToArray(),
            entry.User.Value);
        using var batch = new NpgsqlBatch(connection);
        var emptied = Empty(connection, batch, n, rows, staysAsDeleted: true);
        if (batch.BatchCommands.Count > 0)
            batch.ExecuteNonQuery();
        return new EventsRedacted(entry.Room, emptied);
    }

    private static (long N, long Expired)? Lock(NpgsqlConnection connection, RoomId room) =>
        connection.Query("SELECT n, expired FROM rooms WHERE id = $1 FOR UPDATE", row => (row.GetInt64(0), row.GetInt64(1)), room.Value) is [var found]
            ? found
            : null;

    // What is expired is not shown at all; what is redacted stays in history, as a deleted message.
    private static int Empty(
        NpgsqlConnection connection, NpgsqlBatch batch, long n, IEnumerable<(long Seq, byte[] Envelope)> rows, bool staysAsDeleted)
    {
        var empty = new Dictionary<long, byte[]>();
        var messages = new List<long>();
        var ids = new List<string>();
        var reactions = new List<ChatReacted>();
        foreach (var (seq, envelope) in rows)
        {
            // When other domains' events are old enough to go is for those domains to say.
            LogEvent? e = staysAsDeleted ? Redaction.Read(envelope) : RoomEventJson.TryDecode(envelope);
            if (e is null || Redaction.Of(e) is not { } without)
                continue;
            empty[seq] = PostgresRows.Array(without.Encode().Utf8);
            if (e is ChatMessage message)
            {
                messages.Add(seq);
                ids.Add(message.Id.Value);
            }
            else if (e is DomainEvent { CountsAsUnread: true })
                messages.Add(seq);
            else if (e is ChatReacted reacted)
                reactions.Add(reacted);
        }

        var emptied = empty.Count;
        AddEdits(connection, n, messages, empty);
        AddEvents(batch, n, empty);
        AddMessages(batch, n, messages, staysAsDeleted);
        AddReactions(connection, batch, n, reactions);
        if (ids.Count > 0)
            PostgresFileUses.Remove(batch, [.. ids]);
        return emptied;
    }

    private static void AddEdits(NpgsqlConnection connection, long n, List<long> messages, Dictionary<long, byte[]> empty)
    {
        if (messages.Count == 0)
            return;
        var edits = connection.Query(
            "SELECT e.seq, e.envelope FROM edits d JOIN events e ON e.room = d.room AND e.seq = d.seq WHERE d.room = $1 AND d.message = ANY($2)",
            row => (Seq: row.GetInt64(0), Envelope: row.GetFieldValue<byte[]>(1)),
            n,
            messages.ToArray());
        foreach (var (seq, envelope) in edits)
        {
            if (Redaction.Of(envelope) is { } without)
                empty[seq] = PostgresRows.Array(without.Encode().Utf8);
        }
    }

    private static void AddEvents(NpgsqlBatch batch, long n, Dictionary<long, byte[]> empty)
    {
        if (empty.Count == 0)
            return;
        batch.Add(
            "UPDATE events e SET envelope = v.envelope FROM unnest($2::bigint[], $3::bytea[]) v (seq, envelope) WHERE e.room = $1 AND e.seq = v.seq",
            n,
            empty.Keys.ToArray(),
            empty.Values.ToArray());
    }

    private static void AddMessages(NpgsqlBatch batch, long n, List<long> messages, bool staysAsDeleted)
    {
        if (messages.Count == 0)
            return;
        var seqs = messages.ToArray();
        batch.Add("DELETE FROM overlays WHERE room = $1 AND seq = ANY($2)", n, seqs);
        if (staysAsDeleted)
            batch.Add("INSERT INTO overlays (room, seq, deleted, pinned) SELECT $1, seq, true, false FROM unnest($2::bigint[]) v (seq)", n, seqs);
        batch.Add("DELETE FROM mentions WHERE room = $1 AND seq = ANY($2)", n, seqs);
        batch.Add("DELETE FROM texts WHERE room = $1 AND seq = ANY($2)", n, seqs); // First: who indexes it anew is waited for by that.
        batch.Add("DELETE FROM tokens WHERE room = $1 AND seq = ANY($2)", n, seqs);
        batch.Add("DELETE FROM room_words WHERE room = $1 AND seq = ANY($2)", n, seqs);
        batch.Add("DELETE FROM edits WHERE room = $1 AND message = ANY($2)", n, seqs);
    }

    // A reaction goes from the message that it was put on as well.
    private static void AddReactions(NpgsqlConnection connection, NpgsqlBatch batch, long n, List<ChatReacted> reactions)
    {
        if (reactions.Count == 0)
            return;
        var overlays = connection.Query(
            "SELECT e.id, o.seq, o.reactions FROM events e JOIN overlays o ON o.room = e.room AND o.seq = e.seq " +
            "WHERE e.id = ANY($2) AND e.id IS NOT NULL AND e.room = $1 AND o.reactions IS NOT NULL",
            row => (Id: row.GetString(0), Seq: row.GetInt64(1), Reactions: row.Utf8OrNull(2)),
            n,
            reactions.Select(r => r.Id.Value).Distinct().ToArray());
        foreach (var (id, seq, before) in overlays)
        {
            var left = reactions.Where(r => r.Id.Value == id).Aggregate(before, (json, r) => ReactionSet.Apply(json, r.Emoji, r.By, on: false));
            batch.Add(
                "UPDATE overlays o SET reactions = v.reactions FROM unnest($3::bytea[]) v (reactions) WHERE o.room = $1 AND o.seq = $2",
                n,
                seq,
                new[] { PostgresRows.Utf8(left) });
        }
    }
}
