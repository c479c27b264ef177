using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>Who may write in a room, and how often.</summary>
internal static class PostingRules
{
    /// <summary>Why a member may not write now; null where they may. A message that was sent before is let through, so that the journal answers its key with the first one.</summary>
    public static RequestError? Refuse(Room room, UserId by, Member member, ChatSendRequest request, DateTimeOffset at)
    {
        if (RefuseRole(room, member) is { } refused)
            return refused;
        if (room.SlowModeSeconds == 0 || RoomRoles.Rank(member.Role) >= RoomRoles.Rank(RoomRoles.Admin) || !room.Sent.TryGetValue(by, out var last) || last.Key == request.Key)
            return null;
        var wait = last.At.AddSeconds(room.SlowModeSeconds) - at;
        return wait <= TimeSpan.Zero ? null : new RequestError(
            ErrorCode.RateLimited,
            $"This room is in slow mode: a member sends a message every {room.SlowModeSeconds:N0} s.",
            RetryAfterMs: (int)Math.Ceiling(wait.TotalMilliseconds));
    }

    /// <summary>
    /// Why a member may not bring an event of another domain into the room; null where they may. What counts as unread says something, as a message does; the rest, such as a vote, is like a reaction.
    /// </summary>
    public static RequestError? Refuse(Room room, AppendDomainEvent append, Member member) =>
        !room.Blockers.IsEmpty ? BlockRules.Between(room.Blockers, append.By) : append.Unread ? RefuseRole(room, member) : null;

    /// <summary>Why somebody of that role may not say anything; null where they may.</summary>
    public static RequestError? RefuseRole(Room room, Member member) => RoomRoles.Rank(member.Role) >= RoomRoles.Rank(room.PostRole)
        ? null
        : new RequestError(ErrorCode.Forbidden, $"Only {(room.PostRole == RoomRoles.Owner ? "owners" : "owners and admins")} write in this room; others read and react.");
}
