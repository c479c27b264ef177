using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Commands that write many rows of one table of chat.</summary>
internal static class ChatCommands
{
    public static void AddNames(NpgsqlBatch batch, (long Room, string Name, string Topic)[] names) => batch.Add(
        "UPDATE rooms r SET name = v.name, topic = v.topic, folded = v.folded FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) v (n, name, topic, folded) WHERE r.n = v.n",
        Array.ConvertAll(names, r => r.Room),
        Array.ConvertAll(names, r => PostgresRows.Clean(r.Name)),
        Array.ConvertAll(names, r => PostgresRows.Clean(r.Topic)),
        Array.ConvertAll(names, r => PostgresRows.Clean(Folded.Of(r.Name, r.Topic))));

    public static void AddMentions(NpgsqlBatch batch, (UserId User, UserId By, long Room, long Seq)[] mentions) => batch.Add(
        "INSERT INTO mentions (user_id, room, seq) SELECT m.user_id, m.room, m.seq FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[]) m (user_id, room, seq, by_user) " +
        "WHERE NOT EXISTS (SELECT 1 FROM blocks b WHERE b.by_user = m.user_id AND b.user_id = m.by_user) ON CONFLICT (user_id, room, seq) DO NOTHING",
        Array.ConvertAll(mentions, m => m.User.Value),
        Array.ConvertAll(mentions, m => m.Room),
        Array.ConvertAll(mentions, m => m.Seq),
        Array.ConvertAll(mentions, m => m.By.Value));

    public static void RemoveMentions(NpgsqlBatch batch, (long Room, long Seq)[] messages) => batch.Add(
        "DELETE FROM mentions m USING unnest($1::bigint[], $2::bigint[]) v (room, seq) WHERE m.room = v.room AND m.seq = v.seq",
        Array.ConvertAll(messages, m => m.Room),
        Array.ConvertAll(messages, m => m.Seq));

    public static void AddOverlays(NpgsqlBatch batch, KeyValuePair<(long Room, long Seq), MessageOverlay>[] overlays) => batch.Add(
        "INSERT INTO overlays (room, seq, text, edited_at, deleted, pinned, reactions, previews) SELECT * FROM " +
        "unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bigint[], $5::boolean[], $6::boolean[], $7::bytea[], $8::bytea[]) " +
        "ON CONFLICT (room, seq) DO UPDATE SET text = excluded.text, edited_at = excluded.edited_at, deleted = excluded.deleted, " +
        "pinned = excluded.pinned, reactions = excluded.reactions, previews = excluded.previews",
        Array.ConvertAll(overlays, o => o.Key.Room),
        Array.ConvertAll(overlays, o => o.Key.Seq),
        Array.ConvertAll(overlays, o => PostgresRows.Utf8(o.Value.Text)),
        Array.ConvertAll(overlays, o => o.Value.EditedAt?.ToUnixTimeMilliseconds()),
        Array.ConvertAll(overlays, o => o.Value.Deleted),
        Array.ConvertAll(overlays, o => o.Value.Pinned),
        Array.ConvertAll(overlays, o => PostgresRows.Utf8(o.Value.Reactions)),
        Array.ConvertAll(overlays, o => PostgresRows.Utf8(o.Value.Previews)));

    public static void AddEdits(NpgsqlBatch batch, (long Room, long Message, long Seq)[] edits) => batch.Add(
        "INSERT INTO edits (room, message, seq) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) ON CONFLICT (room, message, seq) DO NOTHING",
        Array.ConvertAll(edits, e => e.Room),
        Array.ConvertAll(edits, e => e.Message),
        Array.ConvertAll(edits, e => e.Seq));

    public static void RemoveEdits(NpgsqlBatch batch, (long Room, long Seq)[] messages) => batch.Add(
        "DELETE FROM edits d USING unnest($1::bigint[], $2::bigint[]) v (room, seq) WHERE d.room = v.room AND d.message = v.seq",
        Array.ConvertAll(messages, m => m.Room),
        Array.ConvertAll(messages, m => m.Seq));
}
