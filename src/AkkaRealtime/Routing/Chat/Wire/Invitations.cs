using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// Requests to come into a room, where the operator has strangers ask (protocol §3).

/// <summary><c>chat.requests</c>.</summary>
internal sealed record ChatRequestsRequest(string? Before = null, int? Limit = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() => ChatValidation.Limit(Limit) ?? (Before is null ? null : InvitationRules.Id("before", Before));
}

/// <summary><c>chat.accept</c>.</summary>
internal sealed record ChatAcceptRequest(string? Request = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 5;

    public RequestError? Validate() => InvitationRules.Id("request", Request);
}

/// <summary><c>chat.decline</c>.</summary>
internal sealed record ChatDeclineRequest(string? Request = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() => InvitationRules.Id("request", Request);
}

/// <summary>Checks of what these requests carry.</summary>
internal static class InvitationRules
{
    public static RequestError? Id(string field, string? id) => id is not null && IdRules.IsServerMade(id)
        ? null
        : RequestError.Bad(field, $"\"{field}\" must be the id of a request to come into a room.");
}

/// <summary>Somebody wants the user in a room.</summary>
/// <param name="Id">Its name.</param>
/// <param name="By">Who.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Kind">The kind of the room.</param>
/// <param name="Room">The room; null for a direct one, which is made when it is accepted.</param>
/// <param name="RoomName">What that is called.</param>
/// <param name="At">Since when.</param>
public sealed record InvitationView(string Id, UserId By, string Name, string Kind, RoomId? Room, string? RoomName, DateTimeOffset At);

/// <summary><c>chat.requests</c>, the answer.</summary>
internal sealed record ChatRequestList(IReadOnlyList<InvitationView> Requests, bool More);

/// <summary><c>chat.requested</c>.</summary>
internal sealed record ChatRequested(InvitationView Request);

/// <summary><c>chat.asked</c>: these were asked first.</summary>
internal sealed record ChatAsked(IReadOnlyList<UserId> Users, RoomId? Room);

/// <summary><c>chat.declined</c>.</summary>
internal sealed record ChatDeclined(string Request);

/// <summary>Who was asked has accepted: they come into the room, if whoever asked is still in it. No client can send this.</summary>
internal sealed record ChatComeRequest(RoomId? Room = null, UserId InvitedBy = default) : IRoomRequest
{
    public RequestError? Validate() => ChatValidation.Room(Room);
}
