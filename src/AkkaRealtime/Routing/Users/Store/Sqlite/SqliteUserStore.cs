using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Users.Store.Sqlite;

/// <summary>Reads of users on SQLite.</summary>
internal sealed class SqliteUserStore(SqliteEngine engine) : IUserStore
{
    /// <inheritdoc/>
    public Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel) => engine.ReadUnloggedAsync(s => Load(s, user), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredUser>> UsersAsync(string? query, UserId? after, int limit, CancellationToken cancel) =>
        engine.ReadUnloggedAsync<IReadOnlyList<StoredUser>>(s => List(s, query, after, limit), cancel);

    /// <inheritdoc/>
    public Task<UserMatches> FindUsersAsync(string query, UserId? after, int limit, int rows, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => Find(s, Folded.Of(query), after, limit, rows), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlySet<UserId>> KnownAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlySet<UserId>>(
        s => users.Where(user => Load(s, user) is not null).ToHashSet(), cancel);

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancel) => engine.ReadUnloggedAsync(s => s["SELECT count(*) FROM users"] is var row && row.Step() ? row.Number(0) : 0, cancel);

    /// <summary>What was saved of a user, or null.</summary>
    public static StoredUser? Load(SqliteSession s, UserId user)
    {
        var row = s["SELECT user, name, last_seen, status, coalesce((SELECT tag FROM user_tags t WHERE t.user = u.user), 0) FROM users u WHERE user = ?1"].Bind(1, user.Value);
        return row.Step() ? Read(row) with { Tag = row.Number(4) } : null;
    }

    private static UserMatches Find(SqliteSession s, string wanted, UserId? after, int limit, int rows)
    {
        var row = s["SELECT user, name, last_seen, status FROM users WHERE user > ?1 ORDER BY user LIMIT ?2"].Bind(1, after?.Value ?? "").Bind(2, rows);
        var users = new List<StoredUser>();
        var looked = 0;
        while (users.Count < limit && row.Step())
        {
            var user = Read(row);
            (after, looked) = (user.User, looked + 1);
            if (user.IsFoundBy(wanted))
                users.Add(user);
        }

        return new UserMatches(users, looked, looked == rows || users.Count == limit ? after : null);
    }

    private static List<StoredUser> List(SqliteSession s, string? query, UserId? after, int limit)
    {
        // SQLite folds only ASCII: a query is compared here, row by row, until the page is full.
        var row = s["SELECT user, name, last_seen, status FROM users WHERE user > ?1 ORDER BY user"].Bind(1, after?.Value ?? "");
        var wanted = query is null ? null : Folded.Of(query);
        var users = new List<StoredUser>();
        while (users.Count < limit && row.Step())
        {
            var user = Read(row);
            if (user.IsFoundBy(wanted))
                users.Add(user);
        }

        return users;
    }

    private static StoredUser Read(SqliteStatement row) => new(
        new UserId(row.Text(0)), row.Text(1), row.NumberOrNull(2) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, row.Blob(3));
}
