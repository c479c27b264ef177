using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// Who may not be in a room (protocol §3, "Bans").

/// <summary><c>chat.ban</c>.</summary>
internal sealed record ChatBanRequest(RoomId? Room = null, IReadOnlyList<UserId>? Users = null, string? Reason = null, DateTimeOffset? Until = null) : IRoomRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2 + ((Users?.Count ?? 0) / 10);

    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.People("users", Users, required: true)
        ?? (Reason is { Length: > ChatLimits.MaxReason } ? ChatValidation.TooLarge("reason", $"\"reason\" can have at most {ChatLimits.MaxReason} characters.") : null);
}

/// <summary><c>chat.unban</c>.</summary>
internal sealed record ChatUnbanRequest(RoomId? Room = null, IReadOnlyList<UserId>? Users = null) : IRoomRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2 + ((Users?.Count ?? 0) / 10);

    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Users("users", Users, required: true);
}

/// <summary><c>chat.bans</c>.</summary>
internal sealed record ChatBansRequest(RoomId? Room = null, UserId? After = null, int? Limit = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() =>
        ChatValidation.Room(Room) ?? (After is null ? null : ChatValidation.User("after", After)) ?? ChatValidation.Limit(Limit);
}

/// <summary>Somebody who may not be in a room.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">What they are called; their id where they never signed in.</param>
/// <param name="By">Who has banned them.</param>
/// <param name="At">When.</param>
/// <param name="Until">When it ends by itself; null: not at all.</param>
/// <param name="Reason">What they were told of why.</param>
public sealed record BanView(UserId User, string Name, UserId By, DateTimeOffset At, DateTimeOffset? Until, string? Reason);

/// <summary><c>chat.bans</c>, the answer: by id.</summary>
internal sealed record ChatBans(RoomId Room, IReadOnlyList<BanView> Bans, bool More);

/// <summary><c>chat.barred</c>: to who was in the room, beside what the log says.</summary>
internal sealed record ChatBarred(RoomId Room, string Name, DateTimeOffset? Until, string? Reason);
