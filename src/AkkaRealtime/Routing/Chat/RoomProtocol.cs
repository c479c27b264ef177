using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat;

/// <summary>What is told to a room's entity, through the shard region of <c>RoomActor</c>.</summary>
public interface IRoomCommand : ICrossesNodes
{
    /// <summary>The room.</summary>
    RoomId Room { get; }
}

/// <summary>
/// A call router or call entity needs the members of a room, for rights and for whom to ring. The sender is told <see cref="RoomMembers"/>.
/// </summary>
/// <param name="Room">The room.</param>
/// <param name="Token">Comes back in the answer.</param>
public sealed record GetRoomMembers(RoomId Room, string Token) : IRoomCommand;

/// <summary>The answer to <see cref="GetRoomMembers"/>; <paramref name="Kind"/> is null where there is no such room.</summary>
public sealed record RoomMembers(RoomId Room, string Token, string? Kind, IReadOnlyList<UserId> Users) : ICrossesNodes;

/// <summary>A call of the room ended: becomes a <see cref="ChatCall"/> of the log, once for each call however often it is told. The sender is told <see cref="CallRecorded"/>.</summary>
public sealed record RecordCall(RoomId Room, UserId By, CallId Call, string Outcome, long DurationMs, string Media) : IRoomCommand;

/// <summary>The call stands in the log.</summary>
public sealed record CallRecorded(CallId Call) : ICrossesNodes;

/// <summary>News that everybody who follows the room gets as they are, at most once and kept nowhere: how its call stands.</summary>
public sealed record TellRoom(RoomId Room, EncodedEnvelope Envelope) : IRoomCommand;

/// <summary>
/// Asks the chat router of this node for the direct room of two users, made where there is none. The sender is told <see cref="DirectRoom"/>.
/// </summary>
public sealed record OpenDirectRoom(Caller Caller, UserId Other, string Token);

/// <summary>The answer to <see cref="OpenDirectRoom"/>: a room, or why not.</summary>
public sealed record DirectRoom(string Token, RoomId? Room, RequestError? Error) : ICrossesNodes;

/// <summary>Asks the chat router of this node which rooms a user is in, for a new connection. The sender is told <see cref="Memberships"/>.</summary>
public sealed record GetMemberships(UserId User, SessionId Session);

/// <summary>The answer to <see cref="GetMemberships"/>. Null where the store can't be reached: try again.</summary>
public sealed record Memberships(SessionId Session, IReadOnlyList<Routing.Chat.Store.RoomHead>? Rooms) : IConnectionCommand;
