using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>To whom a message is addressed as a whole (protocol §3, "Messages"). Not ids of users: those go by <c>mentions</c>, whatever they are.</summary>
internal static class MessageAudience
{
    /// <summary>All members of the room.</summary>
    public const string All = "all";

    /// <summary>Those who are online.</summary>
    public const string Here = "here";

    /// <summary>Null where it is one of these, or none.</summary>
    public static RequestError? Check(string? audience) =>
        audience is null or All or Here ? null : RequestError.Bad("audience", $"\"audience\" must be \"{All}\" or \"{Here}\".");
}
