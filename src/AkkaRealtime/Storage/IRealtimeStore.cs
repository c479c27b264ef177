using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Storage;

/// <summary>
/// Reads of the store; they see everything that was acknowledged. All writing goes through <see cref="IJournal"/>.
/// Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.
/// </summary>
public interface IRealtimeStore
{
    /// <summary>Names this store (protocol §2, <c>epoch</c>): made when the store was, kept for good.</summary>
    string Epoch { get; }

    /// <summary>A room with all its members, for its owner; null where there is none.</summary>
    Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel);

    /// <summary>
    /// What kind of room it is, and the role of <paramref name="user"/> in it, for the rights to read; null where there is no such room.
    /// Asked with every read of a room: a store answers it from two keys, without loading the members as this default does.
    /// </summary>
    async Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel) =>
        await LoadRoomAsync(room, cancel).ConfigureAwait(false) is { } found
            ? new RoomAccess(found.Kind, found.Members.FirstOrDefault(m => m.User == user)?.Role, found.Head)
            : null;

    /// <summary>The rooms that <paramref name="user"/> is a member of, with their heads.</summary>
    Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel);

    /// <summary>The same rooms as <c>chat.rooms</c> shows them, the latest active first; only <paramref name="room"/> where it is given.</summary>
    Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel);

    /// <summary>Channels that <paramref name="user"/> may join, by name, at most <paramref name="limit"/>; after the cursor <paramref name="before"/> where given.</summary>
    Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel);

    /// <summary>
    /// Members of a room in the order of their ids, at most <paramref name="limit"/> of those after <paramref name="after"/>; only those of
    /// <paramref name="users"/>, and only those whose name or id contains <paramref name="query"/> in any case, where these are given. Null where there is no such room.
    /// </summary>
    Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel);

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

    /// <summary>Stored events with <c>seq</c> in (<paramref name="after"/>, <paramref name="upTo"/>], in order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel);

    /// <summary>
    /// What changed in those of <paramref name="positions"/>' rooms that <paramref name="user"/> is a member of (or that are channels), in one round of queries
    /// however many there are. Rooms without news are left out; a room with more than <paramref name="most"/> missing events comes truncated and without events,
    /// and so does one whose events would take the answer over <see cref="StoreLimits.SyncBytes"/>.
    /// </summary>
    Task<IReadOnlyList<RoomNews>> SyncAsync(UserId user, IReadOnlyDictionary<RoomId, long> positions, int most, CancellationToken cancel);

    /// <summary>Unread messages and mentions of a member. Deleted messages count no more.</summary>
    Task<UnreadCount> UnreadAsync(RoomId room, UserId user, CancellationToken cancel);

    /// <summary>The same of several members; who is none is left out. A store answers it in one query, not with one a member as this default does.</summary>
    async Task<IReadOnlyDictionary<UserId, UnreadCount>> UnreadAsync(RoomId room, IReadOnlyCollection<UserId> users, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(users);
        var counts = new Dictionary<UserId, UnreadCount>();
        foreach (var user in users)
            counts[user] = await UnreadAsync(room, user, cancel).ConfigureAwait(false);
        return counts;
    }

    /// <summary>Full-text search in the rooms that <paramref name="user"/> is a member of, newest first.</summary>
    Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, long? before, int limit, CancellationToken cancel);

    /// <summary>Which of <paramref name="others"/> share a room with <paramref name="user"/>.</summary>
    Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel);

    /// <summary>What was saved of a user, or null.</summary>
    Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel);

    /// <summary>The live call of a room, if one was saved as live.</summary>
    Task<StoredCall?> LoadLiveCallAsync(RoomId room, CancellationToken cancel);

    /// <summary>The calls of a user, newest first, before the given call where there is one.</summary>
    Task<IReadOnlyList<StoredCall>> CallsAsync(UserId user, CallId? before, int limit, CancellationToken cancel);

    /// <summary>The calls that were saved as live in the rooms that <paramref name="user"/> is a member of, newest first.</summary>
    Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel);

    /// <summary>How many missed calls each of <paramref name="users"/> has not seen yet: counted, not kept as a number. Who has none is left out.</summary>
    Task<IReadOnlyDictionary<UserId, int>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel);

    /// <summary>Writes and reads a probe: whether the store takes writes now.</summary>
    Task<bool> IsWritableAsync(CancellationToken cancel);
}

/// <summary>Bounds of what is read at once.</summary>
public static class StoreLimits
{
    /// <summary>
    /// Bytes of events in the answer to a sync: what a connection may have waiting for it at the default outbox (8 MiB), halved; over a thousand
    /// rooms it is also what keeps one client from filling the server's memory.
    /// </summary>
    public const int SyncBytes = 4_194_304;

