using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>What users missed of the log.</summary>
internal static class SyncReads
{
    // Materialized, and with a limit, so that the order of the rooms is kept: the events of each follow in the order of the table. Rooms behind the
    // point where so many events would not fit anyway are not looked into.
    private const string Changed =
        "WITH changed AS MATERIALIZED (SELECT r.id, r.n, r.head, p.value AS after, sum(r.head - p.value) OVER (ORDER BY r.head - p.value, r.n) AS total " +
        "FROM json_each(?1) p JOIN rooms r ON r.id = p.key LEFT JOIN members m ON m.room = r.n AND m.user = ?2 " +
        "WHERE r.head > p.value AND (m.user IS NOT NULL OR (r.kind = 'channel' AND NOT EXISTS (SELECT 1 FROM bans b WHERE b.room = r.n AND b.user = ?2 AND (b.until IS NULL OR b.until > ?5)))) ORDER BY r.head - p.value, r.n LIMIT -1) " +
        "SELECT c.id, c.n, c.head, e.pos, e.envelope FROM changed c LEFT JOIN events e ON c.head - c.after <= ?3 AND c.total <= ?4 " +
        "AND e.pos > (c.n << 32 | c.after) AND e.pos <= (c.n << 32 | c.head)";

    /// <summary>What changed, the rooms with the fewest events first, so that one large room doesn't take the place of the many others. One query.</summary>
    public static IReadOnlyList<RoomNews> News(SqliteSession s, UserId user, IReadOnlyDictionary<RoomId, long> positions, int limit, DateTimeOffset now)
    {
        var news = new List<RoomNews>();
        List<StoredEvent>? events = null;
        var (last, left) = (0L, (long)SyncLimits.Bytes);
        var row = s[Changed].Bind(1, Json(positions)).Bind(2, user.Value).Bind(3, limit).Bind(4, SyncLimits.Events).Bind(5, now.ToUnixTimeMilliseconds());
        while (row.Step())
        {
            var n = row.Number(1);
            if (n != last)
            {
                // The events of a room that doesn't fit are passed over.
                last = n;
                events = row.IsNull(3) ? null : [];
                news.Add(new RoomNews(new RoomId(row.Text(0)), row.Number(2), events is null, events ?? []));
            }

            if (events is null)
                continue;
            var envelope = row.Blob(4);
            if (envelope.Length > left)
            {
                left += events.Sum(e => (long)e.Envelope.Utf8.Length);
                events = null;
                news[^1] = news[^1] with { Truncated = true, Events = [] };
                continue;
            }

            left -= envelope.Length;
            events.Add(new StoredEvent(LogPosition.Seq(row.Number(3)), new EncodedEnvelope(envelope)));
        }

        return news;
    }

    private static string Json(IReadOnlyDictionary<RoomId, long> positions)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (room, seq) in positions)
                json.WriteNumber(room.Value, Math.Max(seq, 0));
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
