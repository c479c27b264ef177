using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.history</c>.</summary>
internal sealed record ChatHistoryRequest(
    RoomId? Room = null,
    long? Before = null,
    long? After = null,
    int? Limit = null,
    MessageId? Thread = null,
    MessageId? Around = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() =>
        ChatValidation.Room(Room) ?? ChatValidation.Position("before", Before) ?? ChatValidation.Position("after", After) ?? ChatValidation.Limit(Limit)
        ?? ChatValidation.OptionalMessage("thread", Thread) ?? ChatValidation.OptionalMessage("around", Around)
        ?? (Before is not null && After is not null ? RequestError.Bad("after", "Send \"before\" or \"after\", not both.") : null)
        ?? (Around is not null && (Before ?? After) is not null ? RequestError.Bad("around", "Send \"around\" or a position, not both.") : null);
}

/// <summary><c>chat.history</c>; <paramref name="Newer"/> is set only if the request named <c>around</c>.</summary>
internal sealed record ChatHistory(RoomId Room, IReadOnlyList<MessageView> Messages, long Head, bool More, bool? Newer = null);
