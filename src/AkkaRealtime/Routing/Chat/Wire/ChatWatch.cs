using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.watch</c>.</summary>
internal sealed record ChatWatchRequest(RoomId? Room = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() => ChatValidation.Room(Room);
}

/// <summary><c>chat.watching</c>.</summary>
internal sealed record ChatWatching(RoomId Room, long Head);

/// <summary><c>chat.unwatch</c>.</summary>
internal sealed record ChatUnwatchRequest(RoomId? Room = null) : IChatRequest
{
    public RequestError? Validate() => ChatValidation.Room(Room);
}

/// <summary><c>chat.unwatched</c>.</summary>
internal sealed record ChatUnwatched(RoomId Room);
