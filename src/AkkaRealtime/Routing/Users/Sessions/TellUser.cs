using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions;

namespace AkkaRealtime.Routing.Users.Sessions;

/// <summary>
/// Send an envelope to the user's connections: to all of them, or to all but one session, all but one device, or one device only. At most once;
/// of who is not connected nothing is kept.
/// </summary>
internal sealed record TellUser(
    UserId User,
    EncodedEnvelope Envelope,
    SessionId? ExceptSession = null,
    DeviceId? ExceptDevice = null,
    DeviceId? OnlyDevice = null) : IUserCommand;

/// <summary>
/// The user has become a member of a room: each of their connections is told <see cref="FollowTopic"/>. Only nodes of the version before say so; now it is <see cref="FollowTopics"/>.
/// </summary>
/// <param name="User">The user.</param>
/// <param name="Room">The room.</param>
/// <param name="Head">Its last <c>seq</c> at that moment: connections follow it from there.</param>
/// <param name="View">What the client is told first.</param>
internal sealed record UserEntersRoom(UserId User, RoomId Room, long Head, EncodedEnvelope View) : IUserCommand;
