using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Who follows which thread. Only members of its room do.</summary>
internal sealed class ThreadRows(SqliteSession session)
{
    private const string Insert = "INSERT INTO thread_follows (user, thread, room, read, follows) ";

    private readonly SqliteStatement _wrote = session[
        Insert + "SELECT ?1, ?2, ?3, ?4, 1 WHERE EXISTS (SELECT 1 FROM members WHERE room = ?3 AND user = ?1) " +
        "ON CONFLICT (user, thread) DO UPDATE SET read = max(read, excluded.read), follows = 1"];
    private readonly SqliteStatement _began = session[
        Insert + "SELECT e.sender, ?1, ?2, ?3 - 1, 1 FROM events e JOIN members m ON m.room = ?2 AND m.user = e.sender WHERE e.id = ?1 AND e.sender <> ?4 ON CONFLICT DO NOTHING"];
    private readonly SqliteStatement _mentioned = session[
        Insert + "SELECT ?1, ?2, ?3, ?4 - 1, 1 WHERE EXISTS (SELECT 1 FROM members WHERE room = ?3 AND user = ?1) AND NOT EXISTS (SELECT 1 FROM blocks WHERE by_user = ?1 AND user = ?5) " +
        "ON CONFLICT (user, thread) DO UPDATE SET read = CASE follows WHEN 0 THEN max(read, excluded.read) ELSE read END, follows = 1"];

    public void AddReply(long room, MessageId thread, UserId by, long seq)
    {
        _wrote.Bind(1, by.Value).Bind(2, thread.Value).Bind(3, room).Bind(4, seq).Run();
        _began.Bind(1, thread.Value).Bind(2, room).Bind(3, seq).Bind(4, by.Value).Run();
    }

    public void AddMention(long room, MessageId thread, UserId user, UserId by, long seq) =>
        _mentioned.Bind(1, user.Value).Bind(2, thread.Value).Bind(3, room).Bind(4, seq).Bind(5, by.Value).Run();

    public void Remove(long room, UserId user) => session["DELETE FROM thread_follows WHERE user = ?1 AND room = ?2"].Bind(1, user.Value).Bind(2, room).Run();

    // Never past the head.
    public void Save(SaveThread entry)
    {
        var (user, thread, room) = (entry.User.Value, entry.Thread.Value, entry.Room.Value);
        if (entry.Follows is { } follows)
        {
            session[Insert + "SELECT ?1, ?2, r.n, r.head, ?4 FROM rooms r JOIN members m ON m.room = r.n AND m.user = ?1 WHERE r.id = ?3 " +
                    "ON CONFLICT (user, thread) DO UPDATE SET read = CASE follows WHEN 0 THEN max(read, excluded.read) ELSE read END, follows = excluded.follows"]
                .Bind(1, user).Bind(2, thread).Bind(3, room).Bind(4, follows ? 1 : 0).Run();
        }

        if (entry.Read is { } read)
        {
            session["UPDATE thread_follows SET read = max(read, min(?4, (SELECT head FROM rooms WHERE id = ?3))) WHERE user = ?1 AND thread = ?2 AND room = (SELECT n FROM rooms WHERE id = ?3)"]
                .Bind(1, user).Bind(2, thread).Bind(3, room).Bind(4, read).Run();
        }
    }
}
