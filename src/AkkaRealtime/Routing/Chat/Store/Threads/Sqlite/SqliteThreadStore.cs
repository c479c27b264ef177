using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Sqlite;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Threads.Sqlite;

/// <summary>Reads of threads that users follow, on SQLite.</summary>
internal sealed class SqliteThreadStore(SqliteEngine engine) : IThreadStore
{
    // Of each thread that user ?1 follows, its last reply, as a position: whatever is deleted or past its time is none.
    private const string Mine =
        "WITH mine AS (SELECT f.thread, f.read, r.n, r.id, (SELECT e.pos FROM events e LEFT JOIN overlays o ON o.pos = e.pos WHERE e.thread = f.thread AND e.pos > (r.n << 32 | r.expired) " +
        "AND e.type = 1 AND o.deleted IS NOT 1 ORDER BY e.pos DESC LIMIT 1) AS last FROM thread_follows f JOIN rooms r ON r.n = f.room WHERE f.user = ?1 AND f.follows = 1) ";

    private const string Page =
        "SELECT q.id, q.thread, q.read, q.last FROM mine q JOIN events l ON l.pos = q.last " +
        "WHERE (?2 IS NULL OR l.id < ?2) AND (?3 = 0 OR q.last > (q.n << 32 | q.read)) ORDER BY l.id DESC LIMIT ?4";

    // Of the thread ?1 in the room ?2, as of user ?3 who has read up to ?4.
    private const string Counts =
        "SELECT count(*), coalesce(sum(e.pos > (r.n << 32 | ?4)), 0), count(m.pos) FROM rooms r JOIN events e ON e.thread = ?1 AND e.pos > (r.n << 32 | r.expired) AND e.type = 1 " +
        "LEFT JOIN overlays o ON o.pos = e.pos LEFT JOIN mentions m ON m.user = ?3 AND m.pos = e.pos AND e.pos > (r.n << 32 | ?4) WHERE r.id = ?2 AND o.deleted IS NOT 1";

    private const string Message = "SELECT " + OverlayRow.ViewColumns + " FROM " + OverlayRow.ViewTables + " WHERE ";
    private const string Follow = "SELECT r.id, f.thread, f.follows, f.read FROM thread_follows f JOIN rooms r ON r.n = f.room WHERE f.user = ?1 AND ";

    /// <inheritdoc/>
    public Task<ThreadPage> OfAsync(UserId user, bool unread, MessageId? before, int limit, CancellationToken cancel) =>
        engine.ReadRoomsAsync(s => RoomReads.Of(s, user), s => Read(s, user, unread, before, limit), cancel);

    /// <inheritdoc/>
    public Task<ThreadFollow?> FindAsync(UserId user, RoomId room, MessageId thread, CancellationToken cancel) => engine.ReadAsync(
        room,
        s => Follows(s[Follow + "f.thread = ?2 AND r.id = ?3"].Bind(1, user.Value).Bind(2, thread.Value).Bind(3, room.Value)) is [var found] ? found : null,
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ThreadFollow>> FollowsAsync(UserId user, MessageId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<ThreadFollow>>(
        s => Follows(s[Follow + "f.thread > ?2 ORDER BY f.thread LIMIT ?3"].Bind(1, user.Value).Bind(2, after?.Value ?? "").Bind(3, limit)), cancel);

    private static ThreadPage Read(SqliteSession s, UserId user, bool unread, MessageId? before, int limit)
    {
        var count = s[Mine + "SELECT count(*) FROM mine WHERE last > (n << 32 | read)"].Bind(1, user.Value);
        count.Step();
        var total = count.Number(0);
        count.Reset();
        var row = s[Mine + Page].Bind(1, user.Value).Bind(2, before?.Value).Bind(3, unread ? 1 : 0).Bind(4, limit + 1L);
        var places = new List<(string Room, string Thread, long Read, long Last)>();
        while (row.Step())
            places.Add((row.Text(0), row.Text(1), row.Number(2), row.Number(3)));
        return new ThreadPage([.. places.Take(limit).Select(p => View(s, user, p.Room, p.Thread, p.Read, p.Last))], places.Count > limit, total);
    }

    private static ThreadView View(SqliteSession s, UserId user, string room, string thread, long read, long last)
    {
        var row = s[Counts].Bind(1, thread).Bind(2, room).Bind(3, user.Value).Bind(4, read);
        row.Step();
        var (replies, unread, mentions) = (row.Number(0), row.Number(1), row.Number(2));
        row.Reset();
        return new ThreadView(new RoomId(room), View(s[Message + "e.id = ?1"].Bind(1, thread)), replies, unread, mentions, read, View(s[Message + "e.pos = ?1"].Bind(1, last)));
    }

    private static MessageView View(SqliteStatement row)
    {
        row.Step();
        var message = OverlayRow.View(row);
        row.Reset();
        return message;
    }

    private static List<ThreadFollow> Follows(SqliteStatement row)
    {
        var all = new List<ThreadFollow>();
        while (row.Step())
            all.Add(new ThreadFollow(new RoomId(row.Text(0)), new MessageId(row.Text(1)), row.Number(2) != 0, row.Number(3)));
        return all;
    }
}
