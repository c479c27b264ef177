using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.pins</c>.</summary>
internal sealed record ChatPinsRequest(RoomId? Room = null, long? Before = null, int? Limit = null) : IChatRequest
{
    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Position("before", Before) ?? ChatValidation.Limit(Limit);
}

/// <summary><c>chat.pins</c>.</summary>
internal sealed record ChatPins(RoomId Room, IReadOnlyList<MessageView> Messages, bool More);
