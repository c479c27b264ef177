using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage;

/// <summary>Who is a member of which room, for the rights to read and write. The domain that has members answers it.</summary>
public interface IRoomAccess
{
    /// <summary>What <paramref name="user"/> may do in a room; null where there is no such room. Cheap: asked with every read of a room.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<RoomAccess?> AccessAsync(RoomId room, UserId user, CancellationToken cancel);

    /// <summary>The rooms that <paramref name="user"/> is a member of, with their heads.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel);

    /// <summary>Which of <paramref name="others"/> share a room with <paramref name="user"/>.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel);
}

/// <summary>What the rights in a room hang on.</summary>
/// <param name="Kind">The kind of the room, e.g. <c>group</c>.</param>
/// <param name="Role">The user's role; null for who is not a member.</param>
/// <param name="Head">The last <c>seq</c>.</param>
/// <param name="Open">Everybody may read it, members or not.</param>
public sealed record RoomAccess(string Kind, string? Role, long Head, bool Open = false)
{
    /// <summary>Set where the user is banned from the room now: then they may not read it either.</summary>
    public RoomBan? Ban { get; init; }

    /// <summary>Members may write.</summary>
    public bool IsMember => Role is not null;

    /// <summary>Whether what is said in the room may be read.</summary>
    public bool MayRead => IsMember || (Open && Ban is null);
}

/// <summary>That somebody may not be in a room.</summary>
/// <param name="Until">When it ends by itself; null: not at all.</param>
/// <param name="Reason">What who is banned is told of it.</param>
public sealed record RoomBan(DateTimeOffset? Until = null, string? Reason = null)
{
    /// <summary>Whether it holds at that time.</summary>
    public bool Holds(DateTimeOffset at) => !(Until <= at);
}
