using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>A durable change of a room that chat decided: one of its events in the room's log.</summary>
public abstract record RoomEvent : LogEvent
{
    /// <inheritdoc/>
    public override EncodedEnvelope Encode() => RoomEventJson.Encode(this);

    /// <inheritdoc/>
    public override LogEvent ReadStored(ReadOnlyMemory<byte> envelope) => RoomEventJson.Decode(envelope);
}

/// <summary>An event that changes a message of the room, which was sent before.</summary>
internal interface IMessageEvent
{
    /// <summary>The message.</summary>
    MessageId Id { get; }
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
    /// <summary>To whom it was addressed as a whole, <c>all</c> or <c>here</c>: they are among <see cref="Mentions"/>. Null where it was not.</summary>
    public string? Audience { get; init; }

    /// <summary>Whose words these are, where they were forwarded; null: those of who sent it.</summary>
    public ForwardedFrom? Forwarded { get; init; }

    /// <summary>Empty where its sender wants none of its links to be looked at; null otherwise: what they lead to comes later (<see cref="ChatPreviewed"/>).</summary>
    public IReadOnlyList<LinkPreview>? Previews { get; init; }

    /// <summary>What the sender's app says with it, an object, for the app of whoever reads it; null: nothing.</summary>
    public JsonElement? Data { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.message";

    /// <inheritdoc/>
    public override LogFacts Facts() => new(Key, Id.Value, Thread?.Value, Unread: true) { Number = ChatEventNumbers.Message };
}

/// <summary>Who wrote what is forwarded: said by the server, which has copied it.</summary>
/// <param name="By">Its author, the first one where it has been forwarded more than once.</param>
/// <param name="Name">What they were called when it was forwarded: who reads it may not know them.</param>
/// <param name="At">When they wrote it.</param>
/// <param name="Files">How many files it had, which stay in their room; null: none.</param>
public sealed record ForwardedFrom(UserId By, string Name, DateTimeOffset At, int? Files = null);

/// <summary>A message's text was replaced.</summary>
public sealed record ChatEdited(MessageId Id, string Text) : RoomEvent, IMessageEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.edited";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Edited };
}

/// <summary>A message was deleted.</summary>
public sealed record ChatDeleted(MessageId Id) : RoomEvent, IMessageEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.deleted";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Deleted };

    /// <summary>For the store, not on the wire: the commit takes what the message and its edits said out of the log as well.</summary>
    [JsonIgnore]
    public bool Empties { get; init; }
}

/// <summary>A reaction was put on a message or taken off.</summary>
public sealed record ChatReacted(MessageId Id, string Emoji, bool On) : RoomEvent, IMessageEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.reacted";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Reacted };
}

/// <summary>A message was pinned or unpinned.</summary>
public sealed record ChatPinned(MessageId Id, bool On) : RoomEvent, IMessageEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.pinned";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Pinned };
}

/// <summary>What the links of a message lead to.</summary>
/// <param name="Id">The message.</param>
/// <param name="Previews">All that it shows from now on. Null: none; empty: none, and none will come, as somebody has taken them away.</param>
public sealed record ChatPreviewed(MessageId Id, IReadOnlyList<LinkPreview>? Previews) : RoomEvent, IMessageEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.previewed";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Previewed };
}

/// <summary>A user became a member.</summary>
public sealed record ChatJoined(UserId User, string Role) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.joined";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Joined };
}

/// <summary>A user is no longer a member.</summary>
public sealed record ChatLeft(UserId User) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.left";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Left };
}

/// <summary>A user may not be in the room from now on, or may be again.</summary>
/// <param name="User">Who.</param>
/// <param name="On">Whether they are banned.</param>
/// <param name="Until">When that ends by itself; null: not at all.</param>
public sealed record ChatBanned(UserId User, bool On, DateTimeOffset? Until = null) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.banned";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Banned };

    /// <summary>For the store, not on the wire: what owners and admins, and who is banned, are told of why. The log is for all of the room.</summary>
    [JsonIgnore]
    public string? Reason { get; init; }
}

/// <summary>Name, topic, roles, or who may write how often changed; only what changed is there.</summary>
public sealed record ChatUpdated(string? Name = null, string? Topic = null, IReadOnlyDictionary<UserId, string>? Roles = null) : RoomEvent
{
    /// <summary>How many seconds a member waits between two messages; 0: none.</summary>
    public int? SlowModeSeconds { get; init; }

    /// <summary>The least role that may write.</summary>
    public string? PostRole { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.updated";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Updated };
}

/// <summary>A call of the room ended.</summary>
public sealed record ChatCall(CallId CallId, string Outcome, long DurationMs, string Media) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.call";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Call };
}

/// <summary>An operator had a user erased: forget what they said before this event. Their messages are empty in the log from then on.</summary>
public sealed record ChatErased(UserId User) : RoomEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "chat.erased";

    /// <inheritdoc/>
    public override LogFacts Facts() => new() { Number = ChatEventNumbers.Erased };
}
