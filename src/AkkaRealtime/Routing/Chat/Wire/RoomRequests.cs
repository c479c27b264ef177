using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// What clients ask about rooms and members (protocol §3). Members carry the wire's names; all may be missing until Validate has said otherwise.

/// <summary>A request that the room's owner decides. The names of the kinds travel between nodes.</summary>
[JsonDerivedType(typeof(JoinRequest), "join")]
[JsonDerivedType(typeof(LeaveRequest), "leave")]
[JsonDerivedType(typeof(InviteRequest), "invite")]
[JsonDerivedType(typeof(RemoveRequest), "remove")]
[JsonDerivedType(typeof(UpdateRequest), "update")]
[JsonDerivedType(typeof(SendRequest), "send")]
[JsonDerivedType(typeof(EditRequest), "edit")]
[JsonDerivedType(typeof(DeleteRequest), "delete")]
[JsonDerivedType(typeof(ReactRequest), "react")]
[JsonDerivedType(typeof(PinRequest), "pin")]
[JsonDerivedType(typeof(ReadRequest), "read")]
[JsonDerivedType(typeof(TypingRequest), "typing")]
internal interface IRoomRequest : IChatRequest
{
    /// <summary>The room; never null once validated.</summary>
    RoomId? Room { get; }
}

/// <summary><c>chat.rooms</c>.</summary>
internal sealed record RoomsRequest : IChatRequest
{
    public RequestError? Validate() => null;
}

/// <summary><c>chat.create</c>.</summary>
internal sealed record CreateRequest(string? Kind = null, string? Name = null, IReadOnlyList<UserId>? Members = null, string? Topic = null)
    : IChatRequest
{
    public RequestError? Validate() =>
        (Kind is RoomKinds.Group or RoomKinds.Channel ? null : RequestError.Bad("kind", "\"kind\" is group or channel."))
        ?? ChatRules.Name(Name, required: true)
        ?? ChatRules.Users("members", Members, required: false)
        ?? ChatRules.Topic(Topic);
}

/// <summary><c>chat.direct</c>.</summary>
internal sealed record DirectRequest(UserId? User = null) : IChatRequest
{
    public RequestError? Validate() => ChatRules.User("user", User);
}

/// <summary><c>chat.join</c>.</summary>
internal sealed record JoinRequest(RoomId? Room = null) : IRoomRequest
{
    public RequestError? Validate() => ChatRules.Room(Room);
}

/// <summary><c>chat.leave</c>.</summary>
internal sealed record LeaveRequest(RoomId? Room = null) : IRoomRequest
{
    public RequestError? Validate() => ChatRules.Room(Room);
}

/// <summary><c>chat.invite</c>.</summary>
internal sealed record InviteRequest(RoomId? Room = null, IReadOnlyList<UserId>? Users = null) : IRoomRequest
{
    public RequestError? Validate() => ChatRules.Room(Room) ?? ChatRules.Users("users", Users, required: true);
}

/// <summary><c>chat.remove</c>.</summary>
internal sealed record RemoveRequest(RoomId? Room = null, IReadOnlyList<UserId>? Users = null) : IRoomRequest
{
    public RequestError? Validate() => ChatRules.Room(Room) ?? ChatRules.Users("users", Users, required: true);
}

/// <summary><c>chat.update</c>.</summary>
internal sealed record UpdateRequest(
    RoomId? Room = null,
    string? Name = null,
    string? Topic = null,
    IReadOnlyDictionary<UserId, string>? Roles = null) : IRoomRequest
{
    public RequestError? Validate() =>
        ChatRules.Room(Room) ?? ChatRules.Name(Name, required: false) ?? ChatRules.Topic(Topic)
        ?? ChatRules.Users("roles", Roles?.Keys.ToList(), required: false)
        ?? (Roles?.Values.All(r => RoomRoles.Rank(r) > 0) ?? true ? null : RequestError.Bad("roles", "A role is owner, admin or member."));
}

/// <summary><c>chat.directory</c>.</summary>
internal sealed record DirectoryRequest(string? Query = null, string? Before = null) : IChatRequest
{
    public RequestError? Validate() => Query is { Length: > ChatRules.LongestQuery }
        ? ChatRules.TooLarge("query", $"\"query\" has at most {ChatRules.LongestQuery} characters.")
        : Before is { Length: > 256 } ? RequestError.Bad("before", "\"before\" is the id of the last room of the page before.") : null;
}

/// <summary><c>chat.members</c>: who is in a room; those of <paramref name="Users"/> or those that <paramref name="Query"/> finds, where one is given.</summary>
internal sealed record MembersRequest(
    RoomId? Room = null,
    UserId? After = null,
    int? Limit = null,
    string? Query = null,
    IReadOnlyList<UserId>? Users = null) : IChatRequest
{
    public RequestError? Validate() =>
        ChatRules.Room(Room) ?? (After is null ? null : ChatRules.User("after", After)) ?? ChatRules.Limit(Limit)
        ?? (Query is { Length: > ChatRules.LongestQuery }
            ? ChatRules.TooLarge("query", $"\"query\" has at most {ChatRules.LongestQuery} characters.")
            : null)
        ?? (Users is { Count: > ChatRules.LongestPage }
            ? ChatRules.TooLarge("users", $"\"users\" names at most {ChatRules.LongestPage} users.")
            : ChatRules.Users("users", Users, required: false));
}

/// <summary><c>chat.watch</c>.</summary>
internal sealed record WatchRequest(RoomId? Room = null) : IChatRequest
{
    public RequestError? Validate() => ChatRules.Room(Room);
}

/// <summary><c>chat.unwatch</c>.</summary>
internal sealed record UnwatchRequest(RoomId? Room = null) : IChatRequest
{
    public RequestError? Validate() => ChatRules.Room(Room);
}
