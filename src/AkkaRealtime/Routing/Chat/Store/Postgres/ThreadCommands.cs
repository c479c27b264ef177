using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>What a batch does to who follows which thread. Only members of its room do.</summary>
internal sealed class ThreadCommands
{
    private const string Insert = "INSERT INTO thread_follows AS f (user_id, thread, room, read, follows) ";
    private const string Member = "JOIN members m ON m.room = v.room AND m.user_id = v.user_id ";

    private readonly List<(MessageId Thread, UserId By, long Room, long Seq)> _replies = [];
    private readonly List<(MessageId Thread, UserId User, UserId By, long Room, long Seq)> _mentions = [];
    private readonly HashSet<(long Room, string User)> _left = [];
    private readonly List<SaveThread> _saved = [];
    private readonly HashSet<string> _forgotten = [];

    public void AddReply(long room, MessageId thread, UserId by, long seq) => _replies.Add((thread, by, room, seq));

    public void AddMention(long room, MessageId thread, UserId user, UserId by, long seq) => _mentions.Add((thread, user, by, room, seq));

    // What they wrote in this batch before is gone with it.
    public void Remove(long room, UserId user)
    {
        _replies.RemoveAll(r => r.Room == room && r.By == user);
        _mentions.RemoveAll(m => m.Room == room && m.User == user);
        _left.Add((room, user.Value));
    }

    public void Save(SaveThread entry) => _saved.Add(entry);

    public void Forget(UserId user) => _forgotten.Add(user.Value);

    /// <summary>Adds the commands, behind those that write events and members; none where nothing was gathered.</summary>
    public void AddCommands(NpgsqlBatch batch)
    {
        if (_left.Count > 0)
        {
            batch.Add(
                "DELETE FROM thread_follows f USING unnest($1::bigint[], $2::text[]) v (room, user_id) WHERE f.user_id = v.user_id AND f.room = v.room",
                _left.Select(l => l.Room).ToArray(),
                _left.Select(l => l.User).ToArray());
        }

        if (_replies.Count > 0)
            AddReplies(batch);
        if (_mentions.Count > 0)
            AddMentions(batch);
        foreach (var entry in _saved)
            AddSaved(batch, entry);
        if (_forgotten.Count > 0)
            batch.Add("DELETE FROM thread_follows WHERE user_id = ANY($1)", _forgotten.ToArray());
    }

    private void AddReplies(NpgsqlBatch batch)
    {
        var (threads, by) = (_replies.ConvertAll(r => r.Thread.Value).ToArray(), _replies.ConvertAll(r => r.By.Value).ToArray());
        var (rooms, seqs) = (_replies.ConvertAll(r => r.Room).ToArray(), _replies.ConvertAll(r => r.Seq).ToArray());
        batch.Add(
            Insert + "SELECT v.user_id, v.thread, v.room, max(v.seq), true FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) v (thread, user_id, room, seq) " + Member +
            "GROUP BY v.user_id, v.thread, v.room ON CONFLICT (user_id, thread) DO UPDATE SET read = greatest(f.read, excluded.read), follows = true",
            threads,
            by,
            rooms,
            seqs);
        batch.Add(
            Insert + "SELECT v.user_id, v.thread, v.room, min(v.seq) - 1, true FROM (SELECT e.sender AS user_id, n.thread, n.room, n.seq " +
            "FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) n (thread, by_user, room, seq) JOIN events e ON e.id = n.thread AND e.id IS NOT NULL AND e.sender <> n.by_user) v " + Member +
            "GROUP BY v.user_id, v.thread, v.room ON CONFLICT (user_id, thread) DO NOTHING",
            threads,
            by,
            rooms,
            seqs);
    }

    private void AddMentions(NpgsqlBatch batch) => batch.Add(
        Insert + "SELECT v.user_id, v.thread, v.room, min(v.seq) - 1, true FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[]) v (thread, user_id, by_user, room, seq) " + Member +
        "WHERE NOT EXISTS (SELECT 1 FROM blocks b WHERE b.by_user = v.user_id AND b.user_id = v.by_user) GROUP BY v.user_id, v.thread, v.room " +
        "ON CONFLICT (user_id, thread) DO UPDATE SET read = CASE WHEN f.follows THEN f.read ELSE greatest(f.read, excluded.read) END, follows = true",
        _mentions.ConvertAll(m => m.Thread.Value).ToArray(),
        _mentions.ConvertAll(m => m.User.Value).ToArray(),
        _mentions.ConvertAll(m => m.By.Value).ToArray(),
        _mentions.ConvertAll(m => m.Room).ToArray(),
        _mentions.ConvertAll(m => m.Seq).ToArray());

    // Never past the head.
    private static void AddSaved(NpgsqlBatch batch, SaveThread entry)
    {
        var (user, thread, room) = (entry.User.Value, entry.Thread.Value, entry.Room.Value);
        if (entry.Follows is { } follows)
        {
            batch.Add(
                Insert + "SELECT $1, $2, r.n, r.head, $4::bigint <> 0 FROM rooms r JOIN members m ON m.room = r.n AND m.user_id = $1 WHERE r.id = $3 " +
                "ON CONFLICT (user_id, thread) DO UPDATE SET read = CASE WHEN f.follows THEN f.read ELSE greatest(f.read, excluded.read) END, follows = excluded.follows",
                user,
                thread,
                room,
                follows ? 1L : 0L);
        }

        if (entry.Read is { } read)
        {
            batch.Add(
                "UPDATE thread_follows f SET read = greatest(f.read, least($4, r.head)) FROM rooms r WHERE r.id = $3 AND f.user_id = $1 AND f.thread = $2 AND f.room = r.n",
                user,
                thread,
                room,
                read);
        }
    }
}
