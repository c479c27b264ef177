using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Sessions;

/// <summary>Asks a router of this node which rooms a user is in, for a new connection. The sender is told <see cref="Memberships"/>.</summary>
internal sealed record GetMemberships(UserId User, SessionId Session);

/// <summary>The answer to <see cref="GetMemberships"/>. Null where the store can't be reached: try again.</summary>
internal sealed record Memberships(SessionId Session, IReadOnlyList<RoomHead>? Rooms) : IConnectionCommand;

/// <summary>
/// Asks a router of this node for what the user would have been told on entering <paramref name="Rooms"/>, of which their connection has not heard. The sender is told <see cref="FollowTopic"/> for each
/// that they are still in.
/// </summary>
internal sealed record GetEntered(UserId User, SessionId Session, IReadOnlyList<RoomId> Rooms);
