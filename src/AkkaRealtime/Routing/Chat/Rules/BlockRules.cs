using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// In a direct room of which one has blocked the other, neither says anything. Whoever is blocked is told that the other can't be reached, and no more: why is nobody's business but the other's.
/// </summary>
internal static class BlockRules
{
    private static readonly RequestError Own = new(ErrorCode.Forbidden, "You have blocked this person. Unblock them to write to them.");

    private static readonly RequestError Unreachable = new(ErrorCode.Forbidden, "This person can't be reached.");

    /// <summary>Why a member can't say or change this here; null where they can. Who wrote something may still take it back.</summary>
    public static RequestError? Refuse(Room room, UserId by, IRoomRequest request) =>
        room.Blockers.IsEmpty || request is not (ChatSendRequest or ChatEditRequest or ChatReactRequest or ChatPinRequest) ? null : Between(room.Blockers, by);

    /// <summary>The refusal for one of two people, <paramref name="blockers"/> of whom have blocked the other.</summary>
    public static RequestError Between(IEnumerable<UserId> blockers, UserId by) => blockers.Contains(by) ? Own : Unreachable;

    /// <summary>These can't be brought into a room by who asks.</summary>
    public static RequestError CantReach(IReadOnlyCollection<UserId> users, string field) => new(
        ErrorCode.Forbidden,
        $"{string.Join(", ", users.Take(5).Select(u => $"\"{u.Value}\""))}{(users.Count > 5 ? $" and {users.Count - 5} more" : "")} can't be reached.",
        field);
}
