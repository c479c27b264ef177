using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary><c>call.start</c>: ring the other members of a room, or one user.</summary>
internal sealed record CallStartRequest(RoomId? Room, UserId? User, string? Media, string? Key) : ICallRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 5;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (Room is null == User is null)
            return RequestError.Bad("room", "Send either \"room\" or \"user\".");
        if (Room is { } room && !IdRules.IsServerMade(room.Value))
            return RequestError.Bad("room", "\"room\" must be the id of a room.");
        if (User is { } user && (!IdRules.IsUser(user.Value) || IdRules.IsReserved(user.Value)))
            return RequestError.Bad("user", "\"user\" must be a user id: [A-Za-z0-9_.:@-]{1,64}.");
        if (Media is not (MediaKinds.Audio or MediaKinds.Video))
            return RequestError.Bad("media", "\"media\" must be \"audio\" or \"video\".");
        return IdRules.IsKey(Key) ? null : RequestError.Bad("key", "\"key\" must be a string of 1 to 64 characters, the same for every attempt to start the same call.");
    }
}

/// <summary><c>call.accept</c>: the callee takes the call on this connection.</summary>
internal sealed record CallAcceptRequest(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.join</c>: into a call of a room of mine, or back into it.</summary>
internal sealed record CallJoinRequest(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.invite</c>: a participant has more members of the room rung.</summary>
internal sealed record CallInviteRequest(CallId CallId, IReadOnlyList<UserId>? Users) : INamesCall
{
    /// <inheritdoc/>
    int IRequest.Cost => 2 + ((Users?.Count ?? 0) / 10);

    /// <summary>The most users that one request may name.</summary>
    public const int MaxUsers = 50;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (CallFields.Check(CallId) is { } error)
            return error;
        if (Users is not { Count: > 0 and <= MaxUsers })
            return RequestError.Bad("users", $"\"users\" must be a list of 1 to {MaxUsers} user ids.");
        return Users.All(u => IdRules.IsUser(u.Value))
            ? null
            : RequestError.Bad("users", "\"users\" contains an invalid user id; ids match [A-Za-z0-9_.:@-]{1,64}.");
    }
}
