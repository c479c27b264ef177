using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>The part of <see cref="RoomRules"/> about rooms and who is in them.</summary>
internal static class MembershipRules
{
    /// <summary>The first events of a group or channel: its creator as owner, then the members that were named.</summary>
    public static (NewRoom Room, IReadOnlyList<RoomEvent> Events) Create(RoomId id, UserId by, ChatCreateRequest request, DateTimeOffset at)
    {
        var events = new List<RoomEvent> { Joined(id, by, by, RoomRoles.Owner, at) };
        foreach (var user in request.Members?.Distinct() ?? [])
        {
            if (user != by)
                events.Add(Joined(id, by, user, RoomRoles.Member, at));
        }

        return (new NewRoom(request.Kind!, VisibleText.Line(request.Name!), VisibleText.Lines(request.Topic ?? "")), events);
    }

    /// <summary>The first events of a direct room.</summary>
    public static (NewRoom Room, IReadOnlyList<RoomEvent> Events) CreateDirect(RoomId id, UserId by, UserId other, DateTimeOffset at) =>
        (new NewRoom(RoomKinds.Direct, "", "", PairOf(by, other)),
            [Joined(id, by, by, RoomRoles.Member, at), Joined(id, by, other, RoomRoles.Member, at)]);

    /// <summary>The key of the direct room of two users, the same for both orders.</summary>
    public static string PairOf(UserId one, UserId other) => string.CompareOrdinal(one.Value, other.Value) < 0
        ? $"{one.Value}|{other.Value}"
        : $"{other.Value}|{one.Value}";

    public static Decision Join(Room room, UserId by, DateTimeOffset at, RoomLimits limits)
    {
        if (room.Members.ContainsKey(by))
            return Decision.Nothing;
        return room.Kind == RoomKinds.Channel ? Enter(room, by, by, at, limits) : RoomRules.NotMember(room);
    }

    /// <summary>Who was asked has accepted.</summary>
    public static Decision Come(Room room, UserId user, UserId invitedBy, DateTimeOffset at, RoomLimits limits)
    {
        if (room.Members.ContainsKey(user))
            return Decision.Nothing;
        return room.Kind != RoomKinds.Direct && room.Members.ContainsKey(invitedBy)
            ? Enter(room, invitedBy, user, at, limits)
            : Decision.Refused(ErrorCode.NotFound, "The invitation doesn't hold any more: whoever asked has left.", "request");
    }

    private static Decision Enter(Room room, UserId by, UserId user, DateTimeOffset at, RoomLimits limits)
    {
        if (room.BanOf(user, at) is { } ban)
            return Decision.Refused(ChatErrors.Banned(ban));
        if (limits.Full.Contains(user))
            return Decision.Refused(ChatErrors.TooManyRooms(limits.MaxRooms));
        return room.Members.Count >= limits.MaxMembers
            ? Decision.Refused(ChatErrors.Full(limits.MaxMembers))
            : Decision.Of(Joined(room.Id, by, user, RoomRoles.Member, at));
    }

    public static Decision Leave(Room room, UserId by, Member member, DateTimeOffset at)
    {
        if (room.Kind == RoomKinds.Direct)
            return Decision.Refused(ErrorCode.Forbidden, "You can't leave a direct room.");
        var left = new ChatLeft(by) { Room = room.Id, At = at, By = by };
        return member.Role == RoomRoles.Owner && Successor(room, by) is { } successor
            ? Decision.Of(
                new ChatUpdated(Roles: new Dictionary<UserId, string> { [successor] = RoomRoles.Owner }) { Room = room.Id, At = at, By = by },
                left)
            : Decision.Of(left);
    }

    // Null if another owner stays, or nobody does. Otherwise the highest in rank; among equals, the longest-standing member.
    public static UserId? Successor(Room room, UserId leaving)
    {
        var others = room.Members.Where(m => m.Key != leaving).ToList();
        return others.Count == 0 || others.Any(m => m.Value.Role == RoomRoles.Owner)
            ? null
            : others.OrderByDescending(m => RoomRoles.Rank(m.Value.Role)).ThenBy(m => m.Value.JoinedSeq).First().Key;
    }

