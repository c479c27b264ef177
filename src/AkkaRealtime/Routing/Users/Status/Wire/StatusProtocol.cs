using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary><c>status.set</c>: what the user chooses, as a whole. <c>online</c> is the choice to have none: idleness and calls decide again.</summary>
internal sealed record SetStatusRequest(string? Status, string? Text, string? Emoji, DateTimeOffset? ClearAt) : IStatusRequest
{
    /// <summary>The longest <c>text</c>, UTF-16 units.</summary>
    public const int LongestText = 140;

    /// <summary>The longest <c>emoji</c>, UTF-16 units: a family with skin tones needs some 20.</summary>
    public const int LongestEmoji = 32;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (!StatusNames.TryParse(Status, out _))
            return RequestError.Bad("status", "\"status\" is one of \"online\", \"away\", \"busy\", \"invisible\".");
        if (Text?.Length > LongestText)
            return RequestError.Bad("text", $"\"text\" has at most {LongestText} characters.");
        if (Emoji?.Length > LongestEmoji)
            return RequestError.Bad("emoji", $"\"emoji\" has at most {LongestEmoji} characters.");
        return null;
    }

    /// <summary>The part of the check that needs a clock: null, or the error that names <c>clearAt</c>.</summary>
    public RequestError? ValidateAt(DateTimeOffset now) =>
        ClearAt <= now ? RequestError.Bad("clearAt", "\"clearAt\" lies in the past. Send a time in the future, or leave it out.") : null;

    /// <summary>The choice that this asks for; only of a request that <see cref="Validate"/> found well formed.</summary>
    public StatusChoice ToChoice()
    {
        if (!StatusNames.TryParse(Status, out var kind))
            throw new InvalidOperationException("The request was not validated.");
        DateTimeOffset? end = ClearAt is { } at ? StatusChoice.ToMilliseconds(at) : null;
        return new StatusChoice(kind, string.IsNullOrEmpty(Text) ? null : Text, string.IsNullOrEmpty(Emoji) ? null : Emoji, end);
    }
}

/// <summary><c>status.activity</c>: this connection's user went idle, or is active again. Has no reply.</summary>
internal sealed record ActivityRequest(bool? Idle) : IStatusRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => Idle is null ? RequestError.Bad("idle", "\"idle\" is true or false.") : null;
}

/// <summary><c>status.subscribe</c>: replaces the list of users that this connection watches; an empty one ends it.</summary>
internal sealed record SubscribeStatusRequest(IReadOnlyList<UserId>? Users) : IStatusRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => StatusUsers.Validate(Users);
}

/// <summary><c>status.get</c>: the status of some users, once.</summary>
internal sealed record GetStatusRequest(IReadOnlyList<UserId>? Users) : IStatusRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => StatusUsers.Validate(Users);
}

/// <summary>The rule for lists of users in this domain.</summary>
internal static class StatusUsers
{
    /// <summary>The most users that one request may name.</summary>
    public const int Most = 1_000;

    /// <summary>Null where <paramref name="users"/> is a list of at most <see cref="Most"/> possible ids.</summary>
    public static RequestError? Validate(IReadOnlyList<UserId>? users)
    {
        if (users is null)
            return RequestError.Bad("users", "\"users\" is a list of user ids.");
        if (users.Count > Most)
            return RequestError.Bad("users", $"\"users\" has at most {Most} entries.");
        foreach (var user in users)
        {
            if (!IdRules.IsUser(user.Value))
                return RequestError.Bad("users", "\"users\" holds something that is no user id: [A-Za-z0-9_.:@-]{1,64}.");
        }

        return null;
    }
}

/// <summary><c>Status</c> of protocol §5. <paramref name="Status"/> is <c>online</c>, <c>away</c>, <c>busy</c> or <c>offline</c>; to the user alone also <c>invisible</c>.</summary>
/// <param name="User">Whose.</param>
/// <param name="Status">The word.</param>
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

/// <summary>The <c>data</c> of <c>status.snapshot</c> and <c>status.changed</c>.</summary>
internal sealed record StatusList(IReadOnlyList<StatusView> Users);

/// <summary>The domain's part of the catalog.</summary>
internal static class StatusRequests
{
    /// <summary>Every request of protocol §5.</summary>
    public static IReadOnlyList<RequestType> Types { get; } =
    [
        RequestType.Of("status.set", StatusJson.Default.SetStatusRequest),
        RequestType.Of("status.activity", StatusJson.Default.ActivityRequest),
        RequestType.Of("status.subscribe", StatusJson.Default.SubscribeStatusRequest),
        RequestType.Of("status.get", StatusJson.Default.GetStatusRequest),
    ];
}
