using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Routing.Chat;

/// <summary>A store in memory: answers with what a spec put in, fails while <see cref="Down"/>, and holds reads back while <see cref="Gate"/> is set.</summary>
internal sealed class FakeStore : IChatStore, IRoomLog, IUserStore
{
    public Dictionary<RoomId, RoomSnapshot> Snapshots { get; } = [];

    public Dictionary<(UserId User, RoomId Room), RoomView> Views { get; } = [];

    public Dictionary<MessageId, MessageView> Messages { get; } = [];

    public Dictionary<UserId, StoredUser> Users { get; } = [];

    public List<StoredEvent> Events { get; } = [];

    public IReadOnlyList<RoomNews> News { get; set; } = [];

    public UnreadCount Unread { get; set; }

    public MemberPage? Members { get; set; }

    public RoomId? Direct { get; set; }

    public bool Down { get; set; }

    public TaskCompletionSource? Gate { get; set; }

    public int Reads => _reads;

    private int _reads;

    public Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel) => Read(() => Snapshots.GetValueOrDefault(room));

    public Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) =>
        Read<IReadOnlyList<RoomHead>>(() => Views.Where(v => v.Key.User == user).Select(v => new RoomHead(v.Key.Room, v.Value.Head)).ToList());

    public Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel) => Read<IReadOnlyList<RoomView>>(() =>
        Views.Where(v => v.Key.User == user && (room is null || v.Key.Room == room)).Select(v => v.Value).ToList());

    public Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel) =>
        Read<IReadOnlyList<RoomView>>(() => Views.Where(v => v.Value.Kind == "channel").Select(v => v.Value).ToList());

    public Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel) => Read(() =>
        Members is { } page ? page with { Members = [.. page.Members.Where(m => users?.Contains(m.User) ?? true)] } : null);

    public Task<RoomId?> FindDirectAsync(UserId one, UserId other, CancellationToken cancel) => Read(() => Direct);

    public Task<MessagePage> HistoryAsync(RoomId room, long? before, long? after, int limit, MessageId? thread, CancellationToken cancel) =>
        Read(() => new MessagePage([.. Messages.Values], 9, false));

    public Task<MessagePage> PinsAsync(RoomId room, long? before, int limit, CancellationToken cancel) =>
        Read(() => new MessagePage([.. Messages.Values.Where(m => m.Pinned == true)], 9, false));

    public Task<IReadOnlyDictionary<MessageId, long>> RepliesAsync(RoomId room, IReadOnlyCollection<MessageId> roots, CancellationToken cancel) =>
        Read<IReadOnlyDictionary<MessageId, long>>(() => Messages.Values.Where(m => m.Thread is not null).CountBy(m => m.Thread!.Value).ToDictionary(c => c.Key, c => (long)c.Value));

    public Task<MessageView?> FindMessageAsync(RoomId room, MessageId id, CancellationToken cancel) => Read(() => Messages.GetValueOrDefault(id));

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel) =>
        Read<IReadOnlyList<StoredEvent>>(() => Events.Where(e => e.Seq > after && e.Seq <= upTo).Take(limit).ToList());

    public Task<IReadOnlyList<RoomNews>> SyncAsync(UserId user, IReadOnlyDictionary<RoomId, long> positions, int most, CancellationToken cancel) =>
        Read(() => News);

    public Task<IReadOnlyDictionary<UserId, UnreadCount>> UnreadAsync(RoomId room, IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
        Read<IReadOnlyDictionary<UserId, UnreadCount>>(() => users.ToDictionary(u => u, _ => Unread));

    public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) => Read(() => Snapshots.GetValueOrDefault(room) is { } found
        ? new RoomAccess(found.Kind, found.Members.FirstOrDefault(m => m.User == user)?.Role, found.Head, found.Kind == "channel")
        : null);

    public Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, long? before, int limit, CancellationToken cancel) =>
        Read(() => new SearchPage(Messages.Values.Select(m => new SearchHit(Rooms.Id, m)).ToList(), false));

    public Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel) => Read(() => Users.GetValueOrDefault(user));

    public Task<IReadOnlyList<StoredUser>> UsersAsync(string? query, UserId? after, int limit, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> CountAsync(CancellationToken cancel) => throw new NotSupportedException();

    private async Task<T> Read<T>(Func<T> read)
    {
        // A spec that sees the read counted may take the gate away for the next one: this one stays behind it.
        var gate = Gate;
        var found = Down ? default : read();
        Interlocked.Increment(ref _reads);
        if (gate is not null)
            await gate.Task;
        return Down ? throw new StoreUnavailableException("The store is down.") : found!;
    }
}
