using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Chat's reads on PostgreSQL, by subject: rooms, members, messages and sync.</summary>
internal sealed class PostgresChatStore(PostgresEngine engine) : IChatStore
{
    private readonly RoomQueries _rooms = new(engine.Reads);
    private readonly MemberQueries _members = new(engine.Reads);
    private readonly MessageQueries _messages = new(engine.Reads);
    private readonly SearchQueries _search = new(engine.Reads);

    /// <inheritdoc/>
    public Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel) => _rooms.LoadAsync(room, cancel);

    /// <inheritdoc/>
    public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) => _rooms.AccessAsync(room, user, engine.Time.GetUtcNow(), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) => _rooms.HeadsAsync(user, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel) => _rooms.RoomsAsync(user, room, cancel);

    /// <inheritdoc/>
    public Task<RoomPage> RoomsAsync(UserId user, RoomCursor? after, int limit, CancellationToken cancel) => _rooms.PageAsync(user, after, limit, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BanView>> BansAsync(RoomId room, UserId? after, int limit, CancellationToken cancel) =>
        BanCommands.PageAsync(engine.Reads, room, after, limit, engine.Time.GetUtcNow(), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlySet<UserId>> InManyRoomsAsync(IReadOnlyCollection<UserId> users, int least, CancellationToken cancel) => _rooms.InManyAsync(users, least, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel) =>
        _rooms.DirectoryAsync(user, query, before, limit, cancel);

    /// <inheritdoc/>
    public Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel) =>
        _members.PageAsync(room, after, query, users, limit, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<RoomId, RoomSettings>> SettingsAsync(UserId user, RoomId? room, CancellationToken cancel) =>
        SettingCommands.ReadAsync(engine.Reads, user, room, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RenamedUser>> RenamedAsync(UserId user, DateTimeOffset since, int limit, CancellationToken cancel) =>
        _members.RenamedAsync(user, since, limit, cancel);

    /// <inheritdoc/>
    public Task<RoomId?> FindDirectAsync(UserId one, UserId other, CancellationToken cancel) => _rooms.DirectAsync(one, other, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<UserId, UnreadState>> UnreadAsync(RoomId room, IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
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
    public Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, SearchCursor? before, int limit, CancellationToken cancel) =>
        _search.SearchAsync(user, text, room, before, limit, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomNews>> SyncAsync(
        UserId user, IReadOnlyDictionary<RoomId, long> positions, int limit, CancellationToken cancel) =>
        _messages.SyncAsync(user, positions, limit, engine.Time.GetUtcNow(), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) =>
        _rooms.SharingRoomAsync(user, others, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomId>> SharedRoomsAsync(UserId user, UserId other, int limit, CancellationToken cancel) => _rooms.SharedAsync(user, other, limit, cancel);
}
