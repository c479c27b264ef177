using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Users.Store.Memory;

/// <summary>What users keep in memory.</summary>
internal sealed class MemoryUserTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryUsers();
}

/// <summary>Users and their erasures.</summary>
internal sealed class MemoryUsers : TableWriter
{
    public SortedDictionary<string, StoredUser> All { get; } = new(StringComparer.Ordinal);

    public Dictionary<UserId, Erasure> Erasures { get; } = [];

    /// <summary>Who came and went, in order.</summary>
    public List<UserEvent> Events { get; } = [];

    /// <summary>Who reads along.</summary>
    public HashSet<string> EventReaders { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of the last event.</summary>
    public long LastEvent { get; private set; }

    /// <summary>Since when users are called what they are called.</summary>
    public Dictionary<UserId, DateTimeOffset?> NamedAt { get; } = [];

    /// <summary>What a user is called, or null.</summary>
    public string? NameOf(UserId user) => All.GetValueOrDefault(user.Value) is { Name.Length: > 0 } found ? found.Name : null;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveUser { Tag: { } tag } user when !tag.Replaces(All.GetValueOrDefault(user.User.Value)?.Tag ?? 0):
                return new SaveSuperseded(user);
            case SaveUser user:
                if (All.GetValueOrDefault(user.User.Value)?.Name != user.Name)
                    NamedAt[user.User] = user.At;
                All[user.User.Value] = new StoredUser(user.User, user.Name, user.LastSeen, user.Status.ToArray())
                {
                    Tag = user.Tag?.Tag ?? All.GetValueOrDefault(user.User.Value)?.Tag ?? 0,
                };
                if (user is { Event: { } type, At: { } at } && EventReaders.Count > 0)
                    Events.Add(new UserEvent(++LastEvent, user.User, type, at));
                return new Saved(user);
            case SaveErasure { Erasure: var erasure }:
                Erasures[erasure.User] = erasure;
                Events.RemoveAll(e => e.User == erasure.User);
                return new Saved(entry);
            default:
                return null;
        }
    }
}

/// <summary>Reads of users in memory.</summary>
internal sealed class MemoryUserStore(MemoryEngine engine) : IUserStore
{
    private readonly MemoryUsers _users = engine.Tables<MemoryUsers>();

    /// <inheritdoc/>
    public Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel) => engine.ReadAsync(() => _users.All.GetValueOrDefault(user.Value), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredUser>> UsersAsync(string? query, UserId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<StoredUser>>(
        () =>
        {
            var wanted = query is null ? null : Folded.Of(query);
            return [.. _users.All.Values.Where(u => string.CompareOrdinal(u.User.Value, after?.Value ?? "") > 0 && u.IsFoundBy(wanted)).Take(limit)];
        },
        cancel);

    /// <inheritdoc/>
    public Task<UserMatches> FindUsersAsync(string query, UserId? after, int limit, int rows, CancellationToken cancel) => engine.ReadAsync(
        () =>
        {
            var looked = _users.All.Values.Where(u => string.CompareOrdinal(u.User.Value, after?.Value ?? "") > 0).Take(rows).ToList();
            return UserMatches.Of(looked, Folded.Of(query), limit, rows);
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlySet<UserId>> KnownAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) => engine.ReadAsync<IReadOnlySet<UserId>>(
        () => users.Where(user => _users.All.ContainsKey(user.Value)).ToHashSet(), cancel);

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancel) => engine.ReadAsync(() => (long)_users.All.Count, cancel);
}

/// <summary>Reads of who came and went, in memory.</summary>
internal sealed class MemoryUserEventLog(MemoryEngine engine) : IUserEventLog
{
    private readonly MemoryUsers _users = engine.Tables<MemoryUsers>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<UserEvent>> EventsAsync(int part, long after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<UserEvent>>(
        () => [.. _users.Events.Where(e => e.Number > after && UserEvent.PartOf(e.User) == part).Take(limit)], cancel);
}

/// <summary>Reads of erasures in memory.</summary>
internal sealed class MemoryErasureStore(MemoryEngine engine) : IErasureStore
{
    private readonly MemoryUsers _users = engine.Tables<MemoryUsers>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Erasure>> OpenErasuresAsync(CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<Erasure>>(
        () => [.. _users.Erasures.Values.Where(e => e.FinishedAt is null).OrderBy(e => e.RequestedAt).ThenBy(e => e.User.Value, StringComparer.Ordinal)], cancel);

    /// <inheritdoc/>
    public Task<Erasure?> FindErasureAsync(UserId user, CancellationToken cancel) => engine.ReadAsync(() => _users.Erasures.GetValueOrDefault(user), cancel);
}
