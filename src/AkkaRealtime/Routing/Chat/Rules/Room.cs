using System.Collections.Immutable;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// What a room's owner knows: who is in it and what it is called. Immutable, so that what is decided but not stored yet can be thrown away.
/// Messages are not here: they are the store's. What may be done is in <see cref="RoomRules"/>.
/// </summary>
internal sealed record Room(RoomId Id, string Kind, string Name, string Topic, ImmutableDictionary<UserId, Member> Members)
{
    /// <summary>A room before its first event.</summary>
    public static Room New(RoomId id, NewRoom room) =>
        new(id, room.Kind, room.Name, room.Topic, ImmutableDictionary<UserId, Member>.Empty);

    /// <summary>A room as the store has it.</summary>
    public static Room From(RoomSnapshot stored) => new(
        stored.Id,
        stored.Kind,
        stored.Name,
        stored.Topic,
        stored.Members.ToImmutableDictionary(m => m.User, m => new Member(m.Role, m.JoinedSeq, m.Read, m.Delivered)));

    /// <summary>Whether it is the direct room of these two.</summary>
    public bool IsDirectOf(UserId user, UserId other) => Kind == RoomKinds.Direct && Members.ContainsKey(user) && Members.ContainsKey(other);

    /// <summary>The other one of a direct room; null in other rooms.</summary>
    public UserId? PeerOf(UserId user)
    {
        if (Kind != RoomKinds.Direct)
            return null;
        foreach (var other in Members.Keys)
        {
            if (other != user)
                return other;
        }

        return null;
    }

    /// <summary>The room after <paramref name="e"/>. Events of messages change nothing here.</summary>
    public Room Apply(RoomEvent e) => e switch
    {
        ChatJoined joined => this with { Members = Members.SetItem(joined.User, Entered(joined)) },
        ChatLeft left => this with { Members = Members.Remove(left.User) },
        ChatUpdated updated => this with
        {
            Name = updated.Name ?? Name,
            Topic = updated.Topic ?? Topic,
            Members = updated.Roles is null ? Members : WithRoles(updated.Roles),
        },
        _ => this,
    };

    /// <summary>The room after <paramref name="events"/>.</summary>
    public Room Apply(IEnumerable<LogEvent> events) => events.OfType<RoomEvent>().Aggregate(this, (room, e) => room.Apply(e));

    /// <summary>Moves a member's marks forward, never back.</summary>
    public Room WithMarks(UserId user, long read, long delivered) => Members.TryGetValue(user, out var member)
        ? this with
        {
            Members = Members.SetItem(user, member with { Read = Math.Max(member.Read, read), Delivered = Math.Max(member.Delivered, delivered) }),
        }
        : this;

    /// <summary>Everybody has read up to <paramref name="head"/>: a room that was just made is unread for nobody.</summary>
    public Room WithAllRead(long head) => this with
    {
        Members = Members.ToImmutableDictionary(m => m.Key, m => m.Value with { Read = head, Delivered = head }),
    };

    // Whoever comes in has nothing unread: what was said before was not said to them.
    private static Member Entered(ChatJoined joined) => new(joined.Role, joined.Seq, joined.Seq, joined.Seq);

    private ImmutableDictionary<UserId, Member> WithRoles(IReadOnlyDictionary<UserId, string> roles)
    {
        var members = Members.ToBuilder();
        foreach (var (user, role) in roles)
        {
            if (members.TryGetValue(user, out var member))
                members[user] = member with { Role = role };
        }

        return members.ToImmutable();
    }
}
