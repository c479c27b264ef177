namespace AkkaRealtime.Topics;

/// <summary>
/// What owns a topic: the name of a kind of sharded entity, by which a relay finds the owner's region (<see cref="TopicOwner"/>).
/// Numbers travel between nodes: a number never changes its meaning.
/// </summary>
/// <param name="Number">0 and up; those below 100 belong to this library.</param>
public readonly record struct TopicKind(int Number)
{
    /// <summary>A room's log and its volatile events; owned by the room's entity.</summary>
    public static TopicKind Room { get; } = new(0);

    /// <summary>What others are told of a user; owned by the user's entity. Volatile only.</summary>
    public static TopicKind User { get; } = new(1);

    /// <inheritdoc/>
    public override string ToString() => Number switch
    {
        0 => "room",
        1 => "user",
        _ => $"kind-{Number}",
    };
}
