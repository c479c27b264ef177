using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary><c>Status</c> of protocol §5.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Status"><c>online</c>, <c>away</c>, <c>busy</c> or <c>offline</c>; to the user alone also <c>invisible</c>.</param>
/// <param name="Text">What the user wrote; not while offline.</param>
/// <param name="Emoji">What the user picked; not while offline.</param>
/// <param name="ClearAt">When the choice ends by itself; not while offline.</param>
/// <param name="LastSeen">When the user was last connected; only while offline.</param>
/// <param name="InCall">True in an active call, otherwise left out.</param>
internal sealed record StatusView(
    UserId User,
    string Status,
    string? Text = null,
    string? Emoji = null,
    DateTimeOffset? ClearAt = null,
    DateTimeOffset? LastSeen = null,
    bool? InCall = null);

/// <summary>The reply to <c>status.get</c> and <c>status.subscribe</c>, in the order of the request.</summary>
internal sealed record StatusSnapshot(IReadOnlyList<StatusView> Users);

/// <summary><c>status.changed</c>, to a connection that subscribed.</summary>
internal sealed record StatusChanged(IReadOnlyList<StatusView> Users);
