using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary><c>status.subscribe</c>: replaces the list of users that this connection watches; an empty one ends it.</summary>
internal sealed record StatusSubscribeRequest(IReadOnlyList<UserId>? Users) : IStatusRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 1 + ((Users?.Count ?? 0) / 20);

    /// <inheritdoc/>
    public RequestError? Validate() => StatusUsers.Validate(Users);
}

/// <summary><c>status.get</c>: the status of some users, once.</summary>
internal sealed record StatusGetRequest(IReadOnlyList<UserId>? Users) : IStatusRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 1 + ((Users?.Count ?? 0) / 20);

    /// <inheritdoc/>
    public RequestError? Validate() => StatusUsers.Validate(Users);
}

/// <summary>The rule for lists of users in this domain.</summary>
internal static class StatusUsers
{
    /// <summary>The most users that one request may name.</summary>
    public const int MaxUsers = 1_000;

    /// <summary>Null where <paramref name="users"/> is a list of at most <see cref="MaxUsers"/> possible ids.</summary>
    public static RequestError? Validate(IReadOnlyList<UserId>? users)
    {
        if (users is null)
            return RequestError.Bad("users", "\"users\" must be a list of user ids.");
        if (users.Count > MaxUsers)
            return RequestError.Bad("users", $"\"users\" can have at most {MaxUsers} entries.");
        foreach (var user in users)
        {
            if (!IdRules.IsUser(user.Value))
                return RequestError.Bad("users", "\"users\" contains an invalid user id; ids match [A-Za-z0-9_.:@-]{1,64}.");
        }

        return null;
    }
}
