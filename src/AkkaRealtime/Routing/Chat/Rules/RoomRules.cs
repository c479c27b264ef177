using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// Who may do what in a room (docs/chat.md), as pure decisions: no actor, no clock, no store.
/// <list type="table">
/// <item><term>direct</term><description>Its two users, permanently: both write; nobody joins, leaves, invites, removes or renames.</description></item>
/// <item><term>group</term><description>Every member may invite. Owners and admins rename, remove and give roles.</description></item>
/// <item><term>channel</term><description>The same, and anyone signed in may join, read and watch.</description></item>
/// </list>
/// Who is banned doesn't come in, by whatever way (<see cref="BanRules"/>). An admin has no say over owners, nor removes another admin. The last owner to leave passes ownership on.
/// </summary>
internal static class RoomRules
{
    private static readonly IReadOnlyDictionary<MessageId, MessageFacts> NoMessages = new Dictionary<MessageId, MessageFacts>();

    /// <summary>Decides a request of <paramref name="by"/>.</summary>
    /// <param name="room">As it stands after all that was decided before.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="request">Validated.</param>
    /// <param name="at">Now.</param>
    /// <param name="messages">Those of the request's messages that exist.</param>
    /// <param name="files">Those of its files that exist.</param>
    /// <param name="limits">How many may be in a room, and who may address them all.</param>
    /// <param name="forwards">What its messages forward, as far as their senders may read it.</param>
    public static Decision Decide(
        Room room,
        UserId by,
        IRoomRequest request,
        DateTimeOffset at,
        IReadOnlyDictionary<MessageId, MessageFacts>? messages = null,
        FileFacts? files = null,
        RoomLimits? limits = null,
        ForwardFacts? forwards = null)
    {
        if (request is ChatJoinRequest)
            return MembershipRules.Join(room, by, at, limits ?? RoomLimits.None);
        if (request is ChatComeRequest come)
            return MembershipRules.Come(room, by, come.InvitedBy, at, limits ?? RoomLimits.None);
        if (!room.Members.TryGetValue(by, out var member))
            return request is ChatLeaveRequest && room.Kind == RoomKinds.Channel ? Decision.Nothing : NotMember(room, by, at);
        if (BlockRules.Refuse(room, by, request) is { } refused)
            return Decision.Refused(refused);
        var found = messages ?? NoMessages;
        return request switch
        {
            ChatLeaveRequest => MembershipRules.Leave(room, by, member, at),
            ChatInviteRequest r => MembershipRules.Invite(room, by, r, at, limits ?? RoomLimits.None),
            ChatRemoveRequest r => MembershipRules.Remove(room, by, member, r, at),
            ChatBanRequest r => BanRules.Ban(room, by, member, r, at),
            ChatUnbanRequest r => BanRules.Unban(room, by, member, r, at),
            ChatUpdateRequest r => MembershipRules.Update(room, by, member, r, at),
            ChatSendRequest r => MessageRules.Send(room, by, member, r, at, found, files ?? FileFacts.None, forwards ?? ForwardFacts.None, (limits ?? RoomLimits.None).Audience),
            IMessageRequest r => MessageRules.Change(room, by, member, r, at, found),
            _ => throw new InvalidOperationException($"No rule for {request.GetType().Name}: add it here."),
        };
    }

    /// <summary>Decides on an event of another domain.</summary>
    public static Decision Append(Room room, AppendDomainEvent append, DateTimeOffset at)
    {
        if (append.MembersOnly)
        {
            if (!room.Members.TryGetValue(append.By, out var member))
                return NotMember(room);
            if (PostingRules.Refuse(room, append, member) is { } refused)
                return Decision.Refused(refused);
        }

        return Decision.Of(new DomainEvent(append.Type, append.Data.Utf8)
        {
            Room = room.Id,
            At = at,
            By = append.By,
            Key = append.Key,
            CountsAsUnread = append.Unread,
        });
    }

    /// <summary>The refusal for a user who is not a member of an existing room: but for channels, the same as where there is none.</summary>
    public static Decision NotMember(Room room) => Decision.Refused(ChatErrors.NotMemberOf(room.Kind));

    // Who is banned from a channel is told so; groups are not there for them.
    private static Decision NotMember(Room room, UserId user, DateTimeOffset at) =>
        room.Kind == RoomKinds.Channel && room.BanOf(user, at) is { } ban ? Decision.Refused(ChatErrors.Banned(ban)) : NotMember(room);
}
