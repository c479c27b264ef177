using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Calls.Store.Sqlite;

/// <summary>Writes calls, inside the transactions of the journal.</summary>
internal sealed class SqliteCallWriter(SqliteSession session) : TableWriter
{
    private readonly SqliteTags _tags = new(session, SqliteCallTables.Tags, "room");

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveCall { Tag: { } tag } call when !_tags.TryReplace(call.Room.Value, tag):
                return new SaveSuperseded(call);
            case SaveCall call:
                Save(call);
                return new Saved(call);
            case SaveCallsSeen seen:
                session["UPDATE call_users SET seen = 1 WHERE user = ?1 AND missed = 1 AND seen = 0 AND (?2 IS NULL OR call = ?2)"]
                    .Bind(1, seen.User.Value).Bind(2, seen.Call?.Value).Run();
                Revise(seen.User);
                return new Saved(seen);
            default:
                return null;
        }
    }

    private void Save(SaveCall call)
    {
        var startedAt = call.StartedAt.ToUnixTimeMilliseconds();
        session["INSERT INTO calls (id, room, live, started_at, state) VALUES (?1, ?2, ?3, ?4, ?5) " +
                "ON CONFLICT (id) DO UPDATE SET live = excluded.live, state = excluded.state WHERE live >= excluded.live"]
            .Bind(1, call.Call.Value).Bind(2, call.Room.Value).Bind(3, call.Live ? 1 : 0).Bind(4, startedAt).Bind(5, call.State.Span).Run();
        foreach (var user in call.Users)
        {
            var changes = session["INSERT INTO call_users (user, started_at, call, missed) VALUES (?1, ?2, ?3, ?4) " +
                    "ON CONFLICT (user, started_at, call) DO UPDATE SET missed = excluded.missed, seen = 0 WHERE missed <> excluded.missed"]
                .Bind(1, user.Value).Bind(2, startedAt).Bind(3, call.Call.Value).Bind(4, call.Missed?.Contains(user) == true ? 1 : 0).RunChanges();
            if (changes > 0)
                Revise(user);
        }
    }

    private void Revise(UserId user) =>
        session["INSERT INTO call_revisions (user, revision) VALUES (?1, 1) ON CONFLICT (user) DO UPDATE SET revision = revision + 1"].Bind(1, user.Value).Run();
}
