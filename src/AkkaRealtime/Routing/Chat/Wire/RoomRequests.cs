using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// What clients ask about rooms and members (protocol §3). Members carry the wire's names; all may be missing until Validate has said otherwise.

/// <summary><c>chat.create</c>.</summary>
internal sealed record ChatCreateRequest(
    string? Kind = null, string? Name = null, IReadOnlyList<UserId>? Members = null, string? Topic = null, string? Key = null) : IChatRequest
{
    /// <summary>So many who come into a room cost as much as a plain request: each is an event and a row.</summary>
    public const int NamesPerCost = 4;

    /// <inheritdoc/>
    int IRequest.Cost => 5 + ((Members?.Count ?? 0) / NamesPerCost);

    public RequestError? Validate() =>
        (Kind is RoomKinds.Group or RoomKinds.Channel ? null : RequestError.Bad("kind", "\"kind\" must be \"group\" or \"channel\"."))
        ?? ChatValidation.Name(Name, required: true)
        ?? ChatValidation.People("members", Members, required: false)
        ?? ChatValidation.Topic(Topic)
        ?? (Key is null ? null : ChatValidation.Key(Key, "make the same room"));
}

/// <summary><c>chat.direct</c>.</summary>
internal sealed record ChatDirectRequest(UserId? User = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 5;

    public RequestError? Validate() => ChatValidation.Person("user", User);
}

/// <summary><c>chat.join</c>.</summary>
internal sealed record ChatJoinRequest(RoomId? Room = null) : IRoomRequest
{
    public RequestError? Validate() => ChatValidation.Room(Room);
}

/// <summary><c>chat.leave</c>.</summary>
internal sealed record ChatLeaveRequest(RoomId? Room = null) : IRoomRequest
{
    public RequestError? Validate() => ChatValidation.Room(Room);
}

/// <summary><c>chat.invite</c>.</summary>
internal sealed record ChatInviteRequest(RoomId? Room = null, IReadOnlyList<UserId>? Users = null) : IRoomRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2 + ((Users?.Count ?? 0) / ChatCreateRequest.NamesPerCost);

    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.People("users", Users, required: true);
}

/// <summary><c>chat.remove</c>.</summary>
internal sealed record ChatRemoveRequest(RoomId? Room = null, IReadOnlyList<UserId>? Users = null) : IRoomRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2 + ((Users?.Count ?? 0) / 10);

    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Users("users", Users, required: true);
}

/// <summary><c>chat.update</c>.</summary>
internal sealed record ChatUpdateRequest(
    RoomId? Room = null,
    string? Name = null,
    string? Topic = null,
    IReadOnlyDictionary<UserId, string>? Roles = null,
    int? SlowModeSeconds = null,
    string? PostRole = null) : IRoomRequest
{
    public RequestError? Validate() =>
        ChatValidation.Room(Room) ?? ChatValidation.Name(Name, required: false) ?? ChatValidation.Topic(Topic)
        ?? ChatValidation.Users("roles", Roles?.Keys.ToList(), required: false)
        ?? (Roles?.Values.All(r => RoomRoles.Rank(r) > 0) ?? true ? null : RequestError.Bad("roles", "A role must be \"owner\", \"admin\" or \"member\"."))
        ?? (SlowModeSeconds is null or (>= 0 and <= ChatLimits.MaxSlowModeSeconds)
            ? null
            : RequestError.Bad("slowModeSeconds", $"\"slowModeSeconds\" must be 0 (off) to {ChatLimits.MaxSlowModeSeconds:N0}."))
        ?? (PostRole is null || RoomRoles.Rank(PostRole) > 0 ? null : RequestError.Bad("postRole", "\"postRole\" must be \"owner\", \"admin\" or \"member\"."));
}
