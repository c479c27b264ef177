using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>A named destination. Never a topic of the mediator's: those are one per node (see docs/architecture.md, "Topics").</summary>
/// <param name="Kind">What owns it.</param>
/// <param name="Id">The owner's id.</param>
public readonly record struct Topic(TopicKind Kind, string Id)
{
    /// <summary>The events of a room.</summary>
    public static Topic Of(RoomId room) => new(TopicKind.Room, room.Value);

    /// <summary>What others are told of a user.</summary>
    public static Topic Of(UserId user) => new(TopicKind.User, user.Value);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}/{Id}";
}
