using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Status;

/// <summary>What the operator asks of a user's owner.</summary>
internal interface IUserOperatorCommand : IUserCommand;

/// <summary>The sender is told <see cref="UserSessions"/>.</summary>
internal sealed record GetSessions(UserId User) : IUserOperatorCommand;

/// <summary>The answer to <see cref="GetSessions"/>.</summary>
internal sealed record UserSessions(UserId User, IReadOnlyList<SessionEntry> Sessions) : ICrossesNodes;

/// <summary>A connection as the operator sees it.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Device">Its device.</param>
/// <param name="Node">The node that holds it.</param>
public sealed record SessionEntry(SessionId Session, DeviceId Device, string Node);

/// <summary>Close all connections with 4410. The sender is told <see cref="SessionsRevoked"/>.</summary>
internal sealed record RevokeSessions(UserId User, string Reason) : IUserOperatorCommand;

/// <summary>The answer to <see cref="RevokeSessions"/>: how many were told to close.</summary>
internal sealed record SessionsRevoked(UserId User, int Count) : ICrossesNodes;

/// <summary>Forget name, status and last seen, and close all connections. The sender is told <see cref="ProfileErased"/> once that is durable.</summary>
internal sealed record EraseProfile(UserId User) : IUserOperatorCommand;

/// <summary>The answer to <see cref="EraseProfile"/>.</summary>
internal sealed record ProfileErased(UserId User) : ICrossesNodes;
