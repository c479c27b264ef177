using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Sessions;

/// <summary><c>session.list</c> on its way to the user's entity. The sender is the connection, which is told the reply.</summary>
internal sealed record ListOwnSessions(UserId User, SessionId Session, string? Ref) : IUserCommand, IAnswered;

/// <summary><c>session.end</c> on its way to the user's entity. The sender is the connection, which is told the reply once the revocation is stored.</summary>
/// <param name="User">Who asks.</param>
/// <param name="Session">Their session.</param>
/// <param name="Device">The device that is meant; null: all but <paramref name="Own"/>.</param>
/// <param name="Own">The device that asks.</param>
/// <param name="Ref">The request's.</param>
internal sealed record EndOwnSessions(UserId User, SessionId Session, DeviceId? Device, DeviceId Own, string? Ref) : IUserCommand, IAnswered;
