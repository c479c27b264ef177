using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.report</c>: somebody shows a message to the operator.</summary>
internal sealed record ChatReportRequest(RoomId? Room = null, MessageId? Id = null, string? Reason = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 5;

    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Message("id", Id)
        ?? (Reason is { Length: > ChatLimits.MaxReason } ? ChatValidation.TooLarge("reason", $"\"reason\" can have at most {ChatLimits.MaxReason} characters.") : null);
}

/// <summary><c>chat.reported</c>.</summary>
internal sealed record ChatReported(RoomId Room, MessageId Id);
