using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Commands that write by what messages are found.</summary>
internal static class TokenCommands
{
    /// <summary>
    /// Takes messages out of the former indexes, before anything else is written of them: who indexes them anew (<see cref="PostgresReindex"/>) has them
    /// locked there, and is waited for.
    /// </summary>
    public static void RemoveFormer(NpgsqlBatch batch, (long Room, long Seq)[] messages)
    {
        Remove(batch, "DELETE FROM texts t USING unnest($1::bigint[], $2::bigint[]) v (room, seq) WHERE t.room = v.room AND t.seq = v.seq", messages);
        Remove(batch, "DELETE FROM tokens t USING unnest($1::bigint[], $2::bigint[]) v (room, seq) WHERE t.room = v.room AND t.seq = v.seq", messages);
    }

    /// <summary>Writes the tokens of texts; where a text is null, there are none any more.</summary>
    public static void Add(NpgsqlBatch batch, Dictionary<(long Room, long Seq), string?> all)
    {
        var texts = all.Where(t => t.Value is not null).ToArray();
        if (texts.Length > 0)
        {
            batch.Add(
                "INSERT INTO room_words (room, seq, vector) SELECT room, seq, vector::tsvector FROM unnest($1::bigint[], $2::bigint[], $3::text[]) v (room, seq, vector) " +
                "ON CONFLICT (room, seq) DO UPDATE SET vector = excluded.vector",
                Array.ConvertAll(texts, t => t.Key.Room),
                Array.ConvertAll(texts, t => t.Key.Seq),
                Array.ConvertAll(texts, t => Tokens.Vector(t.Key.Room, t.Value!)));
        }

        var gone = all.Where(t => t.Value is null).Select(t => t.Key).ToArray();
        if (gone.Length > 0)
            Remove(batch, "DELETE FROM room_words t USING unnest($1::bigint[], $2::bigint[]) v (room, seq) WHERE t.room = v.room AND t.seq = v.seq", gone);
    }

    private static void Remove(NpgsqlBatch batch, string sql, (long Room, long Seq)[] messages) =>
        batch.Add(sql, Array.ConvertAll(messages, m => m.Room), Array.ConvertAll(messages, m => m.Seq));
}
