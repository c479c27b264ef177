using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>
/// A call router or call entity needs the members of a room, for rights and for whom to ring. The sender is told <see cref="RoomMembers"/>.
/// </summary>
/// <param name="Room">The room.</param>
/// <param name="Token">Comes back in the answer.</param>
internal sealed record GetRoomMembers(RoomId Room, string Token) : IRoomCommand;

/// <summary>The answer to <see cref="GetRoomMembers"/>; <paramref name="Kind"/> is null if there is no such room.</summary>
internal sealed record RoomMembers(RoomId Room, string Token, string? Kind, IReadOnlyList<UserId> Users) : ICrossesNodes;
