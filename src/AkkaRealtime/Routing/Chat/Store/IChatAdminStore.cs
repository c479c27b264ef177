using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>
/// Reads of rooms for the operator's tasks: lists, export, retention, erasure. They may read much, in pages, and nobody's chat waits for them.
/// Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.
/// </summary>
public interface IChatAdminStore
{
    /// <summary>How many rooms there are, and how many messages were ever sent in them.</summary>
    Task<RoomCounts> CountsAsync(CancellationToken cancel);

    /// <summary>Rooms by id, after the given one; only those whose name or topic has <paramref name="query"/> in it.</summary>
    Task<IReadOnlyList<RoomEntry>> RoomsAsync(string? query, RoomId? after, int limit, CancellationToken cancel);

    /// <summary>One room, or null.</summary>
    Task<RoomEntry?> FindRoomAsync(RoomId room, CancellationToken cancel);

    /// <summary>Members of a room by user id, after the given one.</summary>
    Task<IReadOnlyList<MemberEntry>> MembersAsync(RoomId room, UserId? after, int limit, CancellationToken cancel);

    /// <summary>Rooms that a user is, or once was, a member of, or is banned from, by id, after the given one.</summary>
    Task<IReadOnlyList<RoomId>> RoomsEverOfAsync(UserId user, RoomId? after, int limit, CancellationToken cancel);

    /// <summary>Of these rooms, those that a user is banned from, with since when.</summary>
    Task<IReadOnlyList<(RoomId Room, DateTimeOffset At, RoomBan Ban)>> BansOfAsync(UserId user, IReadOnlyCollection<RoomId> rooms, CancellationToken cancel);

    /// <summary>What a user said in a room, as stored: messages, edits, reactions, what the links of their messages lead to, and events of other domains, in order, after a <c>seq</c>.</summary>
    Task<IReadOnlyList<StoredEvent>> EventsByAsync(RoomId room, UserId user, long after, int limit, CancellationToken cancel);

    /// <summary>
    /// A message as it was sent, and each of its edits, as stored and in order; what was deleted, erased or is past its time is empty there. Null where there is no such message in the room.
    /// </summary>
    Task<IReadOnlyList<StoredEvent>?> RevisionsAsync(RoomId room, MessageId message, CancellationToken cancel);

    /// <summary>
    /// Rooms, by id after the given one, that hold something past its time: their own days before <paramref name="now"/>, or
    /// <paramref name="defaultDays"/> where they have none (0: for ever).
    /// </summary>
    Task<IReadOnlyList<DueRoom>> DueRoomsAsync(DateTimeOffset now, int defaultDays, RoomId? after, int limit, CancellationToken cancel);
}

/// <summary>How many rooms and messages a store holds.</summary>
public readonly record struct RoomCounts(long Rooms, long Messages);

/// <summary>A room as its operator sees it.</summary>
/// <param name="Id">The room.</param>
/// <param name="Kind"><c>direct</c>, <c>group</c> or <c>channel</c>.</param>
/// <param name="Name">Its name; of a direct room, empty.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Members">How many.</param>
/// <param name="Head">Its last <c>seq</c>.</param>
/// <param name="Messages">Messages ever sent.</param>
/// <param name="Expired">Everything up to this <c>seq</c> is past its time.</param>
/// <param name="KeepDays">Its own retention; null: the server's.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ActiveAt">When something happened last.</param>
public sealed record RoomEntry(
    RoomId Id, string Kind, string Name, string Topic, int Members, long Head, long Messages, long Expired, int? KeepDays, DateTimeOffset CreatedAt, DateTimeOffset ActiveAt);

/// <summary>A member as the operator sees them.</summary>
public sealed record MemberEntry(UserId User, string? Name, string Role, long Read);

/// <summary>A room with something past its time, and since when what is said there is to be kept.</summary>
public readonly record struct DueRoom(RoomId Room, DateTimeOffset Before);
