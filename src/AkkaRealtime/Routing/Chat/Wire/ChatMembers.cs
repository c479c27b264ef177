using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.members</c>: who is in a room; only those of <paramref name="Users"/>, or those that <paramref name="Query"/> finds, if one is given.</summary>
internal sealed record ChatMembersRequest(
    RoomId? Room = null,
    UserId? After = null,
    int? Limit = null,
    string? Query = null,
    IReadOnlyList<UserId>? Users = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() =>
        ChatValidation.Room(Room) ?? (After is null ? null : ChatValidation.User("after", After)) ?? ChatValidation.Limit(Limit)
        ?? (Query is { Length: > ChatLimits.MaxQuery }
            ? ChatValidation.TooLarge("query", $"\"query\" can have at most {ChatLimits.MaxQuery} characters.")
            : null)
        ?? (Users is { Count: > ChatLimits.MaxPage }
            ? ChatValidation.TooLarge("users", $"\"users\" can name at most {ChatLimits.MaxPage} users.")
            : ChatValidation.Users("users", Users, required: false));
}

/// <summary><c>chat.members</c>: as it stood at <paramref name="Head"/>, or with some of what came after.</summary>
internal sealed record ChatMembers(RoomId Room, IReadOnlyList<MemberView> Members, int Total, bool More, long Head);
