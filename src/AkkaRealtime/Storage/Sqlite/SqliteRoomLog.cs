using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Reads of the log on SQLite.</summary>
internal sealed class SqliteRoomLog(SqliteEngine engine) : IRoomLog
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<StoredEvent>>(room, s => Read(s, room, after, upTo, limit), cancel);

    private static List<StoredEvent> Read(SqliteSession s, RoomId room, long after, long upTo, int limit)
    {
        var find = s["SELECT n FROM rooms WHERE id = ?1"].Bind(1, room.Value);
        if (!find.Step())
            return [];
        var n = find.Number(0);
        var events = new List<StoredEvent>();
        var row = s["SELECT pos, envelope FROM events WHERE pos > ?1 AND pos <= ?2 ORDER BY pos LIMIT ?3"]
            .Bind(1, LogPosition.Of(n, after)).Bind(2, LogPosition.Of(n, upTo)).Bind(3, limit);
        while (row.Step())
            events.Add(new StoredEvent(LogPosition.Seq(row.Number(0)), new EncodedEnvelope(row.Blob(1))));
        return events;
    }
}