    /// <summary>More events than <see cref="SyncBytes"/> can hold: the shortest takes over 64 bytes. What is beyond need not be looked at.</summary>
    public const int SyncEvents = SyncBytes / 64;
}

/// <summary>The store cannot be reached or answers with an error that may pass.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What a room's owner needs to go on.</summary>
public sealed record RoomSnapshot(
    RoomId Id,
    string Kind,
    string Name,
    string Topic,
    long Head,
    DateTimeOffset CreatedAt,
    IReadOnlyList<MemberSnapshot> Members);

/// <summary>A member: role, and how far they have read and got.</summary>
public sealed record MemberSnapshot(UserId User, string Role, long JoinedSeq, long Read, long Delivered);

/// <summary>What the right to read a room hangs on.</summary>
/// <param name="Kind"><c>direct</c>, <c>group</c> or <c>channel</c>.</param>
/// <param name="Role">The user's role; null for who is no member.</param>
/// <param name="Head">The last <c>seq</c>.</param>
public sealed record RoomAccess(string Kind, string? Role, long Head);

/// <summary>A room and its last <c>seq</c>.</summary>
public readonly record struct RoomHead(RoomId Room, long Head);

/// <summary><c>Room</c> of protocol §3, for one user.</summary>
public sealed record RoomView(
    RoomId Id,
    string Kind,
    string Name,
    string Topic,
    int Members,
    string? Role,
    long Head,
    long Read,
    long Unread,
    long Mentions,
    MessageView? Last = null,
    UserId? Peer = null);

/// <summary><c>Message</c> of protocol §3: as it stands now. A deleted one has an empty text.</summary>
public sealed record MessageView(
    MessageId Id,
    long Seq,
    DateTimeOffset At,
    UserId By,
    string Key,
    string Text,
    DateTimeOffset? EditedAt,
    bool? Deleted,
    MessageId? ReplyTo,
    MessageId? Thread,
    IReadOnlyList<UserId> Mentions,
    IReadOnlyList<Attachment> Attachments,
    IReadOnlyDictionary<string, IReadOnlyList<UserId>> Reactions,
    bool? Pinned = null,
    long? Replies = null);

/// <summary>A page of history; <paramref name="More"/>: there is more in the direction that was asked for.</summary>
public sealed record MessagePage(IReadOnlyList<MessageView> Messages, long Head, bool More);

/// <summary>An event as stored: the very bytes that went out.</summary>
public readonly record struct StoredEvent(long Seq, EncodedEnvelope Envelope);

/// <summary>A room's part of a sync.</summary>
public sealed record RoomNews(RoomId Room, long Head, bool Truncated, IReadOnlyList<StoredEvent> Events);

/// <summary>A member as others see them.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">What their token called them when they last signed in; their id where they never did.</param>
/// <param name="Role"><c>owner</c>, <c>admin</c> or <c>member</c>.</param>
/// <param name="Read">How far they have read; null where it is not for everybody to see.</param>
/// <param name="Delivered">How far events reached a device of theirs; null as <paramref name="Read"/>.</param>
public sealed record MemberView(UserId User, string Name, string Role, long? Read, long? Delivered);

/// <summary>A page of members. <paramref name="Total"/>: of the room; <paramref name="More"/>: there are more after the last of the page.</summary>
public sealed record MemberPage(IReadOnlyList<MemberView> Members, int Total, bool More);

/// <summary>Derived from what lies between <c>read</c> and <c>head</c>; never a counter that can stick.</summary>
public readonly record struct UnreadCount(long Unread, long Mentions);

/// <summary>Search hits.</summary>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, bool More);

/// <summary>One hit.</summary>
public sealed record SearchHit(RoomId Room, MessageView Message);

/// <summary>A user as saved.</summary>
public sealed record StoredUser(UserId User, string Name, DateTimeOffset? LastSeen, ReadOnlyMemory<byte> Status);

/// <summary>A call as saved.</summary>
/// <param name="Call">The call.</param>
/// <param name="Room">Its room.</param>
/// <param name="Live">It goes on, or something is left to do for it: its outcome is not in the room's log yet, a media server has a room of it.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="State">The rest, as its owner wrote it.</param>
/// <param name="Unseen">Of a user's calls: missed, and not seen yet.</param>
public sealed record StoredCall(CallId Call, RoomId Room, bool Live, DateTimeOffset StartedAt, ReadOnlyMemory<byte> State, bool Unseen = false);
