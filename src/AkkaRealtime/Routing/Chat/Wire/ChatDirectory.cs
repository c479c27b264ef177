using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.directory</c>.</summary>
internal sealed record ChatDirectoryRequest(string? Query = null, string? Before = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 5;

    public RequestError? Validate() => Query is { Length: > ChatLimits.MaxQuery }
        ? ChatValidation.TooLarge("query", $"\"query\" can have at most {ChatLimits.MaxQuery} characters.")
        : Before is { Length: > 256 } ? RequestError.Bad("before", "\"before\" must be the id of the last room of the previous page.") : null;
}

/// <summary><c>chat.directory</c>, the answer: channels that may be joined.</summary>
internal sealed record ChatDirectory(IReadOnlyList<RoomView> Rooms);
