using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Users.Store.Sqlite;

/// <summary>Writes users and their erasures, inside the transactions of the journal.</summary>
internal sealed class SqliteUserWriter(SqliteSession session) : TableWriter
{
    private readonly SqliteTags _tags = new(session, "user_tags", "user");

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveUser { Tag: { } tag } user when !_tags.TryReplace(user.User.Value, tag):
                return new SaveSuperseded(user);
            case SaveUser user:
                session["INSERT INTO users (user, name, last_seen, status, named_at) VALUES (?1, ?2, ?3, ?4, ?5) " +
                        "ON CONFLICT (user) DO UPDATE SET name = excluded.name, last_seen = excluded.last_seen, status = excluded.status, " +
                        "named_at = CASE WHEN name = excluded.name THEN named_at ELSE excluded.named_at END"]
                    .Bind(1, user.User.Value).Bind(2, user.Name).Bind(3, user.LastSeen?.ToUnixTimeMilliseconds()).Bind(4, user.Status.Span)
                    .Bind(5, user.At?.ToUnixTimeMilliseconds()).Run();
                if (user is { Event: { } type, At: { } at })
                {
                    session["INSERT INTO user_events (part, user, type, at) SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM user_event_readers)"]
                        .Bind(1, UserEvent.PartOf(user.User)).Bind(2, user.User.Value).Bind(3, type).Bind(4, at.ToUnixTimeMilliseconds()).Run();
                }

                return new Saved(user);
            case SaveErasure { Erasure: var erasure }:
                session["INSERT OR REPLACE INTO erasures (user, requested_at, phase, room, events, finished_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"]
                    .Bind(1, erasure.User.Value).Bind(2, erasure.RequestedAt.ToUnixTimeMilliseconds()).Bind(3, erasure.Phase.ToString())
                    .Bind(4, erasure.Room?.Value).Bind(5, erasure.Events).Bind(6, erasure.FinishedAt?.ToUnixTimeMilliseconds()).Run();
                session["DELETE FROM user_events WHERE user = ?1"].Bind(1, erasure.User.Value).Run();
                return new Saved(entry);
            default:
                return null;
        }
    }
}
