using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.sync</c>.</summary>
internal sealed record ChatSyncRequest(IReadOnlyDictionary<RoomId, long>? Rooms = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2 + ((Rooms?.Count ?? 0) / 50);

    public RequestError? Validate() => Rooms switch
    {
        null => RequestError.Bad("rooms", "\"rooms\" must be an object that maps room ids to the last seq that you have."),
        { Count: > ChatLimits.MaxSyncRooms } => ChatValidation.TooLarge("rooms", $"One chat.sync can name at most {ChatLimits.MaxSyncRooms:N0} rooms."),
        _ => Rooms.Any(r => !IdRules.IsServerMade(r.Key.Value) || r.Value < 0)
            ? RequestError.Bad("rooms", "\"rooms\" must map room ids to positions of 0 or more.")
            : null,
    };
}

/// <summary><c>chat.synced</c>: the <c>chat.events</c> of every room that changed came before.</summary>
internal sealed record ChatSynced;
