using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

// The part about the operator, who is no member and may do what an owner may; only a direct room keeps its two users.
internal static partial class RoomRules
{
    private static readonly Member OperatorsPlace = new(RoomRoles.Owner, 0, 0, 0);

    /// <summary>Decides a request of the operator, in the name of <paramref name="by"/>.</summary>
    public static Decision DecideForOperator(
        Room room, UserId by, IRoomRequest request, DateTimeOffset at, IReadOnlyDictionary<MessageId, MessageFacts> messages) => request switch
        {
            SendRequest r => Send(room, by, r, at, messages, FileFacts.None),
            InviteRequest r => Invite(room, by, r, at),
            RemoveRequest r => RemoveByOperator(room, by, r, at),
            UpdateRequest r => Update(room, by, OperatorsPlace, r, at),
            DeleteRequest { Id: { } id } => !messages.TryGetValue(id, out var message) ? NoSuchMessage("id")
                : message.Deleted ? Decision.Nothing
                : Decision.Of(new ChatDeleted(id) { Room = room.Id, At = at, By = by, Empties = true }),
            _ => throw new InvalidOperationException($"The operator has no {request.GetType().Name}: add it here."),
        };

    /// <summary>A user is erased: they go, and where they said something, clients are told to forget it.</summary>
    public static Decision Erase(Room room, UserId user, bool said, DateTimeOffset at)
    {
        var by = OperatorNames.System;
        var events = new List<RoomEvent>();
        if (room.Kind != RoomKinds.Direct && room.Members.ContainsKey(user))
            events.AddRange(Without(room, by, [user], at));
        if (said)
            events.Add(new ChatErased(user) { Room = room.Id, At = at, By = by });
        return Decision.Of(events);
    }

    private static Decision RemoveByOperator(Room room, UserId by, RemoveRequest request, DateTimeOffset at) => room.Kind == RoomKinds.Direct
        ? Decision.Refused(ErrorCode.Forbidden, "A direct room is for its two users for good.")
        : Decision.Of(Without(room, by, request.Users!.Distinct().Where(room.Members.ContainsKey).ToList(), at));

    // A room keeps an owner: before the last one goes, another takes the role.
    private static List<RoomEvent> Without(Room room, UserId by, IReadOnlyList<UserId> users, DateTimeOffset at)
    {
        var events = new List<RoomEvent>();
        var stay = room with { Members = room.Members.RemoveRange(users) };
        if (!stay.Members.IsEmpty && Heir(stay, by) is { } heir)
            events.Add(new ChatUpdated(Roles: new Dictionary<UserId, string> { [heir] = RoomRoles.Owner }) { Room = room.Id, At = at, By = by });
        foreach (var user in users)
            events.Add(new ChatLeft(user) { Room = room.Id, At = at, By = by });
        return events;
    }
}

/// <summary>Names that stand for nobody in particular.</summary>
internal static class OperatorNames
{
    /// <summary>Who did what an operator asked for, unless they name another.</summary>
    public static UserId System { get; } = new("system");

    /// <summary>The name of a user who was erased.</summary>
    public const string DeletedUser = "Deleted user";
}
