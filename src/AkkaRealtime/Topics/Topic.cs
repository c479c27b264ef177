using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>What owns a topic.</summary>
public enum TopicKind
{
    /// <summary>A room's log and its volatile events; owned by the room's entity.</summary>
    Room,

    /// <summary>A user's status; owned by the user's entity. Volatile only.</summary>
    Status,
}

/// <summary>A named destination. Never a topic of the mediator's: those are one per node (see docs/architecture.md, "Topics").</summary>
/// <param name="Kind">What owns it.</param>
/// <param name="Id">The owner's id.</param>
public readonly record struct Topic(TopicKind Kind, string Id)
{
    /// <summary>The events of a room.</summary>
    public static Topic Of(RoomId room) => new(TopicKind.Room, room.Value);

    /// <summary>The status of a user.</summary>
    public static Topic Of(UserId user) => new(TopicKind.Status, user.Value);

    /// <inheritdoc/>
    public override string ToString() => $"{(Kind == TopicKind.Room ? "room" : "status")}/{Id}";
}
