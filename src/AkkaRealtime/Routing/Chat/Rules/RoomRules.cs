using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// Who may do what in a room (docs/chat.md), as pure decisions: no actor, no clock, no store. This part is about rooms and members.
/// <list type="table">
/// <item><term>direct</term><description>Its two users, for good: both write; nobody joins, leaves, invites, removes or renames.</description></item>
/// <item><term>group</term><description>Every member may invite. Owners and admins rename, remove and give roles.</description></item>
/// <item><term>channel</term><description>The same, and anyone signed in may join, read and watch.</description></item>
/// </list>
/// An admin has no say over owners, nor removes another admin. The last owner to leave passes ownership on.
/// </summary>
internal static partial class RoomRules
{
    private static readonly IReadOnlyDictionary<MessageId, MessageFacts> NoMessages = new Dictionary<MessageId, MessageFacts>();

    /// <summary>Decides a request of <paramref name="by"/>.</summary>
    /// <param name="room">As it stands after all that was decided before.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="request">Validated.</param>
    /// <param name="at">Now.</param>
    /// <param name="messages">Those of the request's messages that there are.</param>
    /// <param name="files">Those of its files that there are.</param>
    public static Decision Decide(
        Room room, UserId by, IRoomRequest request, DateTimeOffset at, IReadOnlyDictionary<MessageId, MessageFacts>? messages = null, FileFacts? files = null)
    {
        if (request is JoinRequest)
            return Join(room, by, at);
        if (!room.Members.TryGetValue(by, out var member))
            return request is LeaveRequest && room.Kind == RoomKinds.Channel ? Decision.Nothing : NotMember(room);
        var found = messages ?? NoMessages;
        return request switch
        {
            LeaveRequest => Leave(room, by, member, at),
            InviteRequest r => Invite(room, by, r, at),
            RemoveRequest r => Remove(room, by, member, r, at),
            UpdateRequest r => Update(room, by, member, r, at),
            SendRequest r => Send(room, by, r, at, found, files ?? FileFacts.None),
            IMessageRequest r => OnMessage(room, by, member, r, at, found),
            _ => throw new InvalidOperationException($"No rule for {request.GetType().Name}: add it here."),
        };
    }

    /// <summary>The first events of a group or channel: its creator as owner, then who was named.</summary>
    public static (NewRoom Room, IReadOnlyList<RoomEvent> Events) Create(RoomId id, UserId by, CreateRequest request, DateTimeOffset at)
    {
        var events = new List<RoomEvent> { Joined(id, by, by, RoomRoles.Owner, at) };
        foreach (var user in request.Members?.Distinct() ?? [])
        {
            if (user != by)
                events.Add(Joined(id, by, user, RoomRoles.Member, at));
        }

        return (new NewRoom(request.Kind!, request.Name!.Trim(), request.Topic ?? ""), events);
    }

    /// <summary>The first events of a direct room.</summary>
    public static (NewRoom Room, IReadOnlyList<RoomEvent> Events) CreateDirect(RoomId id, UserId by, UserId other, DateTimeOffset at) =>
        (new NewRoom(RoomKinds.Direct, "", "", PairOf(by, other)),
            [Joined(id, by, by, RoomRoles.Member, at), Joined(id, by, other, RoomRoles.Member, at)]);

    /// <summary>What names the direct room of two users, whoever asks.</summary>
    public static string PairOf(UserId one, UserId other) => string.CompareOrdinal(one.Value, other.Value) < 0
        ? $"{one.Value}|{other.Value}"
        : $"{other.Value}|{one.Value}";

    /// <summary>The answer to who is no member of a room that exists.</summary>
    public static Decision NotMember(Room room) => Decision.Refused(
        ErrorCode.Forbidden,
        room.Kind == RoomKinds.Channel ? "Join the channel first." : "You are no member of this room.");

    private static Decision Join(Room room, UserId by, DateTimeOffset at)
    {
        if (room.Members.ContainsKey(by))
            return Decision.Nothing;
        if (room.Kind != RoomKinds.Channel)
            return NotMember(room);
        return room.Members.Count >= ChatRules.MostMembers
            ? Full()
            : Decision.Of(Joined(room.Id, by, by, RoomRoles.Member, at));
    }

