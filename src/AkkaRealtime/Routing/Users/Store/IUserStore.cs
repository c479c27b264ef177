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

/// <summary>A user as saved.</summary>
public sealed record StoredUser(UserId User, string Name, DateTimeOffset? LastSeen, ReadOnlyMemory<byte> Status)
{
    /// <summary>The tag of the last save that had one, where the user was loaded alone; else 0.</summary>
    public long Tag { get; init; }
}
