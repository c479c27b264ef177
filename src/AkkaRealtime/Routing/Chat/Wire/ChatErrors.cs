using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>Refusals that chat's actors share.</summary>
internal static class ChatErrors
{
    /// <summary>The store can't be reached or can't keep up; nothing was stored.</summary>
    public static RequestError Unavailable { get; } =
        new(ErrorCode.Unavailable, "The store can't be reached or is busy. Try again.", RetryAfterMs: ChatLimits.RetryAfterMs);

    /// <summary>What was asked can't be stored, whatever is tried; nothing was.</summary>
    public static RequestError NotStored { get; } = new(ErrorCode.Internal, "The server failed to store this. Nothing was changed.");

    /// <summary>The user is not a member of a channel, which everybody may see, and asked for what only members may.</summary>
    public static RequestError NotMember { get; } = new(ErrorCode.Forbidden, "You are not a member of this channel. Join it first.");

    /// <summary>A room has as many members as it may have.</summary>
    public static RequestError Full(int most) => new(ErrorCode.Conflict, $"A room can have at most {most:N0} members.");

    /// <summary>Who asks is in as many rooms as they may be in.</summary>
    public static RequestError TooManyRooms(int most) => new(ErrorCode.Conflict, $"You are in {most:N0} rooms, the most that are allowed. Leave one first.");

    /// <summary>These are in as many rooms as they may be in.</summary>
    public static RequestError InTooManyRooms(IReadOnlyCollection<UserId> users, string field) => new(
        ErrorCode.Conflict, $"{string.Join(", ", users.Take(5).Select(u => $"\"{u.Value}\""))}{(users.Count > 5 ? $" and {users.Count - 5} more" : "")} can't be in more rooms.", field);

    /// <summary>Who asks is banned from a channel, or from a room that they were asked into.</summary>
    public static RequestError Banned(RoomBan ban) =>
        new(ErrorCode.Forbidden, ban.Until is null ? "You are banned from this room." : "You are banned from this room until the time in \"until\".", "room")
        {
            Reason = ban.Reason,
            Until = ban.Until,
        };

    /// <summary>These are banned from the room that they were to come into.</summary>
    public static RequestError AreBanned(IReadOnlyCollection<UserId> users) => new(
        ErrorCode.Conflict,
        $"{string.Join(", ", users.Take(5).Select(u => $"\"{u.Value}\""))}{(users.Count > 5 ? $" and {users.Count - 5} more" : "")} can't come into this room: banned. Lift the ban first.",
        "users");

    /// <summary>A file that a message names is not this user's to send in this room, or is gone.</summary>
    public static RequestError NoSuchFile { get; } = new(ErrorCode.NotFound, "An attachment is not a file that you uploaded to this room, or it no longer exists.", "attachments");

    /// <summary>No room has this id, or none that the user may know of.</summary>
    public static RequestError NoSuchRoom { get; } = new(ErrorCode.NotFound, "There is no such room.", "room");

    /// <summary>The refusal for who is not a member of a room of <paramref name="kind"/>: only channels are known to strangers. Null: there is no such room.</summary>
    public static RequestError NotMemberOf(string? kind) => kind == RoomKinds.Channel ? NotMember : NoSuchRoom;
}
