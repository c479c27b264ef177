using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Users.Store.Postgres;

/// <summary>Reads of users on PostgreSQL.</summary>
internal sealed class PostgresUserStore(PostgresReads reads) : IUserStore
{
    /// <inheritdoc/>
    public async Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT user_id, name, last_seen, status FROM users WHERE user_id = $1", Read, cancel, user.Value).ConfigureAwait(false) is [var found] ? found : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredUser>> UsersAsync(string? query, UserId? after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT user_id, name, last_seen, status FROM users WHERE user_id > $1 AND ($2 IS NULL OR strpos(lower(user_id), lower($2)) > 0 " +
        "OR strpos(lower(name), lower($2)) > 0) ORDER BY user_id LIMIT $3",
        Read,
        cancel,
        after?.Value ?? "",
        query is null ? null : PostgresRows.Clean(query),
        limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<long> CountAsync(CancellationToken cancel) =>
        (await reads.QueryAsync("SELECT count(*) FROM users", row => row.GetInt64(0), cancel).ConfigureAwait(false))[0];

    private static StoredUser Read(NpgsqlDataReader row) => new(
        new UserId(row.GetString(0)), row.GetString(1), row.TimeOrNull(2), row.GetFieldValue<byte[]>(3));
}
