using System.Text.Json;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// What clients ask about messages (protocol §3). Members carry the wire's names; all may be missing until Validate has said otherwise.

/// <summary><c>chat.send</c>.</summary>
internal sealed record ChatSendRequest(
    RoomId? Room = null,
    string? Key = null,
    string? Text = null,
    MessageId? ReplyTo = null,
    MessageId? Thread = null,
    IReadOnlyList<UserId>? Mentions = null,
    IReadOnlyList<Attachment>? Attachments = null,
    string? Audience = null,
    ForwardOf? Forward = null,
    bool? Previews = null,
    JsonElement? Data = null) : IRoomRequest
{
    /// <summary>Who is online, for <see cref="MessageAudience.Here"/>: looked up by the room's owner, never said by a client.</summary>
    internal IReadOnlyList<UserId>? Here { get; init; }

    /// <inheritdoc/>
    int IRequest.Cost => Audience is not null ? 10 : Forward is not null ? 2 : 1;

    public RequestError? Validate() =>
        ChatValidation.Room(Room) ?? ChatValidation.Key(Key) ?? ChatValidation.Text(Text, mayBeEmpty: Attachments is { Count: > 0 } || Forward is not null)
        ?? ChatValidation.OptionalMessage("replyTo", ReplyTo) ?? ChatValidation.OptionalMessage("thread", Thread)
        ?? ChatValidation.Users("mentions", Mentions, required: false)
        ?? ChatValidation.Attachments(Attachments)
        ?? ChatValidation.Data(Data)
        ?? MessageAudience.Check(Audience)
        ?? ForwardFault();

    // What is forwarded says what it said: whatever its sender adds is another message.
    private RequestError? ForwardFault()
    {
        if (Forward is null)
            return null;
        if (!IdRules.IsServerMade(Forward.Room?.Value) || !IdRules.IsServerMade(Forward.Id?.Value))
            return RequestError.Bad("forward", "\"forward\" has a \"room\", and the \"id\" of a message in it.");
        return this is { Text: null or "", ReplyTo: null, Mentions: null or { Count: 0 }, Attachments: null or { Count: 0 }, Audience: null, Data: null }
            ? null
            : RequestError.Bad("forward", "A message with \"forward\" has only \"room\", \"key\" and \"thread\" besides: what it says is copied.");
    }
}

/// <summary>The message that is forwarded.</summary>
internal sealed record ForwardOf(RoomId? Room = null, MessageId? Id = null);

/// <summary><c>chat.edit</c>.</summary>
internal sealed record ChatEditRequest(RoomId? Room = null, MessageId? Id = null, string? Text = null) : IMessageRequest
{
    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Message("id", Id) ?? ChatValidation.Text(Text, mayBeEmpty: false);
}

/// <summary><c>chat.delete</c>.</summary>
internal sealed record ChatDeleteRequest(RoomId? Room = null, MessageId? Id = null) : IMessageRequest
{
    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Message("id", Id);
}

/// <summary><c>chat.react</c>.</summary>
internal sealed record ChatReactRequest(RoomId? Room = null, MessageId? Id = null, string? Emoji = null, bool? On = null) : IMessageRequest
{
    public RequestError? Validate() =>
        ChatValidation.Room(Room) ?? ChatValidation.Message("id", Id) ?? ChatValidation.Emoji(Emoji) ?? ChatValidation.Flag("on", On);
}

/// <summary><c>chat.pin</c>.</summary>
internal sealed record ChatPinRequest(RoomId? Room = null, MessageId? Id = null, bool? On = null) : IMessageRequest
{
    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Message("id", Id) ?? ChatValidation.Flag("on", On);
}

/// <summary><c>chat.unpreview</c>.</summary>
internal sealed record ChatUnpreviewRequest(RoomId? Room = null, MessageId? Id = null) : IMessageRequest
{
    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Message("id", Id);
}
