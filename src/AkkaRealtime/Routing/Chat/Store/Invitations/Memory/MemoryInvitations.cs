using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Memory;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Chat.Store.Invitations.Memory;

/// <summary>Requests to come into rooms, in memory.</summary>
internal sealed class MemoryInvitationTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 4;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryInvitations();
}

/// <summary>Holds and writes them.</summary>
internal sealed class MemoryInvitations : TableWriter
{
    private bool _isDirect;

    public List<MemoryInvitation> All { get; } = [];

    /// <summary>How many people a user has named, and since when.</summary>
    public Dictionary<UserId, (int Count, DateTimeOffset Since)> Named { get; } = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => e is ChatJoined;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveInvitations save:
                All.RemoveAll(i => i.At < save.At - SaveInvitations.Kept);
                foreach (var (id, user) in save.Users)
                {
                    if (!All.Exists(i => i.User == user && i.By == save.By && i.Room == save.Room)
                        && All.Count(i => i.User == user && !i.IsDeclined) < SaveInvitations.MaxWaiting)
                    {
                        All.Add(new MemoryInvitation(id, user, save.By, save.Room, save.Kind, save.Name, save.At));
                    }
                }

                return new Saved(entry);
            case DeclineInvitation decline:
                foreach (var found in All.Where(i => i.Id == decline.Id && i.User == decline.User))
                    found.DeclinedAt ??= decline.At;
                return new Saved(entry);
            case CountNamed named:
                Count(named);
                return new Saved(entry);
            case ForgetInvitations forget:
                All.RemoveAll(i => i.User == forget.User || i.By == forget.User);
                Named.Remove(forget.User);
                return new Saved(entry);
            default:
                return null;
        }
    }

    private void Count(CountNamed named)
    {
        foreach (var (user, (_, since)) in Named)
        {
            if (since <= named.At - CountNamed.Day)
                Named.Remove(user);
        }

        Named[named.User] = Named.TryGetValue(named.User, out var known) ? (known.Count + named.Count, known.Since) : (named.Count, named.At);
    }

    /// <inheritdoc/>
    public override void BeginAppend(LogRoom room, AppendEvents entry) => _isDirect = entry.Create?.Pair is not null;

    /// <inheritdoc/>
    public override void Apply(LogRoom room, LogEvent e)
    {
        if (e is not ChatJoined joined)
            return;
        All.RemoveAll(i => i.User == joined.User && i.Room == room.Id);
        if (_isDirect && joined.User != e.By)
            All.RemoveAll(i => i.Room is null && ((i.User == joined.User && i.By == e.By) || (i.User == e.By && i.By == joined.User)));
    }
}

/// <summary>One of them.</summary>
internal sealed record MemoryInvitation(string Id, UserId User, UserId By, RoomId? Room, string Kind, string? Name, DateTimeOffset At)
{
    public DateTimeOffset? DeclinedAt { get; set; }

    public bool IsDeclined => DeclinedAt is not null;
}

/// <summary>Reads of them in memory.</summary>
internal sealed class MemoryInvitationStore(MemoryEngine engine) : IInvitationStore
{
    private readonly MemoryInvitations _invitations = engine.Tables<MemoryInvitations>();
    private readonly MemoryUsers _users = engine.Tables<MemoryUsers>();
    private readonly MemoryRooms _rooms = engine.Tables<MemoryRooms>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<InvitationView>> ListAsync(UserId user, string? before, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<InvitationView>>(
        () =>
        [
            .. Waiting.Where(i => i.User == user && (before is null || string.CompareOrdinal(i.Id, before) < 0))
                .OrderByDescending(i => i.Id, StringComparer.Ordinal).Take(limit).Select(View),
        ],
        cancel);

    /// <inheritdoc/>
    public Task<InvitationView?> FindAsync(UserId user, string id, CancellationToken cancel) =>
        engine.ReadAsync(() => Waiting.Where(i => i.User == user && i.Id == id).Select(View).FirstOrDefault(), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<(UserId User, InvitationView Invitation)>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<(UserId, InvitationView)>>(() => [.. Waiting.Where(i => ids.Contains(i.Id)).Select(i => (i.User, View(i)))], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptInvitation>> OfUserAsync(UserId user, string? after, int limit, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<KeptInvitation>>(
            () =>
            [
                .. _invitations.All.Where(i => (i.User == user || i.By == user) && string.CompareOrdinal(i.Id, after) > 0)
                    .OrderBy(i => i.Id, StringComparer.Ordinal).Take(limit).Select(i => new KeptInvitation(i.Id, i.User, i.By, i.Room, i.At, i.DeclinedAt)),
            ],
            cancel);

    /// <inheritdoc/>
    public Task<(int Count, DateTimeOffset Since)> NamedAsync(UserId user, CancellationToken cancel) =>
        engine.ReadAsync(() => _invitations.Named.GetValueOrDefault(user), cancel);

    private IEnumerable<MemoryInvitation> Waiting => _invitations.All.Where(i => !i.IsDeclined);

    private InvitationView View(MemoryInvitation i) => new(
        i.Id, i.By, _users.NameOf(i.By) ?? i.By.Value, i.Kind, i.Room, (i.Room is { } room ? _rooms.Find(room)?.Name : null) ?? i.Name, i.At);
}
