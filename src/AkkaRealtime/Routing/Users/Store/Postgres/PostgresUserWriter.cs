using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Users.Store.Postgres;

/// <summary>Writes the users of one batch, and their erasures; the last word of the batch counts.</summary>
internal sealed class PostgresUserWriter : PostgresTableWriter
{
    private readonly Dictionary<UserId, SaveUser> _users = [];
    private readonly Dictionary<UserId, Erasure> _erasures = [];
    private readonly PostgresTags _tags = new("user_tags", "user_id");
    private readonly List<SaveUser> _events = [];
    private bool _mayHaveEvents;
    private bool _hasReaders;

    /// <inheritdoc/>
    public override void Need(JournalEntry entry)
    {
        if (entry is SaveUser { Tag: { } tag } user)
            _tags.Need(user.User.Value, tag);
        _mayHaveEvents |= entry is SaveUser { Event: not null };
    }

    /// <inheritdoc/>
    public override void AddQueries(PostgresQueries queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        _tags.AddQueries(queries);
        if (_mayHaveEvents)
            queries.Add("SELECT 1 FROM user_event_readers LIMIT 1", _ => _hasReaders = true);
    }

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveUser { Tag: { } tag } user when !_tags.TryReplace(user.User.Value, tag):
                return new SaveSuperseded(user);
            case SaveUser user:
                _users[user.User] = user;
                if (user is { Event: not null, At: not null } && _hasReaders)
                    _events.Add(user);
                return new Saved(user);
            case SaveErasure { Erasure: var erasure }:
                _erasures[erasure.User] = erasure;
                return new Saved(entry);
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        _tags.AddCommands(batch);
        if (_users.Count > 0)
            AddUsers(batch);
        if (_events.Count > 0)
            AddEvents(batch);
        foreach (var erasure in _erasures.Values)
        {
            batch.Add(
                "INSERT INTO erasures (user_id, requested_at, phase, room, events, finished_at) VALUES ($1, $2, $3, $4, $5, $6) " +
                "ON CONFLICT (user_id) DO UPDATE SET requested_at = excluded.requested_at, phase = excluded.phase, room = excluded.room, " +
                "events = excluded.events, finished_at = excluded.finished_at",
                erasure.User.Value,
                erasure.RequestedAt.ToUnixTimeMilliseconds(),
                erasure.Phase.ToString(),
                erasure.Room?.Value,
                erasure.Events,
                erasure.FinishedAt?.ToUnixTimeMilliseconds());
            batch.Add("DELETE FROM user_events WHERE user_id = $1", erasure.User.Value);
        }
    }

    private void AddEvents(NpgsqlBatch batch)
    {
        var events = _events.ToArray();
        batch.Add(
            "WITH head AS (UPDATE user_event_head SET n = n + cardinality($1::integer[]) RETURNING n) " +
            "INSERT INTO user_events (n, part, user_id, type, at) " +
            "SELECT head.n - cardinality($1::integer[]) + e.at_place, e.part, e.user_id, e.type, e.at " +
            "FROM head, unnest($1::integer[], $2::text[], $3::text[], $4::bigint[]) WITH ORDINALITY e (part, user_id, type, at, at_place)",
            Array.ConvertAll(events, e => UserEvent.PartOf(e.User)),
            Array.ConvertAll(events, e => e.User.Value),
            Array.ConvertAll(events, e => e.Event!),
            Array.ConvertAll(events, e => e.At!.Value.ToUnixTimeMilliseconds()));
    }

    private void AddUsers(NpgsqlBatch batch)
    {
        var users = _users.Values.ToArray();
        batch.Add(
            "INSERT INTO users (user_id, name, last_seen, status, named_at) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[], $5::bigint[]) " +
            "ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, last_seen = excluded.last_seen, status = excluded.status, " +
            "named_at = CASE WHEN users.name = excluded.name THEN users.named_at ELSE excluded.named_at END",
            Array.ConvertAll(users, u => u.User.Value),
            Array.ConvertAll(users, u => PostgresRows.Clean(u.Name)),
            Array.ConvertAll(users, u => u.LastSeen?.ToUnixTimeMilliseconds()),
            Array.ConvertAll(users, u => PostgresRows.Array(u.Status)),
            Array.ConvertAll(users, u => u.At?.ToUnixTimeMilliseconds()));
    }
}
