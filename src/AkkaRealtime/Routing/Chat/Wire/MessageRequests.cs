using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// What clients ask about messages (protocol §3). Members carry the wire's names; all may be missing until Validate has said otherwise.

/// <summary><c>chat.send</c>.</summary>
internal sealed record SendRequest(
    RoomId? Room = null,
    string? Key = null,
    string? Text = null,
    MessageId? ReplyTo = null,
    MessageId? Thread = null,
    IReadOnlyList<UserId>? Mentions = null,
    IReadOnlyList<Attachment>? Attachments = null) : IRoomRequest
{
    public RequestError? Validate() =>
        ChatRules.Room(Room) ?? ChatRules.Key(Key) ?? ChatRules.Text(Text, mayBeEmpty: Attachments is { Count: > 0 })
        ?? ChatRules.OptionalMessage("replyTo", ReplyTo) ?? ChatRules.OptionalMessage("thread", Thread)
        ?? ChatRules.Users("mentions", Mentions, required: false)
        ?? ChatRules.Attachments(Attachments);
}

/// <summary>A request about one message of a room: the owner looks it up before it decides.</summary>
internal interface IMessageRequest : IRoomRequest
{
    /// <summary>The message; never null once validated.</summary>
    MessageId? Id { get; }
}

/// <summary><c>chat.edit</c>.</summary>
internal sealed record EditRequest(RoomId? Room = null, MessageId? Id = null, string? Text = null) : IMessageRequest
{
    public RequestError? Validate() => ChatRules.Room(Room) ?? ChatRules.Message("id", Id) ?? ChatRules.Text(Text, mayBeEmpty: false);
}

/// <summary><c>chat.delete</c>.</summary>
internal sealed record DeleteRequest(RoomId? Room = null, MessageId? Id = null) : IMessageRequest
{
    public RequestError? Validate() => ChatRules.Room(Room) ?? ChatRules.Message("id", Id);
}

/// <summary><c>chat.react</c>.</summary>
internal sealed record ReactRequest(RoomId? Room = null, MessageId? Id = null, string? Emoji = null, bool? On = null) : IMessageRequest
{
    public RequestError? Validate() =>
        ChatRules.Room(Room) ?? ChatRules.Message("id", Id) ?? ChatRules.Emoji(Emoji) ?? ChatRules.Flag("on", On);
}

/// <summary><c>chat.pin</c>.</summary>
internal sealed record PinRequest(RoomId? Room = null, MessageId? Id = null, bool? On = null) : IMessageRequest
{
    public RequestError? Validate() => ChatRules.Room(Room) ?? ChatRules.Message("id", Id) ?? ChatRules.Flag("on", On);
}

/// <summary><c>chat.history</c>.</summary>
internal sealed record HistoryRequest(
    RoomId? Room = null,
    long? Before = null,
    long? After = null,
    int? Limit = null,
    MessageId? Thread = null,
    MessageId? Around = null) : IChatRequest
{
    public RequestError? Validate() =>
        ChatRules.Room(Room) ?? ChatRules.Position("before", Before) ?? ChatRules.Position("after", After) ?? ChatRules.Limit(Limit)
        ?? ChatRules.OptionalMessage("thread", Thread) ?? ChatRules.OptionalMessage("around", Around)
        ?? (Before is not null && After is not null ? RequestError.Bad("after", "Name \"before\" or \"after\", not both.") : null)
        ?? (Around is not null && (Before ?? After) is not null ? RequestError.Bad("around", "Name \"around\", or a position, not both.") : null);
}

/// <summary><c>chat.pins</c>.</summary>
internal sealed record PinsRequest(RoomId? Room = null, long? Before = null, int? Limit = null) : IChatRequest
{
    public RequestError? Validate() => ChatRules.Room(Room) ?? ChatRules.Position("before", Before) ?? ChatRules.Limit(Limit);
}

/// <summary><c>chat.sync</c>.</summary>
internal sealed record SyncRequest(IReadOnlyDictionary<RoomId, long>? Rooms = null) : IChatRequest
{
    public RequestError? Validate() => Rooms switch
    {
        null => RequestError.Bad("rooms", "\"rooms\" is an object: the last seq that you have, by room id."),
        { Count: > ChatRules.MostSyncRooms } => ChatRules.TooLarge("rooms", $"One sync names at most {ChatRules.MostSyncRooms:N0} rooms."),
        _ => Rooms.Any(r => !IdRules.IsServerMade(r.Key.Value) || r.Value < 0)
            ? RequestError.Bad("rooms", "\"rooms\" holds ids of rooms, and positions of 0 or more.")
            : null,
    };
}

/// <summary><c>chat.read</c>.</summary>
internal sealed record ReadRequest(RoomId? Room = null, long? Seq = null) : IRoomRequest
{
    public RequestError? Validate() =>
        ChatRules.Room(Room) ?? (Seq is >= 0 ? null : RequestError.Bad("seq", "\"seq\" is the position up to which was read."));
}

/// <summary><c>chat.typing</c>; has no reply.</summary>
internal sealed record TypingRequest(RoomId? Room = null, bool? On = null) : IRoomRequest
{
    public RequestError? Validate() => ChatRules.Room(Room) ?? ChatRules.Flag("on", On);
}

/// <summary><c>chat.search</c>.</summary>
internal sealed record SearchRequest(string? Text = null, RoomId? Room = null, long? Before = null, int? Limit = null) : IChatRequest
{
    public RequestError? Validate() => Text switch
    {
        null => RequestError.Bad("text", "\"text\" is missing."),
        _ when string.IsNullOrWhiteSpace(Text) => RequestError.Bad("text", "\"text\" is empty."),
        { Length: > ChatRules.LongestQuery } => ChatRules.TooLarge("text", $"\"text\" has at most {ChatRules.LongestQuery} characters."),
        _ => (Room is null ? null : ChatRules.Room(Room)) ?? ChatRules.Position("before", Before) ?? ChatRules.Limit(Limit),
    };
}
