using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Sessions;

/// <summary>What other actors may tell a connection actor, besides an <see cref="EncodedEnvelope"/> to send.</summary>
public interface IConnectionCommand;

/// <summary>
/// The user became a member of a room: send <paramref name="View"/> (<c>chat.room</c>), then follow the room's topic
/// from <paramref name="Head"/> on, in that order.
/// </summary>
/// <param name="Room">The room.</param>
/// <param name="Head">The last <c>seq</c> that the connection need not get: the one before the user's <c>chat.joined</c>.</param>
/// <param name="View">The ready envelope.</param>
public sealed record EnterRoom(RoomId Room, long Head, EncodedEnvelope View) : IConnectionCommand, ICrossesNodes;

/// <summary>
/// The connection follows a channel without the user being a member (<c>chat.watch</c>): send <paramref name="Reply"/>, then follow the
/// room's topic from <paramref name="Head"/> on, in that order.
/// </summary>
/// <param name="Room">The channel.</param>
/// <param name="Head">The last <c>seq</c> that the connection need not get.</param>
/// <param name="Reply">The ready <c>chat.watching</c>.</param>
public sealed record WatchRoom(RoomId Room, long Head, EncodedEnvelope Reply) : IConnectionCommand;

/// <summary>The end of <see cref="WatchRoom"/>: take the connection off the room's topic, then send <paramref name="Reply"/>. Never sent for a room of the user's own.</summary>
/// <param name="Room">The channel.</param>
/// <param name="Reply">The ready <c>chat.unwatched</c>.</param>
public sealed record UnwatchRoom(RoomId Room, EncodedEnvelope Reply) : IConnectionCommand;

/// <summary>
/// The user may follow a topic: put the connection on it, then tell the sender <paramref name="Then"/>, in that order, so that whatever the topic's owner
/// publishes after it was told reaches the connection. A connection that follows too many topics refuses.
/// </summary>
/// <param name="Topic">The topic; its publications are volatile.</param>
/// <param name="Ref">The request's, for the refusal.</param>
/// <param name="Then">What the sender passes on to the owner, in the connection's name.</param>
public sealed record FollowTopic(Topic Topic, string? Ref, object Then) : IConnectionCommand;

/// <summary>The end of <see cref="FollowTopic"/>: take the connection off the topic, then send <paramref name="Reply"/>.</summary>
public sealed record UnfollowTopic(Topic Topic, EncodedEnvelope Reply) : IConnectionCommand;

/// <summary>End the connection.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Reason">A short sentence, at most 120 bytes of UTF-8.</param>
public sealed record CloseConnection(CloseCode Code, string Reason) : IConnectionCommand, ICrossesNodes;