    private static Decision Leave(Room room, UserId by, Member member, DateTimeOffset at)
    {
        if (room.Kind == RoomKinds.Direct)
            return Decision.Refused(ErrorCode.Forbidden, "A direct room is for its two users for good.");
        var left = new ChatLeft(by) { Room = room.Id, At = at, By = by };
        return member.Role == RoomRoles.Owner && Heir(room, by) is { } heir
            ? Decision.Of(
                new ChatUpdated(Roles: new Dictionary<UserId, string> { [heir] = RoomRoles.Owner }) { Room = room.Id, At = at, By = by },
                left)
            : Decision.Of(left);
    }

    // Null where another owner stays, or nobody does. Otherwise the highest in rank, and of those the one who is there longest.
    private static UserId? Heir(Room room, UserId leaving)
    {
        var others = room.Members.Where(m => m.Key != leaving).ToList();
        return others.Count == 0 || others.Any(m => m.Value.Role == RoomRoles.Owner)
            ? null
            : others.OrderByDescending(m => RoomRoles.Rank(m.Value.Role)).ThenBy(m => m.Value.JoinedSeq).First().Key;
    }

    private static Decision Invite(Room room, UserId by, InviteRequest request, DateTimeOffset at)
    {
        if (room.Kind == RoomKinds.Direct)
            return Decision.Refused(ErrorCode.Forbidden, "A direct room is for its two users: create a group.");
        var events = new List<RoomEvent>();
        foreach (var user in request.Users!.Distinct())
        {
            if (!room.Members.ContainsKey(user))
                events.Add(Joined(room.Id, by, user, RoomRoles.Member, at));
        }

        return room.Members.Count + events.Count > ChatRules.MostMembers ? Full() : Decision.Of(events);
    }

    private static Decision Remove(Room room, UserId by, Member member, RemoveRequest request, DateTimeOffset at)
    {
        if (room.Kind == RoomKinds.Direct || RoomRoles.Rank(member.Role) < RoomRoles.Rank(RoomRoles.Admin))
            return Decision.Refused(ErrorCode.Forbidden, "Only owners and admins of a group or channel remove members.");
        var events = new List<RoomEvent>();
        foreach (var user in request.Users!.Distinct())
        {
            if (user == by)
                return Decision.Refused(ErrorCode.BadRequest, "To go yourself, send chat.leave.", "users");
            if (!room.Members.TryGetValue(user, out var other))
                continue;
            if (member.Role != RoomRoles.Owner && RoomRoles.Rank(other.Role) >= RoomRoles.Rank(member.Role))
                return Decision.Refused(ErrorCode.Forbidden, "Only owners remove owners and admins.", "users");
            events.Add(new ChatLeft(user) { Room = room.Id, At = at, By = by });
        }

        return Decision.Of(events);
    }

    private static Decision Update(Room room, UserId by, Member member, UpdateRequest request, DateTimeOffset at)
    {
        if (room.Kind == RoomKinds.Direct || RoomRoles.Rank(member.Role) < RoomRoles.Rank(RoomRoles.Admin))
            return Decision.Refused(ErrorCode.Forbidden, "Only owners and admins of a group or channel change it.");
        var name = request.Name?.Trim() is { } n && n != room.Name ? n : null;
        var topic = request.Topic is { } t && t != room.Topic ? t : null;
        var roles = new Dictionary<UserId, string>();
        foreach (var (user, role) in request.Roles ?? new Dictionary<UserId, string>())
        {
            if (!room.Members.TryGetValue(user, out var other))
                return Decision.Refused(ErrorCode.BadRequest, "\"roles\" names somebody who is no member.", "roles");
            if (other.Role == role)
                continue;
            if (member.Role != RoomRoles.Owner && (role == RoomRoles.Owner || other.Role == RoomRoles.Owner))
                return Decision.Refused(ErrorCode.Forbidden, "Only owners make and unmake owners.", "roles");
            roles[user] = role;
        }

        if (roles.Count > 0 && !room.Members.Any(m => (roles.TryGetValue(m.Key, out var role) ? role : m.Value.Role) == RoomRoles.Owner))
            return Decision.Refused(ErrorCode.Conflict, "A room keeps at least one owner: name another one in the same request.", "roles");
        return name is null && topic is null && roles.Count == 0
            ? Decision.Nothing
            : Decision.Of(new ChatUpdated(name, topic, roles.Count == 0 ? null : roles) { Room = room.Id, At = at, By = by });
    }

    private static ChatJoined Joined(RoomId room, UserId by, UserId user, string role, DateTimeOffset at) =>
        new(user, role) { Room = room, At = at, By = by };

    private static Decision Full() =>
        Decision.Refused(ErrorCode.Conflict, $"A room has at most {ChatRules.MostMembers:N0} members.");
}
