using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.read</c>.</summary>
internal sealed record ChatReadRequest(RoomId? Room = null, long? Seq = null) : IRoomRequest
{
    public RequestError? Validate() =>
        ChatValidation.Room(Room) ?? (Seq is >= 0 ? null : RequestError.Bad("seq", "\"seq\" must be the position up to which you have read: 0 or more."));
}

/// <summary><c>chat.typing</c>; has no reply.</summary>
internal sealed record ChatTypingRequest(RoomId? Room = null, bool? On = null) : IRoomRequest, IUnanswered
{
    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Flag("on", On);
}
