using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.rooms</c>.</summary>
internal sealed record ChatRoomsRequest(int? Limit = null, string? Cursor = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 5;

    public RequestError? Validate() => ChatValidation.Limit(Limit);
}

/// <summary>
/// <c>chat.rooms</c>, the answer; <paramref name="Settings"/> of those rooms for which the user has set something; <paramref name="Next"/>: the cursor to ask for the others with.
/// </summary>
internal sealed record ChatRooms(IReadOnlyList<RoomView> Rooms, IReadOnlyDictionary<RoomId, RoomSettings>? Settings = null, string? Next = null);
