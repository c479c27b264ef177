using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.search</c>.</summary>
internal sealed record ChatSearchRequest(string? Text = null, RoomId? Room = null, long? Before = null, MessageId? BeforeId = null, int? Limit = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 10;

    public RequestError? Validate() => Text switch
    {
        null => RequestError.Bad("text", "\"text\" is missing."),
        _ when string.IsNullOrWhiteSpace(Text) => RequestError.Bad("text", "\"text\" is empty."),
        { Length: > ChatLimits.MaxQuery } => ChatValidation.TooLarge("text", $"\"text\" can have at most {ChatLimits.MaxQuery} characters."),
        _ when BeforeId is not null && Before is null => RequestError.Bad("beforeId", "\"beforeId\" is of no use without \"before\"."),
        _ => (Room is null ? null : ChatValidation.Room(Room)) ?? ChatValidation.Position("before", Before) ?? ChatValidation.OptionalMessage("beforeId", BeforeId) ?? ChatValidation.Limit(Limit),
    };
}

/// <summary><c>chat.found</c>.</summary>
internal sealed record ChatFound(IReadOnlyList<SearchHit> Hits, bool More);
