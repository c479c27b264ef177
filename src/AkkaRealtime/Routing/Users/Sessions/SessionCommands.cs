using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Sessions;

/// <summary>Which connections does the user have? Answered with <see cref="UserSessions"/>.</summary>
internal sealed record GetSessions(UserId User) : IUserAdminCommand;

/// <summary>The answer to <see cref="GetSessions"/>.</summary>
internal sealed record UserSessions(UserId User, IReadOnlyList<SessionEntry> Sessions) : ICrossesNodes;

/// <summary>A connection as an administrator sees it.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Device">Its device.</param>
/// <param name="Node">The address of the node that holds it.</param>
public sealed record SessionEntry(SessionId Session, DeviceId Device, string Node)
{
    /// <summary>When it began; null where its node is of the version before.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What the client calls itself.</summary>
    public string? Agent { get; init; }

    /// <summary>The token that it lives by: its <c>jti</c>, or <c>sha256:</c> and a hash of it.</summary>
    public string? Token { get; init; }

    /// <summary>When the last of the tokens that it has had ends; null for never.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Close all connections of the user with 4410 and this reason. Answered with <see cref="SessionsRevoked"/>.</summary>
internal sealed record RevokeSessions(UserId User, string Reason) : IUserAdminCommand;

/// <summary>The answer to <see cref="RevokeSessions"/>: how many connections were told to close.</summary>
internal sealed record SessionsRevoked(UserId User, int Count) : ICrossesNodes;