    public static Decision Invite(Room room, UserId by, ChatInviteRequest request, DateTimeOffset at, RoomLimits limits)
    {
        if (room.Kind == RoomKinds.Direct)
            return Decision.Refused(ErrorCode.Forbidden, "A direct room has exactly two members. Create a group instead.");
        var events = new List<RoomEvent>();
        foreach (var user in request.Users!.Distinct())
        {
            if (!room.Members.ContainsKey(user))
                events.Add(Joined(room.Id, by, user, RoomRoles.Member, at));
        }

        if (BanRules.RefuseInvited(room, [.. events.Cast<ChatJoined>().Select(e => e.User)], at) is { } banned)
            return Decision.Refused(banned);
        if (limits.Blockers.TryGetValue(by, out var blockers) && events.Cast<ChatJoined>().Select(e => e.User).Where(blockers.Contains).ToList() is { Count: > 0 } apart)
            return Decision.Refused(BlockRules.CantReach(apart, "users"));
        if (events.Cast<ChatJoined>().Where(e => limits.Full.Contains(e.User)).Select(e => e.User).ToList() is { Count: > 0 } full)
            return Decision.Refused(ChatErrors.InTooManyRooms(full, "users"));
        return room.Members.Count + events.Count > limits.MaxMembers ? Decision.Refused(ChatErrors.Full(limits.MaxMembers)) : Decision.Of(events);
    }

    public static Decision Remove(Room room, UserId by, Member member, ChatRemoveRequest request, DateTimeOffset at)
    {
        if (room.Kind == RoomKinds.Direct || RoomRoles.Rank(member.Role) < RoomRoles.Rank(RoomRoles.Admin))
            return Decision.Refused(ErrorCode.Forbidden, "Only owners and admins of a group or channel can remove members.");
        var events = new List<RoomEvent>();
        foreach (var user in request.Users!.Distinct())
        {
            if (user == by)
                return Decision.Refused(ErrorCode.BadRequest, "You can't remove yourself. Send chat.leave instead.", "users");
            if (!room.Members.TryGetValue(user, out var other))
                continue;
            if (member.Role != RoomRoles.Owner && RoomRoles.Rank(other.Role) >= RoomRoles.Rank(member.Role))
                return Decision.Refused(ErrorCode.Forbidden, "Only owners can remove owners and admins.", "users");
            events.Add(new ChatLeft(user) { Room = room.Id, At = at, By = by });
        }

        return Decision.Of(events);
    }

    public static Decision Update(Room room, UserId by, Member member, ChatUpdateRequest request, DateTimeOffset at)
    {
        if (room.Kind == RoomKinds.Direct || RoomRoles.Rank(member.Role) < RoomRoles.Rank(RoomRoles.Admin))
            return Decision.Refused(ErrorCode.Forbidden, "Only owners and admins of a group or channel can change it.");
        var name = request.Name is { } named && VisibleText.Line(named) is var n && n != room.Name ? n : null;
        var topic = request.Topic is { } topical && VisibleText.Lines(topical) is var t && t != room.Topic ? t : null;
        var roles = new Dictionary<UserId, string>();
        foreach (var (user, role) in request.Roles ?? new Dictionary<UserId, string>())
        {
            if (!room.Members.TryGetValue(user, out var other))
                return Decision.Refused(ErrorCode.BadRequest, "\"roles\" names a user who is not a member of this room.", "roles");
            if (other.Role == role)
                continue;
            if (member.Role != RoomRoles.Owner && (role == RoomRoles.Owner || other.Role == RoomRoles.Owner))
                return Decision.Refused(ErrorCode.Forbidden, "Only owners can give or take the owner role.", "roles");
            roles[user] = role;
        }

        if (roles.Count > 0 && !room.Members.Any(m => (roles.TryGetValue(m.Key, out var role) ? role : m.Value.Role) == RoomRoles.Owner))
            return Decision.Refused(ErrorCode.Conflict, "A room must keep at least one owner. Name another owner in the same request.", "roles");
        var slowMode = request.SlowModeSeconds != room.SlowModeSeconds ? request.SlowModeSeconds : null;
        var postRole = request.PostRole != room.PostRole ? request.PostRole : null;
        return name is null && topic is null && roles.Count == 0 && slowMode is null && postRole is null
            ? Decision.Nothing
            : Decision.Of(new ChatUpdated(name, topic, roles.Count == 0 ? null : roles) { SlowModeSeconds = slowMode, PostRole = postRole, Room = room.Id, At = at, By = by });
    }

    private static ChatJoined Joined(RoomId room, UserId by, UserId user, string role, DateTimeOffset at) =>
        new(user, role) { Room = room, At = at, By = by };
}
