using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>A request that names a call.</summary>
internal interface INamesCall : ICallRequest
{
    /// <summary>The call.</summary>
    CallId CallId { get; }
}

/// <summary><c>call.start</c>: ring the other members of a room, or one user.</summary>
internal sealed record StartCall(RoomId? Room, UserId? User, string? Media, string? Key) : ICallRequest
{
    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (Room is null == User is null)
            return RequestError.Bad("room", "Send either \"room\" or \"user\".");
        if (Room is { } room && !IdRules.IsServerMade(room.Value))
            return RequestError.Bad("room", "\"room\" is the id of a room.");
        if (User is { } user && !IdRules.IsUser(user.Value))
            return RequestError.Bad("user", "\"user\" is a user id: [A-Za-z0-9_.:@-]{1,64}.");
        if (Media is not (CallMedia.Audio or CallMedia.Video))
            return RequestError.Bad("media", "\"media\" is \"audio\" or \"video\".");
        return IdRules.IsKey(Key) ? null : RequestError.Bad("key", "\"key\" is a string of 1 to 64 characters; the same again for the same attempt.");
    }
}

/// <summary><c>call.accept</c>: the callee takes the call on this connection.</summary>
internal sealed record AcceptCall(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.decline</c>: the callee does not want to.</summary>
internal sealed record DeclineCall(CallId CallId, string? Reason = null) : INamesCall
{
    /// <summary>The longest <c>reason</c>, UTF-16 units.</summary>
    public const int LongestReason = 128;

    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId)
        ?? (Reason?.Length > LongestReason ? RequestError.Bad("reason", $"\"reason\" has at most {LongestReason} characters.") : null);
}

/// <summary><c>call.cancel</c>: the caller does not want to any more.</summary>
internal sealed record CancelCall(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.leave</c>: a participant goes.</summary>
internal sealed record LeaveCall(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.end</c>: the host ends the call for everybody.</summary>
internal sealed record EndCall(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.join</c>: into a call of a room of mine, or back into it.</summary>
internal sealed record JoinCall(CallId CallId) : INamesCall
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId);
}

/// <summary><c>call.invite</c>: a participant has more members of the room rung.</summary>
internal sealed record InviteToCall(CallId CallId, IReadOnlyList<UserId>? Users) : INamesCall
{
    /// <summary>The most users that one request may name.</summary>
    public const int Most = 50;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (CallFields.Check(CallId) is { } error)
            return error;
        if (Users is not { Count: > 0 and <= Most })
            return RequestError.Bad("users", $"\"users\" is a list of 1 to {Most} user ids.");
        return Users.All(u => IdRules.IsUser(u.Value))
            ? null
            : RequestError.Bad("users", "\"users\" holds something that is no user id: [A-Za-z0-9_.:@-]{1,64}.");
    }
}

/// <summary>What a call is for.</summary>
internal static class CallMedia
{
    /// <summary>Voice.</summary>
    public const string Audio = "audio";

    /// <summary>Voice and picture.</summary>
    public const string Video = "video";
}

/// <summary>Checks that several requests share.</summary>
internal static class CallFields
{
    /// <summary>Null where <paramref name="id"/> has the characters of an id; whether there is such a call is another question.</summary>
    public static RequestError? Check(CallId id) =>
        IdRules.IsServerMade(id.Value) ? null : RequestError.Bad("callId", "\"callId\" is the id of a call, as call.incoming or call.started named it.");
}
