using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Storage;

/// <summary>The kind of an event as a number in the log. Numbers are never used again for something else.</summary>
internal enum EventType
{
    Message = 1,
    Edited = 2,
    Deleted = 3,
    Reacted = 4,
    Pinned = 5,
    Joined = 6,
    Left = 7,
    Updated = 8,
    Call = 9,
    Erased = 10,
}

internal static class EventTypes
{
    public static EventType Of(RoomEvent e) => e switch
    {
        ChatMessage => EventType.Message,
        ChatEdited => EventType.Edited,
        ChatDeleted => EventType.Deleted,
        ChatReacted => EventType.Reacted,
        ChatPinned => EventType.Pinned,
        ChatJoined => EventType.Joined,
        ChatLeft => EventType.Left,
        ChatUpdated => EventType.Updated,
        ChatCall => EventType.Call,
        ChatErased => EventType.Erased,
        _ => throw new InvalidOperationException($"No number for {e.GetType().Name}: add it here."),
    };
}
