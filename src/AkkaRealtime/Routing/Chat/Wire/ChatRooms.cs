using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.rooms</c>.</summary>
internal sealed record ChatRoomsRequest : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 5;

    public RequestError? Validate() => null;
}

/// <summary><c>chat.rooms</c>, the answer; <paramref name="Settings"/> of those rooms for which the user has set something.</summary>
internal sealed record ChatRooms(IReadOnlyList<RoomView> Rooms, IReadOnlyDictionary<RoomId, RoomSettings>? Settings = null);
