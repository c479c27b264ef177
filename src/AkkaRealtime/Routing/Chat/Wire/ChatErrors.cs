using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>Refusals that chat's actors share.</summary>
internal static class ChatErrors
{
    /// <summary>The store is not there or can't keep up; nothing was stored.</summary>
    public static RequestError Unavailable { get; } =
        new(ErrorCode.Unavailable, "The store can't be reached or is busy: try again.", RetryAfterMs: ChatLimits.RetryAfterMs);

    /// <summary>What was asked can't be stored, whatever is tried; nothing was.</summary>
    public static RequestError NotStored { get; } = new(ErrorCode.Internal, "The server failed to store this. Nothing was changed.");

    /// <summary>No room of that id.</summary>
    public static RequestError NoSuchRoom { get; } = new(ErrorCode.NotFound, "There is no such room.", "room");
}
