using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Chat's reads on SQLite, by subject: rooms, members, messages, sync.</summary>
internal sealed class SqliteChatStore(SqliteEngine engine) : IChatStore
{
    /// <inheritdoc/>
    public Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel) =>
        engine.ReadAsync(room, s => RoomReads.Load(s, room), cancel);

    /// <inheritdoc/>
    public Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) =>
        engine.ReadAsync(room, s => RoomReads.Access(s, room, user, engine.Time.GetUtcNow()), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) =>
        engine.ReadRoomsAsync(s => RoomReads.Of(s, user), s => RoomReads.Heads(s, user), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel) =>
        engine.ReadRoomsAsync(s => RoomReads.Of(s, user), s => RoomReads.Rooms(s, user, room), cancel);

    /// <inheritdoc/>
    public Task<RoomPage> RoomsAsync(UserId user, RoomCursor? after, int limit, CancellationToken cancel) =>
        engine.ReadRoomsAsync(s => RoomReads.Of(s, user), s => RoomReads.Page(s, user, after, limit), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BanView>> BansAsync(RoomId room, UserId? after, int limit, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => BanRows.Page(s, room, after, limit, engine.Time.GetUtcNow()), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlySet<UserId>> InManyRoomsAsync(IReadOnlyCollection<UserId> users, int least, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => RoomReads.InMany(s, users, least), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel) =>
        engine.ReadAsync(s => RoomReads.Directory(s, user, query, before, limit), cancel);

    /// <inheritdoc/>
    public Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel) =>
        engine.ReadAsync(room, s => MemberReads.Page(s, room, after, query, users, limit), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<RoomId, RoomSettings>> SettingsAsync(UserId user, RoomId? room, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => SettingRows.Read(s, user, room), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RenamedUser>> RenamedAsync(UserId user, DateTimeOffset since, int limit, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => MemberReads.Renamed(s, user, since, limit), cancel);

    /// <inheritdoc/>
    public Task<RoomId?> FindDirectAsync(UserId one, UserId other, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => RoomReads.Direct(s, one, other), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<UserId, UnreadState>> UnreadAsync(RoomId room, IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
        engine.ReadPatientlyAsync(room, s => RoomReads.Unread(s, room, users), cancel); // Devices are told once a second at most.

    /// <inheritdoc/>
    public Task<MessagePage> HistoryAsync(RoomId room, long? before, long? after, int limit, MessageId? thread, CancellationToken cancel) =>
        engine.ReadAsync(room, s => MessageReads.History(s, room, before, after, limit, thread), cancel);

    /// <inheritdoc/>
    public Task<MessagePage> PinsAsync(RoomId room, long? before, int limit, CancellationToken cancel) =>
        engine.ReadAsync(room, s => MessageReads.Pins(s, room, before, limit), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<MessageId, long>> RepliesAsync(RoomId room, IReadOnlyCollection<MessageId> roots, CancellationToken cancel) =>
        engine.ReadAsync(room, s => MessageReads.Replies(s, room, roots), cancel);

    /// <inheritdoc/>
    public Task<MessageView?> FindMessageAsync(RoomId room, MessageId id, CancellationToken cancel) =>
        engine.ReadAsync(room, s => MessageReads.Find(s, room, id), cancel);

    /// <inheritdoc/>
    public Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, SearchCursor? before, int limit, CancellationToken cancel) =>
        engine.ReadCaughtUpAsync(s => SearchReads.Search(s, user, text, room, before, limit), cancel); // Also what waited to be indexed.

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomNews>> SyncAsync(
        UserId user, IReadOnlyDictionary<RoomId, long> positions, int limit, CancellationToken cancel) =>
        engine.ReadRoomsAsync([.. positions.Keys], s => SyncReads.News(s, user, positions, limit, engine.Time.GetUtcNow()), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => RoomReads.SharingRoom(s, user, others), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomId>> SharedRoomsAsync(UserId user, UserId other, int limit, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => RoomReads.Shared(s, user, other, limit), cancel);
}
