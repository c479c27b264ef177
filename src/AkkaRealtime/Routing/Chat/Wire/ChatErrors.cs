using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>Refusals that chat's actors and queries share.</summary>
internal static class ChatErrors
{
    /// <summary>The store is not there or can't keep up; nothing was stored.</summary>
    public static RequestError Unavailable { get; } =
        new(ErrorCode.Unavailable, "The store can't be reached or is busy: try again.", RetryAfterMs: ChatLimits.RetryAfterMs);

    /// <summary>The room is for its members.</summary>
    public static RequestError NotMember { get; } = new(ErrorCode.Forbidden, "You are not a member of this room.");

    /// <summary>No room of that id.</summary>
    public static RequestError NoSuchRoom { get; } = new(ErrorCode.NotFound, "There is no such room.", "room");
}
