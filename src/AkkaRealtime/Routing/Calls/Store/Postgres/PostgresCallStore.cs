using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Calls.Store.Postgres;

/// <summary>Reads of calls on PostgreSQL.</summary>
internal sealed class PostgresCallStore(PostgresReads reads) : ICallStore
{
    private const string Call = "c.id, c.room, c.live, c.started_at, c.state";

    /// <inheritdoc/>
    public async Task<StoredCall?> LoadLiveCallAsync(RoomId room, CancellationToken cancel)
    {
        var found = await reads.QueryAsync(
            "SELECT " + Call + " FROM calls c WHERE c.room = $1 AND c.live ORDER BY c.started_at DESC LIMIT 1", Read, cancel, room.Value)
            .ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    /// <inheritdoc/>
    public async Task<long> LoadTagAsync(RoomId room, CancellationToken cancel) =>
        await reads.QueryAsync("SELECT tag FROM call_tags WHERE room = $1", row => row.GetInt64(0), cancel, room.Value).ConfigureAwait(false) is [var tag] ? tag : 0;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredCall>> CallsAsync(UserId user, CallId? before, int limit, CancellationToken cancel) =>
        await reads.QueryAsync(
            "SELECT " + Call + ", u.missed AND NOT u.seen FROM call_users u JOIN calls c ON c.id = u.call WHERE u.user_id = $1 " +
            "AND ($2 IS NULL OR (u.started_at, u.call) < (SELECT started_at, id FROM calls WHERE id = $2)) " +
            "ORDER BY u.started_at DESC, u.call DESC LIMIT $3",
            row => Read(row) with { Unseen = row.GetBoolean(5) },
            cancel,
            user.Value,
            before?.Value,
            limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel) =>
        await reads.QueryAsync(
            "SELECT " + Call + " FROM calls c WHERE c.live AND c.room IN " +
            "(SELECT r.id FROM members m JOIN rooms r ON r.n = m.room WHERE m.user_id = $1) ORDER BY c.started_at DESC LIMIT $2",
            Read,
            cancel,
            user.Value,
            limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<UserId, UnseenCalls>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel)
    {
        var counts = await reads.QueryAsync(
            "SELECT u, (SELECT count(*) FROM call_users WHERE user_id = u AND missed AND NOT seen), " +
            "coalesce((SELECT revision FROM call_revisions WHERE user_id = u), 0) FROM unnest($1::text[]) AS u",
            row => (User: new UserId(row.GetString(0)), Count: new UnseenCalls((int)row.GetInt64(1), row.GetInt64(2))),
            cancel,
            [users.Select(u => u.Value).Distinct().ToArray()]).ConfigureAwait(false);
        return counts.ToDictionary(c => c.User, c => c.Count);
    }

    private static StoredCall Read(NpgsqlDataReader row) => new(
        new CallId(row.GetString(0)), new RoomId(row.GetString(1)), row.GetBoolean(2), row.Time(3), row.GetFieldValue<byte[]>(4));
}
