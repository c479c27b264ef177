using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>
/// A durable change of a room: what the log keeps, and at the same time the <c>data</c> that goes out (protocol §3, "Events").
/// Its members are the wire's. <see cref="Seq"/> is 0 until the journal has numbered it.
/// </summary>
public abstract record RoomEvent
{
    /// <summary>The envelope's type; ignored at each override as well, since the attribute is not inherited.</summary>
    [JsonIgnore]
    public abstract string Type { get; }

    /// <summary>The room.</summary>
    [JsonPropertyOrder(-4)]
    public required RoomId Room { get; init; }

    /// <summary>The place in the log: 1, 2, 3 … without gaps.</summary>
    [JsonPropertyOrder(-3)]
    public long Seq { get; init; }

    /// <summary>When the owner decided it.</summary>
    [JsonPropertyOrder(-2)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    [JsonPropertyOrder(-1)]
    public required UserId By { get; init; }
}

/// <summary>A message was sent. <paramref name="Deleted"/>: what it said was taken out of the log later (deletion, retention, erasure).</summary>
public sealed record ChatMessage(
    MessageId Id,
    string Key,
    string Text,
    MessageId? ReplyTo = null,
    MessageId? Thread = null,
    IReadOnlyList<UserId>? Mentions = null,
    IReadOnlyList<Attachment>? Attachments = null,
    bool? Deleted = null) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.message";
}

/// <summary>A message's text was replaced.</summary>
public sealed record ChatEdited(MessageId Id, string Text) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.edited";
}

/// <summary>A message was deleted.</summary>
public sealed record ChatDeleted(MessageId Id) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.deleted";

    /// <summary>For the store, not on the wire: the commit takes what the message and its edits said out of the log as well.</summary>
    [JsonIgnore]
    public bool Empties { get; init; }
}

/// <summary>A reaction was put on a message or taken off.</summary>
public sealed record ChatReacted(MessageId Id, string Emoji, bool On) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.reacted";
}

/// <summary>A message was pinned or unpinned.</summary>
public sealed record ChatPinned(MessageId Id, bool On) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.pinned";
}

/// <summary>A user became a member.</summary>
public sealed record ChatJoined(UserId User, string Role) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.joined";
}

/// <summary>A user is no longer a member.</summary>
public sealed record ChatLeft(UserId User) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.left";
}

/// <summary>Name, topic or roles changed; only what changed is there.</summary>
public sealed record ChatUpdated(string? Name = null, string? Topic = null, IReadOnlyDictionary<UserId, string>? Roles = null) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.updated";
}

/// <summary>A call of the room ended.</summary>
public sealed record ChatCall(CallId CallId, string Outcome, long DurationMs, string Media) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.call";
}

/// <summary>An operator had a user erased: forget what they said before this event. Their messages are empty in the log from then on.</summary>
public sealed record ChatErased(UserId User) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.erased";
}
