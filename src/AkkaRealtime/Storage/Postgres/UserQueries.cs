using AkkaRealtime.Envelopes;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Reads of users and calls.</summary>
internal sealed class UserQueries(PostgresReads reads)
{
    private const string Call = "c.id, c.room, c.live, c.started_at, c.state";

    public async Task<StoredUser?> LoadAsync(UserId user, CancellationToken cancel)
    {
        var found = await reads.QueryAsync(
            "SELECT name, last_seen, status FROM users WHERE user_id = $1",
            row => new StoredUser(user, row.GetString(0), row.TimeOrNull(1), row.GetFieldValue<byte[]>(2)),
            cancel,
            user.Value).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel)
    {
        var sharing = await reads.QueryAsync(
            "SELECT o.id FROM unnest($2::text[]) o (id) WHERE EXISTS " +
            "(SELECT 1 FROM members a JOIN members b ON b.room = a.room WHERE a.user_id = $1 AND b.user_id = o.id)",
            row => new UserId(row.GetString(0)),
            cancel,
            user.Value,
            others.Select(o => o.Value).ToArray()).ConfigureAwait(false);
        return sharing.ToHashSet();
    }

    public async Task<StoredCall?> LiveCallAsync(RoomId room, CancellationToken cancel)
    {
        var found = await reads.QueryAsync(
            "SELECT " + Call + " FROM calls c WHERE c.room = $1 AND c.live ORDER BY c.started_at DESC LIMIT 1", Read, cancel, room.Value)
            .ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

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

    public async Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel) =>
        await reads.QueryAsync(
            "SELECT " + Call + " FROM calls c WHERE c.live AND c.room IN " +
            "(SELECT r.id FROM members m JOIN rooms r ON r.n = m.room WHERE m.user_id = $1) ORDER BY c.started_at DESC LIMIT $2",
            Read,
            cancel,
            user.Value,
            limit).ConfigureAwait(false);

    public async Task<IReadOnlyDictionary<UserId, int>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel)
    {
        var counts = await reads.QueryAsync(
            "SELECT user_id, count(*) FROM call_users WHERE user_id = ANY($1) AND missed AND NOT seen GROUP BY user_id",
            row => (User: new UserId(row.GetString(0)), Count: (int)row.GetInt64(1)),
            cancel,
            [users.Select(u => u.Value).ToArray()]).ConfigureAwait(false);
        return counts.ToDictionary(c => c.User, c => c.Count);
    }

    private static StoredCall Read(NpgsqlDataReader row) => new(
        new CallId(row.GetString(0)), new RoomId(row.GetString(1)), row.GetBoolean(2), row.Time(3), row.GetFieldValue<byte[]>(4));
}
