using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>
/// Reads of rooms, their members and their messages, beside the log itself (<see cref="IRoomLog"/>); they see everything that was acknowledged. All writing goes through
/// <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.
/// </summary>
public interface IChatStore : IRoomAccess
{
    /// <summary>A room with all its members, for its owner; null where there is none.</summary>
    Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel);

    /// <summary>The same rooms as <c>chat.rooms</c> shows them, the latest active first; only <paramref name="room"/> where it is given.</summary>
    Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel);

    /// <summary>A page of the same rooms, in the same order: at most <paramref name="limit"/>, after <paramref name="after"/> where it is given.</summary>
    Task<RoomPage> RoomsAsync(UserId user, RoomCursor? after, int limit, CancellationToken cancel);

    /// <summary>Who is banned from a room now, by id: at most <paramref name="limit"/>, after the given one.</summary>
    Task<IReadOnlyList<BanView>> BansAsync(RoomId room, UserId? after, int limit, CancellationToken cancel);

    /// <summary>Groups and channels that both are members of, in no particular order; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<RoomId>> SharedRoomsAsync(UserId user, UserId other, int limit, CancellationToken cancel);

    /// <summary>Those of <paramref name="users"/> who are in <paramref name="least"/> rooms or more.</summary>
    Task<IReadOnlySet<UserId>> InManyRoomsAsync(IReadOnlyCollection<UserId> users, int least, CancellationToken cancel);

    /// <summary>Channels that <paramref name="user"/> may join, by name, at most <paramref name="limit"/>; after the cursor <paramref name="before"/> where given.</summary>
    Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel);

    /// <summary>
    /// Members of a room in the order of their ids, at most <paramref name="limit"/> of those after <paramref name="after"/>; only those of
    /// <paramref name="users"/>, and only those whose name or id contains <paramref name="query"/> in any case, where these are given. Null where there is no such room.
    /// </summary>
    Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel);

    /// <summary>
    /// Those who share a room with <paramref name="user"/> (themselves among them) and have come by their name after <paramref name="since"/>: at most
    /// <paramref name="limit"/>, in the order of those times.
    /// </summary>
    Task<IReadOnlyList<RenamedUser>> RenamedAsync(UserId user, DateTimeOffset since, int limit, CancellationToken cancel);

    /// <summary>What <paramref name="user"/> has set for their rooms, or for one of them; rooms for which they never set anything are left out.</summary>
    Task<IReadOnlyDictionary<RoomId, RoomSettings>> SettingsAsync(UserId user, RoomId? room, CancellationToken cancel);

    /// <summary>The direct room of two users, if there is one.</summary>
    Task<RoomId?> FindDirectAsync(UserId one, UserId other, CancellationToken cancel);

    /// <summary>Messages as they stand now, in the order of <c>seq</c>: the last <paramref name="limit"/> before, or the first after, a <c>seq</c>.</summary>
    Task<MessagePage> HistoryAsync(RoomId room, long? before, long? after, int limit, MessageId? thread, CancellationToken cancel);

    /// <summary>The pinned messages of a room as they stand now, in the order of <c>seq</c>: the last <paramref name="limit"/>, before a <c>seq</c> where given.</summary>
    Task<MessagePage> PinsAsync(RoomId room, long? before, int limit, CancellationToken cancel);

    /// <summary>How many messages that are not deleted stand in the threads of these <paramref name="roots"/>; those without any are left out.</summary>
    Task<IReadOnlyDictionary<MessageId, long>> RepliesAsync(RoomId room, IReadOnlyCollection<MessageId> roots, CancellationToken cancel);

    /// <summary>A message as it stands now, or null.</summary>
    Task<MessageView?> FindMessageAsync(RoomId room, MessageId id, CancellationToken cancel);

    /// <summary>
    /// What changed in those of <paramref name="positions"/>' rooms that <paramref name="user"/> is a member of (or that are channels), in one round of queries
    /// however many there are. Rooms without news are left out; a room with more than <paramref name="limit"/> missing events comes truncated and without events,
    /// and so does one whose events would take the answer over <see cref="SyncLimits.Bytes"/>.
    /// </summary>
    Task<IReadOnlyList<RoomNews>> SyncAsync(UserId user, IReadOnlyDictionary<RoomId, long> positions, int limit, CancellationToken cancel);

    /// <summary>Unread messages and mentions of some members, all as of one head, in one query; who is not a member is left out. Deleted messages count no more. Under load it may take a second.</summary>
    Task<IReadOnlyDictionary<UserId, UnreadState>> UnreadAsync(RoomId room, IReadOnlyCollection<UserId> users, CancellationToken cancel);

    /// <summary>
    /// Full-text search in the rooms that <paramref name="user"/> is a member of, newest first: in one room by <c>seq</c>, in all of them by time and id.
    /// </summary>
    Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, SearchCursor? before, int limit, CancellationToken cancel);
}

/// <summary>Bounds of what a sync reads at once.</summary>
public static class SyncLimits
{
    /// <summary>
    /// Bytes of events in the answer to a sync: what a connection may have waiting for it at the default outbox (8 MiB), halved; over a thousand
    /// rooms it is also what keeps one client from filling the server's memory.
    /// </summary>
    public const int Bytes = 4_194_304;

    /// <summary>More events than <see cref="Bytes"/> can hold: the shortest takes over 64 bytes. What is beyond need not be looked at.</summary>
    public const int Events = Bytes / 64;
}
