using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>The reads on SQLite, by subject: rooms and sync, messages, users and calls.</summary>
internal sealed class SqliteStore(string epoch, SqliteReadPool pool, SqliteWriter writer) : IRealtimeStore
{
    /// <inheritdoc/>
    public string Epoch => epoch;

    /// <inheritdoc/>
    public Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel) =>
        pool.ReadAsync(s => RoomReads.Load(s, room), cancel);

    /// <inheritdoc/>
    public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) =>
        pool.ReadAsync(s => RoomReads.Access(s, room, user), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) =>
        pool.ReadAsync(s => RoomReads.Heads(s, user), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel) =>
        pool.ReadAsync(s => RoomReads.Rooms(s, user, room), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel) =>
        pool.ReadAsync(s => RoomReads.Directory(s, user, query, before, limit), cancel);

    /// <inheritdoc/>
    public Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel) =>
        pool.ReadAsync(s => MemberReads.Page(s, room, after, query, users, limit), cancel);

    /// <inheritdoc/>
    public Task<RoomId?> FindDirectAsync(UserId one, UserId other, CancellationToken cancel) =>
        pool.ReadAsync(s => RoomReads.Direct(s, one, other), cancel);

    /// <inheritdoc/>
    public async Task<UnreadCount> UnreadAsync(RoomId room, UserId user, CancellationToken cancel) =>
        (await UnreadAsync(room, [user], cancel).ConfigureAwait(false)).GetValueOrDefault(user);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<UserId, UnreadCount>> UnreadAsync(RoomId room, IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
        pool.ReadAsync(s => RoomReads.Unread(s, room, users), cancel);

    /// <inheritdoc/>
    public Task<MessagePage> HistoryAsync(RoomId room, long? before, long? after, int limit, MessageId? thread, CancellationToken cancel) =>
        pool.ReadAsync(s => MessageReads.History(s, room, before, after, limit, thread), cancel);

    /// <inheritdoc/>
    public Task<MessagePage> PinsAsync(RoomId room, long? before, int limit, CancellationToken cancel) =>
        pool.ReadAsync(s => MessageReads.Pins(s, room, before, limit), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<MessageId, long>> RepliesAsync(RoomId room, IReadOnlyCollection<MessageId> roots, CancellationToken cancel) =>
        pool.ReadAsync(s => MessageReads.Replies(s, room, roots), cancel);

    /// <inheritdoc/>
    public Task<MessageView?> FindMessageAsync(RoomId room, MessageId id, CancellationToken cancel) =>
        pool.ReadAsync(s => MessageReads.Find(s, room, id), cancel);

    /// <inheritdoc/>
    public Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, long? before, int limit, CancellationToken cancel) =>
        pool.ReadAsync(
            () => writer.IndexTexts(), // A search sees all that was acknowledged, also what waited to be indexed.
            s => MessageReads.Search(s, user, text, room, before, limit),
            cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel) =>
        pool.ReadAsync(s => EventReads.Events(s, room, after, upTo, limit), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomNews>> SyncAsync(
        UserId user, IReadOnlyDictionary<RoomId, long> positions, int most, CancellationToken cancel) =>
        pool.ReadAsync(s => EventReads.Sync(s, user, positions, most), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) =>
        pool.ReadAsync(s => UserReads.SharingRoom(s, user, others), cancel);

    /// <inheritdoc/>
    public Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel) =>
        pool.ReadAsync(s => UserReads.Load(s, user), cancel);

    /// <inheritdoc/>
    public Task<StoredCall?> LoadLiveCallAsync(RoomId room, CancellationToken cancel) =>
        pool.ReadAsync(s => UserReads.LiveCall(s, room), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredCall>> CallsAsync(UserId user, CallId? before, int limit, CancellationToken cancel) =>
        pool.ReadAsync(s => UserReads.Calls(s, user, before, limit), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel) =>
        pool.ReadAsync(s => UserReads.LiveCalls(s, user, limit), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<UserId, int>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
        pool.ReadAsync(s => UserReads.Unseen(s, users), cancel);

    /// <inheritdoc/>
    public Task<bool> IsWritableAsync(CancellationToken cancel) =>
        Task.Run(() => writer.Probe(Guid.NewGuid().ToString("n")), cancel);
}
