using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Reads of messages as they stand now, and of what users missed of the log.</summary>
internal sealed class MessageQueries(PostgresReads reads)
{
    /// <summary>What to select for <see cref="View"/>, first, from <c>events e LEFT JOIN overlays o</c>.</summary>
    public const string ViewColumns = "o.text, o.edited_at, o.deleted, o.pinned, o.reactions, o.previews, e.envelope";

    /// <summary>Where the envelope stands in <see cref="ViewColumns"/>.</summary>
    public const int Envelope = 6;

    /// <summary>How many they are: what stands behind them begins here.</summary>
    public const int ViewWidth = 7;

    private const string Overlays = " LEFT JOIN overlays o ON o.room = e.room AND o.seq = e.seq ";

    // The small rooms first, so that one large room doesn't take the place of the many others.
    private const string Sync =
        "WITH changed AS (SELECT r.id, r.n, r.head, p.after, sum(r.head - p.after) OVER (ORDER BY r.head - p.after, r.n) AS total " +
        "FROM unnest($1::text[], $2::bigint[]) p (id, after) JOIN rooms r ON r.id = p.id LEFT JOIN members m ON m.room = r.n AND m.user_id = $3 " +
        "WHERE r.head > p.after AND (m.user_id IS NOT NULL OR (r.kind = 'channel' AND NOT EXISTS (SELECT 1 FROM bans b WHERE b.room = r.n AND b.user_id = $3 AND (b.until IS NULL OR b.until > $7))))), " +
        "sized AS (SELECT c.n, (SELECT sum(octet_length(e.envelope)) FROM events e WHERE e.room = c.n AND e.seq > c.after AND e.seq <= c.head) AS bytes " +
        "FROM changed c WHERE c.head - c.after <= $4 AND c.total <= $6), " +
        "fitting AS (SELECT n, sum(bytes) OVER (ORDER BY bytes, n) <= $5 AS fits FROM sized) " +
        "SELECT c.id, c.head, f.fits IS NOT TRUE, e.seq, e.envelope FROM changed c LEFT JOIN fitting f ON f.n = c.n LEFT JOIN LATERAL " +
        "(SELECT seq, envelope FROM events WHERE f.fits AND room = c.n AND seq > c.after AND seq <= c.head) e ON true ORDER BY c.n, e.seq";

    /// <summary>The message of a row.</summary>
    public static MessageView View(NpgsqlDataReader row) => MessageOverlay.View(row.GetFieldValue<byte[]>(Envelope), row.Overlay(0));

    public async Task<MessagePage> HistoryAsync(RoomId room, long? before, long? after, int limit, MessageId? thread, CancellationToken cancel)
    {
        var forward = after is not null;
        var which = (thread is null ? "e.room = r.n AND e.type = 1" : "e.thread = $5 AND e.room = r.n AND e.type = 1") + " AND e.seq > greatest($2, r.expired) AND e.seq < $3";
        var sql =
            "SELECT " + ViewColumns + ", r.head FROM rooms r LEFT JOIN LATERAL (SELECT e.room, e.seq, e.envelope FROM events e WHERE " + which +
            " ORDER BY e.seq " + (forward ? "ASC" : "DESC") + " LIMIT $4) e ON true" + Overlays + "WHERE r.id = $1 ORDER BY e.seq";
        var head = 0L;
        PostgresParameter[] parameters = [room.Value, after ?? 0, before ?? long.MaxValue, limit + 1L];
        var messages = await reads.QueryAsync(
            sql,
            row =>
            {
                head = row.GetInt64(ViewWidth);
                return row.IsDBNull(Envelope) ? null : View(row);
            },
            cancel,
            thread is { } id ? [.. parameters, id.Value] : parameters).ConfigureAwait(false);
        messages.RemoveAll(m => m is null);
        var more = messages.Count > limit;
        if (more)
            messages.RemoveAt(forward ? limit : 0);
        return new MessagePage(messages!, head, more);
    }

    // By the changed messages of the room: few of all.
    public async Task<MessagePage> PinsAsync(RoomId room, long? before, int limit, CancellationToken cancel)
    {
        var head = 0L;
        var messages = await reads.QueryAsync(
            "SELECT " + ViewColumns + ", r.head FROM rooms r JOIN overlays o ON o.room = r.n JOIN events e ON e.room = o.room AND e.seq = o.seq " +
            "WHERE r.id = $1 AND o.seq < $2 AND o.pinned ORDER BY o.seq DESC LIMIT $3",
            row =>
            {
                head = row.GetInt64(ViewWidth);
                return View(row);
            },
            cancel,
            room.Value,
            before ?? long.MaxValue,
            limit + 1L).ConfigureAwait(false);
        var more = messages.Count > limit;
        if (more)
            messages.RemoveAt(limit);
        messages.Reverse();
        return new MessagePage(messages, head, more);
    }

    public async Task<IReadOnlyDictionary<MessageId, long>> RepliesAsync(RoomId room, IReadOnlyCollection<MessageId> roots, CancellationToken cancel)
    {
        var counts = await reads.QueryAsync(
            "SELECT e.thread, count(*) FROM events e" + Overlays +
            "WHERE e.thread = ANY($1) AND e.room = (SELECT n FROM rooms WHERE id = $2) AND e.type = 1 AND o.deleted IS NOT TRUE GROUP BY e.thread",
            row => (Root: new MessageId(row.GetString(0)), Count: row.GetInt64(1)),
            cancel,
            roots.Select(r => r.Value).ToArray(),
            room.Value).ConfigureAwait(false);
        return counts.ToDictionary(c => c.Root, c => c.Count);
    }

    public async Task<MessageView?> FindAsync(RoomId room, MessageId id, CancellationToken cancel)
    {
        var found = await reads.QueryAsync(
            "SELECT " + ViewColumns + " FROM events e JOIN rooms r ON r.n = e.room" + Overlays + "WHERE e.id = $1 AND e.id IS NOT NULL AND e.type = 1 AND r.id = $2",
            View,
            cancel,
            id.Value,
            room.Value).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<IReadOnlyList<RoomNews>> SyncAsync(
        UserId user, IReadOnlyDictionary<RoomId, long> positions, int limit, DateTimeOffset now, CancellationToken cancel)
    {
        var news = new List<RoomNews>();
        var events = new List<StoredEvent>();
        await reads.QueryAsync(
            Sync,
            row =>
            {
                var room = new RoomId(row.GetString(0));
                if (news.Count == 0 || news[^1].Room != room)
                    news.Add(new RoomNews(room, row.GetInt64(1), row.GetBoolean(2), events = []));
                if (!row.IsDBNull(3))
                    events.Add(new StoredEvent(row.GetInt64(3), new EncodedEnvelope(row.GetFieldValue<byte[]>(4))));
                return true;
            },
            cancel,
            positions.Keys.Select(r => r.Value).ToArray(),
            positions.Values.Select(seq => Math.Max(seq, 0)).ToArray(),
            user.Value,
            (long)limit,
            (long)SyncLimits.Bytes,
            (long)SyncLimits.Events,
            now.ToUnixTimeMilliseconds()).ConfigureAwait(false);
        return news;
    }
}
