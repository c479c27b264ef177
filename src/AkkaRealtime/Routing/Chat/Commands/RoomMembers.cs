using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>
/// A call router or call entity needs the members of a room, for rights and for whom to ring. The sender is told <see cref="RoomMembers"/>.
/// </summary>
/// <param name="Room">The room.</param>
/// <param name="Token">Comes back in the answer.</param>
/// <param name="Caller">Who is about to have members rung; null: nobody is.</param>
internal sealed record GetRoomMembers(RoomId Room, string Token, UserId? Caller = null) : IRoomCommand;

/// <summary>The answer to <see cref="GetRoomMembers"/>; <paramref name="Kind"/> is null if there is no such room.</summary>
/// <param name="Room">The room.</param>
/// <param name="Token">From the question.</param>
/// <param name="Kind">The room's kind.</param>
/// <param name="Users">Its members.</param>
/// <param name="Moderators">Its owners and admins.</param>
internal sealed record RoomMembers(
    RoomId Room, string Token, string? Kind, IReadOnlyList<UserId> Users, IReadOnlyList<UserId>? Moderators = null) : ICrossesNodes
{
    /// <summary>Who has blocked the caller, and hears nothing of them.</summary>
    public IReadOnlyList<UserId>? Quiet { get; init; }
}

/// <summary>
/// The sender depends on these users being members of the room, and is told <see cref="NotMembers"/> of those who are not: now, and at once when one
/// of them goes. It is also told <see cref="NewMembers"/>, whoever they are. Replaces what the same sender watched before. A lease: forgotten after 30 s unless it is renewed.
/// </summary>
internal sealed record WatchMembers(RoomId Room, IReadOnlyList<UserId> Users) : IRoomCommand;

/// <summary>Of the users of a <see cref="WatchMembers"/>, those who are not members, or not any more. Never empty.</summary>
internal sealed record NotMembers(RoomId Room, IReadOnlyList<UserId> Users) : ICrossesNodes;

/// <summary>To the sender of a <see cref="WatchMembers"/>: these users have become members. Never empty; at most once.</summary>
internal sealed record NewMembers(RoomId Room, IReadOnlyList<UserId> Users) : ICrossesNodes;
