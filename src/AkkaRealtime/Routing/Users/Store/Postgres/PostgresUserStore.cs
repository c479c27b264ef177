using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Users.Store.Postgres;

/// <summary>Reads of users on PostgreSQL.</summary>
internal sealed class PostgresUserStore(PostgresReads reads) : IUserStore
{
    // Rows of one query where names are looked through: they don't come all at once.
    private const int Chunk = 2_000;

    /// <inheritdoc/>
    public async Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT u.user_id, name, last_seen, status, coalesce(tag, 0) FROM users u LEFT JOIN user_tags t USING (user_id) WHERE u.user_id = $1",
        row => Read(row) with { Tag = row.GetInt64(4) }, cancel, user.Value).ConfigureAwait(false) is [var found] ? found : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredUser>> UsersAsync(string? query, UserId? after, int limit, CancellationToken cancel)
    {
        var wanted = query is null ? null : Folded.Of(query);
        var users = new List<StoredUser>();
        for (; ; )
        {
            var size = wanted is null ? limit : Chunk;
            var found = await NextAsync(after, size, cancel).ConfigureAwait(false);

            // PostgreSQL folds as its locale has it: names are compared here.
            users.AddRange(found.Where(u => u.IsFoundBy(wanted)).Take(limit - users.Count));
            if (users.Count == limit || found.Count < size)
                return users;
            after = found[^1].User;
        }
    }

    /// <inheritdoc/>
    public async Task<UserMatches> FindUsersAsync(string query, UserId? after, int limit, int rows, CancellationToken cancel)
    {
        var wanted = Folded.Of(query);
        var users = new List<StoredUser>();
        var looked = 0;
        for (; ; )
        {
            var size = Math.Min(Chunk, rows - looked);
            var next = await NextAsync(after, size, cancel).ConfigureAwait(false);
            var found = UserMatches.Of(next, wanted, limit - users.Count, size);
            users.AddRange(found.Users);
            looked += found.Looked;
            if (found.Next is null || looked == rows || users.Count == limit)
                return new UserMatches(users, looked, found.Next);
            after = found.Next;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<UserId>> KnownAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel)
    {
        var known = await reads.QueryAsync(
            "SELECT user_id FROM users WHERE user_id = ANY ($1)", row => new UserId(row.GetString(0)), cancel, users.Select(u => u.Value).ToArray()).ConfigureAwait(false);
        return known.ToHashSet();
    }

    /// <inheritdoc/>
    public async Task<long> CountAsync(CancellationToken cancel) =>
        (await reads.QueryAsync("SELECT count(*) FROM users", row => row.GetInt64(0), cancel).ConfigureAwait(false))[0];

    private async Task<IReadOnlyList<StoredUser>> NextAsync(UserId? after, int rows, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT user_id, name, last_seen, status FROM users WHERE user_id > $1 ORDER BY user_id LIMIT $2", Read, cancel, after?.Value ?? "", (long)rows).ConfigureAwait(false);

    private static StoredUser Read(NpgsqlDataReader row) => new(
        new UserId(row.GetString(0)), row.GetString(1), row.TimeOrNull(2), row.GetFieldValue<byte[]>(3));
}
