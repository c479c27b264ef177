using System.Text.Json;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Reads of the log.</summary>
internal static class EventReads
{
    private const string Range = "SELECT pos, envelope FROM events WHERE pos > ?1 AND pos <= ?2 ORDER BY pos LIMIT ?3";

    public static IReadOnlyList<StoredEvent> Events(SqliteSession s, RoomId room, long after, long upTo, int limit)
    {
        var find = s["SELECT n FROM rooms WHERE id = ?1"].Bind(1, room.Value);
        return find.Step() ? Events(s, find.Int64(0), after, upTo, limit) : [];
    }

    public static IReadOnlyList<RoomNews> Sync(SqliteSession s, UserId user, IReadOnlyDictionary<RoomId, long> positions, int most)
    {
        var changed = s["SELECT r.id, r.n, r.head, p.value FROM json_each(?1) p JOIN rooms r ON r.id = p.key " +
                        "LEFT JOIN members m ON m.room = r.n AND m.user = ?2 WHERE r.head > p.value AND (m.user IS NOT NULL OR r.kind = 'channel')"]
            .Bind(1, Json(positions)).Bind(2, user.Value);
        var news = new List<RoomNews>();
        long bytes = StoreLimits.SyncBytes;
        while (changed.Step())
        {
            var (room, n, head, after) = (new RoomId(changed.Text(0)), changed.Int64(1), changed.Int64(2), changed.Int64(3));
            var events = head - after > most ? null : EventsWithin(s, n, after, head, ref bytes);
            news.Add(new RoomNews(room, head, events is null, events ?? []));
        }

        return news;
    }

    // Null, and nothing taken off, where they are more than what is left.
    private static List<StoredEvent>? EventsWithin(SqliteSession s, long room, long after, long upTo, ref long bytes)
    {
        var events = new List<StoredEvent>();
        var left = bytes;
        var row = s[Range].Bind(1, Pos.Of(room, after)).Bind(2, Pos.Of(room, upTo)).Bind(3, upTo - after);
        while (row.Step())
        {
            var envelope = new EncodedEnvelope(row.Blob(1));
            left -= envelope.Utf8.Length;
            if (left < 0)
            {
                row.Reset();
                return null;
            }

            events.Add(new StoredEvent(Pos.Seq(row.Int64(0)), envelope));
        }

        bytes = left;
        return events;
    }

    private static List<StoredEvent> Events(SqliteSession s, long room, long after, long upTo, int limit)
    {
        var events = new List<StoredEvent>();
        var row = s[Range].Bind(1, Pos.Of(room, after)).Bind(2, Pos.Of(room, upTo)).Bind(3, limit);
        while (row.Step())
            events.Add(new StoredEvent(Pos.Seq(row.Int64(0)), new EncodedEnvelope(row.Blob(1))));
        return events;
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
