using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// The part of <see cref="RoomRules"/> about who may not be in a room. Owners and admins ban as they remove: an admin no owner and no admin. Somebody need not be a member to be banned, and who
/// is one is removed by the same commit.
/// </summary>
internal static class BanRules
{
    public static Decision Ban(Room room, UserId by, Member member, ChatBanRequest request, DateTimeOffset at)
    {
        if (Refuse(room, member) is { } refused)
            return refused;
        if (request.Users!.Contains(by))
            return Decision.Refused(ErrorCode.BadRequest, "You can't ban yourself. Send chat.leave instead.", "users");
        return member.Role != RoomRoles.Owner && request.Users!.Any(user => room.Members.TryGetValue(user, out var other) && RoomRoles.Rank(other.Role) >= RoomRoles.Rank(member.Role))
            ? Decision.Refused(ErrorCode.Forbidden, "Only owners can ban owners and admins.", "users")
            : Ban(room, request, at, [], by);
    }

    /// <summary>By who need not be a member: <paramref name="before"/> is what has to come first, so that the room keeps an owner.</summary>
    public static Decision Ban(Room room, ChatBanRequest request, DateTimeOffset at, IReadOnlyList<RoomEvent> before, UserId by)
    {
        if (room.Kind == RoomKinds.Direct)
            return Direct;
        if (request.Until <= at)
            return Decision.Refused(ErrorCode.BadRequest, "\"until\" must be in the future. Leave it out for a ban without an end.", "until");
        var ban = new RoomBan(request.Until is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until.ToUnixTimeMilliseconds()) : null, ReasonOf(request));
        var members = new List<RoomEvent>();
        var bans = new List<RoomEvent>();
        foreach (var user in request.Users!.Distinct())
        {
            var isMember = room.Members.ContainsKey(user);
            if (isMember)
                members.Add(new ChatLeft(user) { Room = room.Id, At = at, By = by });
            if (isMember || room.BanOf(user, at) != ban)
                bans.Add(new ChatBanned(user, true, ban.Until) { Reason = ban.Reason, Room = room.Id, At = at, By = by });
        }

        // Those whose bans are over go with this one.
        var others = room.Bans.Count(b => b.Value.Holds(at) && !request.Users!.Contains(b.Key));
        return bans.Count > 0 && others + bans.Count > ChatLimits.MaxBans
            ? Decision.Refused(ErrorCode.Conflict, $"At most {ChatLimits.MaxBans:N0} people can be banned from a room at a time. Lift bans that are not needed any more.", "users")
            : Decision.Of([.. before, .. members, .. bans]);
    }

    public static Decision Unban(Room room, UserId by, Member member, ChatUnbanRequest request, DateTimeOffset at) => Refuse(room, member)
        ?? Decision.Of([.. request.Users!.Distinct().Where(room.Bans.ContainsKey).Select(user => new ChatBanned(user, false) { Room = room.Id, At = at, By = by })]);

    /// <summary>Why these can't be brought in; null where none of them is banned.</summary>
    public static RequestError? RefuseInvited(Room room, IReadOnlyCollection<UserId> users, DateTimeOffset at)
    {
        var banned = users.Where(user => room.BanOf(user, at) is not null).ToList();
        return banned.Count == 0 ? null : ChatErrors.AreBanned(banned);
    }

    private static string? ReasonOf(ChatBanRequest request) => request.Reason is { } said && VisibleText.IsIn(said) ? VisibleText.Lines(said).Trim() : null;

    private static readonly Decision Direct = Decision.Refused(ErrorCode.Forbidden, "Nobody can be banned from a direct room.");

    private static Decision? Refuse(Room room, Member member) =>
        room.Kind == RoomKinds.Direct ? Direct
        : RoomRoles.Rank(member.Role) < RoomRoles.Rank(RoomRoles.Admin)
            ? Decision.Refused(ErrorCode.Forbidden, "Only owners and admins of a group or channel can ban people from it, and lift bans.")
            : null;
}
