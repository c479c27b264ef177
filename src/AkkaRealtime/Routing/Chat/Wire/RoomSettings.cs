using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>How one user has set up one of their rooms, for all of their devices (protocol §3).</summary>
/// <param name="Revision">Higher with each change: of two, the higher one holds.</param>
/// <param name="Notify">One of <see cref="RoomNotify"/>; null where the user never chose.</param>
/// <param name="Favourite">Whether it is a favourite; null for no.</param>
/// <param name="Hidden">Hidden until there is a message after this <c>seq</c>; null for not hidden.</param>
/// <param name="Unread">Whether the user marked it as unread; null for no.</param>
public sealed record RoomSettings(long Revision, string? Notify = null, bool? Favourite = null, long? Hidden = null, bool? Unread = null);

/// <summary>Of what a user wants to be notified.</summary>
internal static class RoomNotify
{
    /// <summary>Of every message.</summary>
    public const string All = "all";

    /// <summary>Of mentions.</summary>
    public const string Mentions = "mentions";

    /// <summary>Of nothing.</summary>
    public const string Nothing = "nothing";
}

/// <summary><c>chat.settings</c>: what is left out stays.</summary>
internal sealed record ChatSettingsRequest(RoomId? Room = null, string? Notify = null, bool? Favourite = null, long? Hidden = null, bool? Unread = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() =>
        ChatValidation.Room(Room)
        ?? (Notify is null or RoomNotify.All or RoomNotify.Mentions or RoomNotify.Nothing ? null : RequestError.Bad("notify", "\"notify\" must be \"all\", \"mentions\" or \"nothing\"."))
        ?? (Hidden is null or >= 0 ? null : RequestError.Bad("hidden", "\"hidden\" must be a seq, or 0 for a room that shows."));
}

/// <summary><c>chat.settings</c>, the answer, and the news for the user's other connections.</summary>
internal sealed record ChatSettings(RoomId Room, RoomSettings Settings);
