using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Calls.Store.Postgres;

/// <summary>Writes the calls of one batch.</summary>
internal sealed class PostgresCallWriter : PostgresTableWriter
{
    private readonly Dictionary<CallId, SaveCall> _calls = [];

    // In whose histories calls stand, and whether they missed them; the last word of the batch counts.
    private readonly Dictionary<(UserId User, CallId Call), SaveCall> _callUsers = [];
    private readonly List<SaveCallsSeen> _seen = [];
    private readonly PostgresTags _tags = new("call_tags", "room");

    /// <inheritdoc/>
    public override void Need(JournalEntry entry)
    {
        if (entry is SaveCall { Tag: { } tag } call)
            _tags.Need(call.Room.Value, tag);
    }

    /// <inheritdoc/>
    public override void AddQueries(PostgresQueries queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        _tags.AddQueries(queries);
    }

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveCall { Tag: { } tag } call when !_tags.TryReplace(call.Room.Value, tag):
                return new SaveSuperseded(call);
            case SaveCall call:
                _calls[call.Call] = call;
                foreach (var user in call.Users)
                    _callUsers[(user, call.Call)] = call;
                return new Saved(call);
            case SaveCallsSeen seen:
                _seen.Add(seen);
                return new Saved(seen);
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        _tags.AddCommands(batch);

        // Before the calls: what a call of the same batch made missed was not seen yet.
        foreach (var seen in _seen)
        {
            batch.Add(
                "UPDATE call_users SET seen = true WHERE user_id = $1 AND missed AND NOT seen AND ($2::text IS NULL OR call = $2)",
                seen.User.Value,
                seen.Call?.Value);
        }

        if (_calls.Count > 0)
            AddCalls(batch);
        if (_seen.Count > 0 || _callUsers.Count > 0)
            AddUsers(batch);
    }

    private void AddCalls(NpgsqlBatch batch)
    {
        var calls = _calls.Values.ToArray();
        batch.Add(
            "INSERT INTO calls (id, room, live, started_at, state) SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[], $4::bigint[], $5::bytea[]) " +
            "ON CONFLICT (id) DO UPDATE SET live = excluded.live, state = excluded.state WHERE calls.live OR NOT excluded.live",
            Array.ConvertAll(calls, c => c.Call.Value),
            Array.ConvertAll(calls, c => c.Room.Value),
            Array.ConvertAll(calls, c => c.Live),
            Array.ConvertAll(calls, c => c.StartedAt.ToUnixTimeMilliseconds()),
            Array.ConvertAll(calls, c => PostgresRows.Array(c.State)));
    }

    // Revisions all at once, in one order: two nodes that count for the same users wait for each other, and never in a circle.
    private void AddUsers(NpgsqlBatch batch)
    {
        batch.Add(
            "WITH changed AS (" +
            "INSERT INTO call_users (user_id, started_at, call, missed) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::boolean[]) " +
            "ON CONFLICT (user_id, started_at, call) DO UPDATE SET missed = excluded.missed, seen = false WHERE call_users.missed <> excluded.missed " +
            "RETURNING user_id) " +
            "INSERT INTO call_revisions (user_id, revision) SELECT user_id, 1 FROM changed UNION SELECT unnest($5::text[]), 1 ORDER BY 1 " +
            "ON CONFLICT (user_id) DO UPDATE SET revision = call_revisions.revision + 1",
            _callUsers.Keys.Select(u => u.User.Value).ToArray(),
            _callUsers.Values.Select(c => c.StartedAt.ToUnixTimeMilliseconds()).ToArray(),
            _callUsers.Keys.Select(u => u.Call.Value).ToArray(),
            _callUsers.Select(u => u.Value.Missed?.Contains(u.Key.User) == true).ToArray(),
            _seen.Select(s => s.User.Value).Distinct().ToArray());
    }
}
