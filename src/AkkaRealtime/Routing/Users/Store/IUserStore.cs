using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Users.Store;

/// <summary>
/// Reads of users; they see everything that was acknowledged. All writing goes through <see cref="IJournal"/>.
/// Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.
/// </summary>
public interface IUserStore
{
    /// <summary>What was saved of a user, or null.</summary>
    Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel);

    /// <summary>Users who ever connected, by id, after the given one; only those whose id or name has <paramref name="query"/> in it.</summary>
    Task<IReadOnlyList<StoredUser>> UsersAsync(string? query, UserId? after, int limit, CancellationToken cancel);

    /// <summary>The same, of the next <paramref name="rows"/> users after the given one: what one search costs doesn't grow with how many there are.</summary>
    Task<UserMatches> FindUsersAsync(string query, UserId? after, int limit, int rows, CancellationToken cancel);

    /// <summary>Those of <paramref name="users"/> who ever connected.</summary>
    Task<IReadOnlySet<UserId>> KnownAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel);

    /// <summary>How many users ever connected.</summary>
    Task<long> CountAsync(CancellationToken cancel);
}

/// <summary>Reads of erasures. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface IErasureStore
{
    /// <summary>Erasures that are not finished, the oldest first.</summary>
    Task<IReadOnlyList<Erasure>> OpenErasuresAsync(CancellationToken cancel);

    /// <summary>The last erasure of a user, or null.</summary>
    Task<Erasure?> FindErasureAsync(UserId user, CancellationToken cancel);
}

/// <summary>Users who were found.</summary>
/// <param name="Users">They, by id.</param>
/// <param name="Looked">How many were looked at for that.</param>
/// <param name="Next">The last who was looked at, where there are others behind; null: there are none.</param>
public sealed record UserMatches(IReadOnlyList<StoredUser> Users, int Looked, UserId? Next)
{
    /// <summary>Those of the next rows that have what is wanted: at most <paramref name="limit"/>, and none behind the last of so many.</summary>
    internal static UserMatches Of(IReadOnlyList<StoredUser> next, string wanted, int limit, int rows)
    {
        var users = new List<StoredUser>();
        var looked = 0;
        for (; looked < next.Count && users.Count < limit; looked++)
        {
            if (next[looked].IsFoundBy(wanted))
                users.Add(next[looked]);
        }

        return new UserMatches(users, looked, looked > 0 && (looked == rows || users.Count == limit) ? next[looked - 1].User : null);
    }
}

/// <summary>A user as saved.</summary>
public sealed record StoredUser(UserId User, string Name, DateTimeOffset? LastSeen, ReadOnlyMemory<byte> Status)
{
    /// <summary>The tag of the last save that had one, where the user was loaded alone; else 0.</summary>
    public long Tag { get; init; }
}
