using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Postgres;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Threads.Postgres;

/// <summary>Reads of threads that users follow, on PostgreSQL.</summary>
internal sealed class PostgresThreadStore(PostgresReads reads) : IThreadStore
{
    private const string Overlay = " LEFT JOIN overlays o ON o.room = e.room AND o.seq = e.seq ";
    private const string Replies = "FROM events e" + Overlay + "WHERE e.thread = f.thread AND e.room = r.n AND e.type = 1 AND o.deleted IS NOT TRUE AND e.seq > ";

    // Of each thread that user $1 follows, its last reply: whatever is deleted or past its time is none.
    private const string Mine =
        "WITH mine AS MATERIALIZED (SELECT f.thread, f.read, r.n, r.id, r.expired, l.seq AS last, l.id AS last_id FROM thread_follows f JOIN rooms r ON r.n = f.room " +
        "CROSS JOIN LATERAL (SELECT e.seq, e.id " + Replies + "r.expired ORDER BY e.seq DESC LIMIT 1) l WHERE f.user_id = $1 AND f.follows) ";

    private const string Page =
        "SELECT " + MessageQueries.ViewColumns + ", r.text, r.edited_at, r.deleted, r.pinned, r.reactions, r.previews, r.envelope, p.id, p.read, p.replies, p.unread, p.mentions FROM (" +
        "SELECT r.*, (SELECT count(*) FROM events e" + Overlay + "WHERE e.thread = r.thread AND e.room = r.n AND e.type = 1 AND o.deleted IS NOT TRUE AND e.seq > r.expired) AS replies, " +
        "(SELECT count(*) FROM events e" + Overlay + "WHERE e.thread = r.thread AND e.room = r.n AND e.type = 1 AND o.deleted IS NOT TRUE AND e.seq > greatest(r.read, r.expired)) AS unread, " +
        "(SELECT count(*) FROM events e JOIN mentions m ON m.user_id = $1 AND m.room = e.room AND m.seq = e.seq WHERE e.thread = r.thread AND e.room = r.n AND e.seq > r.read) AS mentions " +
        "FROM mine r WHERE ($2 IS NULL OR r.last_id < $2) AND ($3 = 0 OR r.last > r.read) ORDER BY r.last_id DESC LIMIT $4) p " +
        "JOIN events e ON e.room = p.n AND e.seq = p.last" + Overlay +
        "JOIN LATERAL (SELECT e.envelope, o.text, o.edited_at, o.deleted, o.pinned, o.reactions, o.previews FROM events e" + Overlay + "WHERE e.id = p.thread AND e.id IS NOT NULL) r ON true " +
        "ORDER BY p.last_id DESC";

    private const string Follow = "SELECT r.id, f.thread, f.follows, f.read FROM thread_follows f JOIN rooms r ON r.n = f.room WHERE f.user_id = $1 AND ";

    /// <inheritdoc/>
    public async Task<ThreadPage> OfAsync(UserId user, bool unread, MessageId? before, int limit, CancellationToken cancel)
    {
        var total = await reads.QueryAsync(Mine + "SELECT count(*) FROM mine WHERE last > read", row => row.GetInt64(0), cancel, user.Value).ConfigureAwait(false);
        var threads = await reads.QueryAsync(
            Mine + Page,
            row =>
            {
                const int Root = MessageQueries.ViewWidth;
                const int Rest = 2 * Root;
                return new ThreadView(
                    new RoomId(row.GetString(Rest)),
                    MessageOverlay.View(row.GetFieldValue<byte[]>(Root + MessageQueries.Envelope), row.Overlay(Root)),
                    row.GetInt64(Rest + 2),
                    row.GetInt64(Rest + 3),
                    row.GetInt64(Rest + 4),
                    row.GetInt64(Rest + 1),
                    MessageQueries.View(row));
            },
            cancel,
            user.Value,
            before?.Value,
            unread ? 1L : 0L,
            limit + 1L).ConfigureAwait(false);
        var more = threads.Count > limit;
        if (more)
            threads.RemoveAt(limit);
        return new ThreadPage(threads, more, total[0]);
    }

    /// <inheritdoc/>
    public async Task<ThreadFollow?> FindAsync(UserId user, RoomId room, MessageId thread, CancellationToken cancel) =>
        await reads.QueryAsync(Follow + "f.thread = $2 AND r.id = $3", ReadFollow, cancel, user.Value, thread.Value, room.Value).ConfigureAwait(false) is [var found] ? found : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ThreadFollow>> FollowsAsync(UserId user, MessageId? after, int limit, CancellationToken cancel) =>
        await reads.QueryAsync(Follow + "f.thread > $2 ORDER BY f.thread LIMIT $3", ReadFollow, cancel, user.Value, after?.Value ?? "", (long)limit).ConfigureAwait(false);

    private static ThreadFollow ReadFollow(NpgsqlDataReader row) => new(new RoomId(row.GetString(0)), new MessageId(row.GetString(1)), row.GetBoolean(2), row.GetInt64(3));
}
