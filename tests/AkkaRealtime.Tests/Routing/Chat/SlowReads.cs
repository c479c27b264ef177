using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Routing.Chat;

/// <summary>
/// What a room and a router read, from a real store that fails while <see cref="Down"/> is set, and whose answers are held back while
/// <see cref="Gate"/> is set: what was read by then may be old when it is heard of.
/// </summary>
internal sealed class SlowReads(IChatStore chat, IRoomLog log, IUserStore users) : IChatStore, IRoomLog, IUserStore
{
    private int _reads;

    public bool Down { get; set; }

    public TaskCompletionSource? Gate { get; set; }

    /// <summary>How many reads were made.</summary>
    public int Reads => _reads;

    public Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel) => Read(() => chat.LoadRoomAsync(room, cancel), cancel);

    public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) => Read(() => chat.AccessAsync(room, user, cancel), cancel);

    public Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) =>
        Read(() => chat.SharingRoomAsync(user, others, cancel), cancel);

    public Task<IReadOnlyList<RoomId>> SharedRoomsAsync(UserId user, UserId other, int limit, CancellationToken cancel) =>
        Read(() => chat.SharedRoomsAsync(user, other, limit, cancel), cancel);

    public Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) => Read(() => chat.HeadsAsync(user, cancel), cancel);

    public Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel) => Read(() => chat.RoomsAsync(user, room, cancel), cancel);

    public Task<RoomPage> RoomsAsync(UserId user, RoomCursor? after, int limit, CancellationToken cancel) => Read(() => chat.RoomsAsync(user, after, limit, cancel), cancel);

    public Task<IReadOnlyList<BanView>> BansAsync(RoomId room, UserId? after, int limit, CancellationToken cancel) => Read(() => chat.BansAsync(room, after, limit, cancel), cancel);

    public Task<IReadOnlySet<UserId>> InManyRoomsAsync(IReadOnlyCollection<UserId> users, int least, CancellationToken cancel) =>
        Read(() => chat.InManyRoomsAsync(users, least, cancel), cancel);

    public Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel) =>
        Read(() => chat.DirectoryAsync(user, query, before, limit, cancel), cancel);

    public Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel) =>
        Read(() => chat.MembersAsync(room, after, query, users, limit, cancel), cancel);

    public Task<IReadOnlyList<RenamedUser>> RenamedAsync(UserId user, DateTimeOffset since, int most, CancellationToken cancel) =>
        Read(() => chat.RenamedAsync(user, since, most, cancel), cancel);

    public Task<RoomId?> FindDirectAsync(UserId one, UserId other, CancellationToken cancel) => Read(() => chat.FindDirectAsync(one, other, cancel), cancel);

    public Task<MessagePage> HistoryAsync(RoomId room, long? before, long? after, int limit, MessageId? thread, CancellationToken cancel) =>
        Read(() => chat.HistoryAsync(room, before, after, limit, thread, cancel), cancel);

    public Task<MessagePage> PinsAsync(RoomId room, long? before, int limit, CancellationToken cancel) => Read(() => chat.PinsAsync(room, before, limit, cancel), cancel);

    public Task<IReadOnlyDictionary<MessageId, long>> RepliesAsync(RoomId room, IReadOnlyCollection<MessageId> roots, CancellationToken cancel) =>
        Read(() => chat.RepliesAsync(room, roots, cancel), cancel);

    public Task<MessageView?> FindMessageAsync(RoomId room, MessageId id, CancellationToken cancel) => Read(() => chat.FindMessageAsync(room, id, cancel), cancel);

    public Task<IReadOnlyList<RoomNews>> SyncAsync(UserId user, IReadOnlyDictionary<RoomId, long> positions, int most, CancellationToken cancel) =>
        Read(() => chat.SyncAsync(user, positions, most, cancel), cancel);

    public Task<IReadOnlyDictionary<UserId, UnreadState>> UnreadAsync(RoomId room, IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
        Read(() => chat.UnreadAsync(room, users, cancel), cancel);

    public Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, SearchCursor? before, int limit, CancellationToken cancel) =>
        Read(() => chat.SearchAsync(user, text, room, before, limit, cancel), cancel);

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel) =>
        Read(() => log.EventsAsync(room, after, upTo, limit, cancel), cancel);

    public Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel) => Read(() => users.LoadUserAsync(user, cancel), cancel);

    public Task<IReadOnlyList<StoredUser>> UsersAsync(string? query, UserId? after, int limit, CancellationToken cancel) =>
        Read(() => users.UsersAsync(query, after, limit, cancel), cancel);

    public Task<UserMatches> FindUsersAsync(string query, UserId? after, int limit, int rows, CancellationToken cancel) =>
        Read(() => users.FindUsersAsync(query, after, limit, rows, cancel), cancel);

    public Task<IReadOnlyDictionary<RoomId, RoomSettings>> SettingsAsync(UserId user, RoomId? room, CancellationToken cancel) => Read(() => chat.SettingsAsync(user, room, cancel), cancel);

    public Task<IReadOnlySet<UserId>> KnownAsync(IReadOnlyCollection<UserId> ids, CancellationToken cancel) => Read(() => users.KnownAsync(ids, cancel), cancel);

    public Task<long> CountAsync(CancellationToken cancel) => Read(() => users.CountAsync(cancel), cancel);

    private async Task<T> Read<T>(Func<Task<T>> read, CancellationToken cancel)
    {
        // A spec that sees the read counted may take the gate away for the next one: this one stays behind it.
        var gate = Gate;
        var found = Down ? default : await read();
        Interlocked.Increment(ref _reads);
        if (gate is not null)
            await gate.Task.WaitAsync(cancel);
        return Down ? throw new StoreUnavailableException("The store is down.") : found!;
    }
}
