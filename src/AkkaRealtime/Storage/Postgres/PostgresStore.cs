using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>The reads on PostgreSQL, by subject: rooms, messages and sync, users and calls.</summary>
internal sealed class PostgresStore(string epoch, PostgresReads reads) : IRealtimeStore
{
    private readonly RoomQueries _rooms = new(reads);
    private readonly MemberQueries _members = new(reads);
    private readonly MessageQueries _messages = new(reads);
    private readonly UserQueries _users = new(reads);

    /// <inheritdoc/>
    public string Epoch => epoch;

    /// <inheritdoc/>
    public Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel) => _rooms.LoadAsync(room, cancel);

    /// <inheritdoc/>
    public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) => _rooms.AccessAsync(room, user, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) => _rooms.HeadsAsync(user, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel) => _rooms.RoomsAsync(user, room, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel) =>
        _rooms.DirectoryAsync(user, query, before, limit, cancel);

    /// <inheritdoc/>
    public Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel) =>
        _members.PageAsync(room, after, query, users, limit, cancel);

    /// <inheritdoc/>
    public Task<RoomId?> FindDirectAsync(UserId one, UserId other, CancellationToken cancel) => _rooms.DirectAsync(one, other, cancel);

    /// <inheritdoc/>
    public async Task<UnreadCount> UnreadAsync(RoomId room, UserId user, CancellationToken cancel) =>
        (await _rooms.UnreadAsync(room, [user], cancel).ConfigureAwait(false)).GetValueOrDefault(user);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<UserId, UnreadCount>> UnreadAsync(RoomId room, IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
        _rooms.UnreadAsync(room, users, cancel);

    /// <inheritdoc/>
    public Task<MessagePage> HistoryAsync(RoomId room, long? before, long? after, int limit, MessageId? thread, CancellationToken cancel) =>
        _messages.HistoryAsync(room, before, after, limit, thread, cancel);

    /// <inheritdoc/>
    public Task<MessagePage> PinsAsync(RoomId room, long? before, int limit, CancellationToken cancel) =>
        _messages.PinsAsync(room, before, limit, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<MessageId, long>> RepliesAsync(RoomId room, IReadOnlyCollection<MessageId> roots, CancellationToken cancel) =>
        _messages.RepliesAsync(room, roots, cancel);

    /// <inheritdoc/>
    public Task<MessageView?> FindMessageAsync(RoomId room, MessageId id, CancellationToken cancel) => _messages.FindAsync(room, id, cancel);

    /// <inheritdoc/>
    public Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, long? before, int limit, CancellationToken cancel) =>
        _messages.SearchAsync(user, text, room, before, limit, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel) =>
        _messages.EventsAsync(room, after, upTo, limit, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomNews>> SyncAsync(
        UserId user, IReadOnlyDictionary<RoomId, long> positions, int most, CancellationToken cancel) =>
        _messages.SyncAsync(user, positions, most, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) =>
        _users.SharingRoomAsync(user, others, cancel);

    /// <inheritdoc/>
    public Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel) => _users.LoadAsync(user, cancel);

    /// <inheritdoc/>
    public Task<StoredCall?> LoadLiveCallAsync(RoomId room, CancellationToken cancel) => _users.LiveCallAsync(room, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredCall>> CallsAsync(UserId user, CallId? before, int limit, CancellationToken cancel) =>
        _users.CallsAsync(user, before, limit, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel) => _users.LiveCallsAsync(user, limit, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<UserId, int>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
        _users.UnseenCallsAsync(users, cancel);

    /// <inheritdoc/>
    public async Task<bool> IsWritableAsync(CancellationToken cancel)
    {
        try
        {
            var probe = Guid.NewGuid().ToString("n");
            var read = await reads.QueryAsync(
                "INSERT INTO meta (name, value) VALUES ('probe', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value RETURNING value",
                r => r.GetString(0),
                cancel,
                probe).ConfigureAwait(false);
            return read is [var value] && value == probe;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
