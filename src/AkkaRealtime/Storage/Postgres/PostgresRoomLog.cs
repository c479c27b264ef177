using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Reads of the log on PostgreSQL.</summary>
internal sealed class PostgresRoomLog(PostgresReads reads) : IRoomLog
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel) =>
        await reads.QueryAsync(
            "SELECT seq, envelope FROM events WHERE room = (SELECT n FROM rooms WHERE id = $1) AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4",
            row => new StoredEvent(row.GetInt64(0), new EncodedEnvelope(row.GetFieldValue<byte[]>(1))),
            cancel,
            room.Value,
            after,
            upTo,
            limit).ConfigureAwait(false);
}
