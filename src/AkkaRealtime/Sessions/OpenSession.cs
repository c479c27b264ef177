using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Sessions;

/// <summary>
/// A connection has signed in. The sender is the connection actor, which the entity watches; it is answered with <see cref="SessionOpened"/>,
/// and from then on receives what is meant for the user. The connection watches the sender of the answer: should the entity end (it failed, or its
/// shard moved to another node), the connection opens its session again, and the client hears nothing of that.
/// </summary>
/// <param name="User">The user.</param>
/// <param name="Name">Their name.</param>
/// <param name="Device">Their device.</param>
/// <param name="Session">The session.</param>
/// <param name="Idle">What the entity noted last, of a session that is opened again (<see cref="ActivityNoted"/>).</param>
internal sealed record OpenSession(UserId User, string Name, DeviceId Device, SessionId Session, bool Idle = false) : IEntityMessage
{
    /// <summary>Whether its page could not be seen then.</summary>
    public bool Hidden { get; init; }

    /// <summary>Where the session comes from; null where its node is of the version before.</summary>
    public SessionOrigin? Origin { get; init; }

    /// <summary>The address of the user's picture that the token names, unchecked.</summary>
    public string? Picture { get; init; }

    string IEntityMessage.EntityId => User.Value;
}

/// <summary>Where a session comes from, for its user's list of sessions, and for whoever revokes it.</summary>
/// <param name="At">When it began.</param>
/// <param name="Agent">What the client calls itself.</param>
/// <param name="Token">The token that it lives by, as <see cref="Revoking.Revocation.Token"/> has it.</param>
/// <param name="Until">When the last of the tokens that it has had ends; null for never.</param>
internal sealed record SessionOrigin(DateTimeOffset At, string? Agent, string? Token, DateTimeOffset? Until);

/// <summary>The answer to <see cref="OpenSession"/>.</summary>
/// <param name="Session">The session.</param>
/// <param name="Calls">The calls that ring for the user or that they are in, in the order in which they started: the <c>calls</c> of <c>session.ready</c>.</param>
/// <param name="Invisible">Whether the user has chosen to look offline.</param>
internal sealed record SessionOpened(SessionId Session, IReadOnlyList<EncodedJson> Calls, bool Invisible = false) : IConnectionCommand, ICrossesNodes;

/// <summary>The user has chosen to look offline, or no longer does. Told to connections before anybody else can notice.</summary>
internal sealed record VisibilityChanged(bool Invisible) : IConnectionCommand, ICrossesNodes;

/// <summary>The user of this connection went idle, or is active again: the connection tells it the next entity, should it have to open its session again.</summary>
internal sealed record ActivityNoted(bool Idle, bool Hidden = false) : IConnectionCommand, ICrossesNodes;

/// <summary>A connection has ended. (Entities watch connections as well, for those that end without a word.)</summary>
internal sealed record CloseSession(UserId User, SessionId Session) : IEntityMessage
{
    string IEntityMessage.EntityId => User.Value;
}
