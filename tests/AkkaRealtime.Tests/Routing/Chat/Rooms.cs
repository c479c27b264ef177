using System.Collections.Immutable;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Tests.Routing.Chat;

/// <summary>Names and rooms that chat's tests share.</summary>
internal static class Rooms
{
    public static readonly UserId Alice = new("alice");
    public static readonly UserId Bob = new("bob");
    public static readonly UserId Carol = new("carol");
    public static readonly UserId Dave = new("dave");
    public static readonly RoomId Id = new("room-1");
    public static readonly MessageId MessageOfBob = new("message-1");
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Alice, an owner; Bob, a member (in a direct room both are members); whoever else is named.</summary>
    public static Room Of(string kind, params (UserId User, string Role)[] more)
    {
        var first = kind == RoomKinds.Direct ? RoomRoles.Member : RoomRoles.Owner;
        var members = ImmutableDictionary.CreateBuilder<UserId, Member>();
        var seq = 0;
        foreach (var (user, role) in new[] { (Alice, first), (Bob, RoomRoles.Member) }.Concat(more))
            members[user] = new Member(role, ++seq, 0, 0);
        return new Room(Id, kind, kind == RoomKinds.Direct ? "" : "Name", "", members.ToImmutable());
    }

    public static Caller Caller(UserId user, string session = "s1") => new(user, user.Value.ToUpperInvariant(), new DeviceId("d1"), new SessionId(session));

    public static MessageView Message(
        MessageId id, UserId by, bool deleted = false, bool pinned = false, IReadOnlyDictionary<string, IReadOnlyList<UserId>>? reactions = null) =>
        new(id, 3, Noon, by, "k", "text", null, deleted ? true : null, null, null, [], [], reactions ?? new Dictionary<string, IReadOnlyList<UserId>>(), pinned ? true : null);

    public static IReadOnlyDictionary<MessageId, MessageFacts> Facts(MessageView message) =>
        new Dictionary<MessageId, MessageFacts> { [message.Id] = new(message) };
}
