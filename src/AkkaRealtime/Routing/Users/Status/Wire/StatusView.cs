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
/// <param name="Zone">The time zone that the user shares, whether or not they are there; to the user alone it is empty where they don't want to.</param>
internal sealed record StatusView(
    UserId User,
    string Status,
    string? Text = null,
    string? Emoji = null,
    DateTimeOffset? ClearAt = null,
    DateTimeOffset? LastSeen = null,
    bool? InCall = null,
    string? Zone = null)
{
    /// <summary>When the user is not to be disturbed; to the user alone.</summary>
    public QuietHours? QuietHours { get; init; }

    /// <summary>True while it is so; to the user alone.</summary>
    public bool? Quiet { get; init; }
}

/// <summary>The reply to <c>status.get</c> and <c>status.subscribe</c>, in the order of the request.</summary>
/// <param name="Users">Those who are shown.</param>
/// <param name="Refused">Those whom the asker may not see; left out where there are none.</param>
internal sealed record StatusSnapshot(IReadOnlyList<StatusView> Users, IReadOnlyList<UserId>? Refused = null);

/// <summary><c>status.changed</c>, to a connection that subscribed.</summary>
/// <param name="Users">How they are now.</param>
/// <param name="Refused">Those whom the user may not see any more: they are shown as offline for the last time. Left out where there are none.</param>
internal sealed record StatusChanged(IReadOnlyList<StatusView> Users, IReadOnlyList<UserId>? Refused = null);
