using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>What the operator may do. The operator is not a member and has an owner's rights, but can't remove anybody from a direct room.</summary>
internal static class AdminRules
{
    /// <summary>The operator, as who has most rights in a room.</summary>
    public static readonly Member AsOwner = new(RoomRoles.Owner, 0, 0, 0);

    /// <summary>Decides a request of the operator, in the name of <paramref name="by"/>.</summary>
    public static Decision Decide(
        Room room, UserId by, IRoomRequest request, DateTimeOffset at, IReadOnlyDictionary<MessageId, MessageFacts> messages, RoomLimits? limits = null, FileFacts? files = null) =>
        request switch
        {
            ChatSendRequest r => MessageRules.Send(room, by, AsOwner, r, at, messages, files ?? FileFacts.None, ForwardFacts.None, (limits ?? RoomLimits.None).Audience),
            ChatInviteRequest r => MembershipRules.Invite(room, by, r, at, RoomLimits.None),
            ChatRemoveRequest r => RemoveByAdmin(room, by, r, at),
            ChatBanRequest r => BanByAdmin(room, by, r, at),
            ChatUnbanRequest r => BanRules.Unban(room, by, AsOwner, r, at),
            ChatUpdateRequest r => MembershipRules.Update(room, by, AsOwner, r, at),
            ChatEditRequest or ChatReactRequest or ChatPinRequest => MessageRules.Change(room, by, AsOwner, (IMessageRequest)request, at, messages),
            ChatDeleteRequest { Id: { } id } => !messages.TryGetValue(id, out var message) ? MessageRules.NoSuchMessage("id")
                : message.Deleted ? Decision.Nothing
                : Decision.Of(new ChatDeleted(id) { Room = room.Id, At = at, By = by, Empties = true }),
            _ => throw new InvalidOperationException($"The operator has no {request.GetType().Name}: add it here."),
        };

    /// <summary>A user is erased: they leave the room, and if they said anything, clients are told to forget it. A ban stays, without what was said of why.</summary>
    public static Decision Erase(Room room, UserId user, bool said, DateTimeOffset at)
    {
        var by = WellKnownUsers.System;
        var events = new List<RoomEvent>();
        if (room.Kind != RoomKinds.Direct && room.Members.ContainsKey(user))
            events.AddRange(Without(room, by, [user], at));
        if (room.BanOf(user, at) is { Reason: not null } ban)
            events.Add(new ChatBanned(user, true, ban.Until) { Room = room.Id, At = at, By = by });
        if (said)
            events.Add(new ChatErased(user) { Room = room.Id, At = at, By = by });
        return Decision.Of(events);
    }

    private static Decision RemoveByAdmin(Room room, UserId by, ChatRemoveRequest request, DateTimeOffset at) => room.Kind == RoomKinds.Direct
        ? Decision.Refused(ErrorCode.Forbidden, "The members of a direct room can't be removed.")
        : Decision.Of(Without(room, by, request.Users!.Distinct().Where(room.Members.ContainsKey).ToList(), at));

    private static Decision BanByAdmin(Room room, UserId by, ChatBanRequest request, DateTimeOffset at) => BanRules.Ban(
        room, request, at, [.. Without(room, by, [.. request.Users!.Distinct().Where(room.Members.ContainsKey)], at).Where(e => e is ChatUpdated)], by);

    // A room keeps an owner: before the last one goes, another takes the role.
    private static List<RoomEvent> Without(Room room, UserId by, IReadOnlyList<UserId> users, DateTimeOffset at)
    {
        var events = new List<RoomEvent>();
        var stay = room with { Members = room.Members.RemoveRange(users) };
        if (!stay.Members.IsEmpty && MembershipRules.Successor(stay, by) is { } successor)
            events.Add(new ChatUpdated(Roles: new Dictionary<UserId, string> { [successor] = RoomRoles.Owner }) { Room = room.Id, At = at, By = by });
        foreach (var user in users)
            events.Add(new ChatLeft(user) { Room = room.Id, At = at, By = by });
        return events;
    }
}
