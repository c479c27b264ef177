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
    /// <summary>Who may not be in it; those whose ban is over too, until somebody else is banned.</summary>
    public ImmutableDictionary<UserId, RoomBan> Bans { get; init; } = ImmutableDictionary<UserId, RoomBan>.Empty;

    /// <summary>Of a direct room, who of its two users has blocked the other.</summary>
    public ImmutableHashSet<UserId> Blockers { get; init; } = [];

    /// <summary>How many seconds a member waits between two messages; 0: none.</summary>
    public int SlowModeSeconds { get; init; }

    /// <summary>The least role that may write.</summary>
    public string PostRole { get; init; } = RoomRoles.Member;

    /// <summary>In slow mode, who has written last when, and under which key; those whose time is over too.</summary>
    public ImmutableDictionary<UserId, (DateTimeOffset At, string Key)> Sent { get; init; } = ImmutableDictionary<UserId, (DateTimeOffset, string)>.Empty;

    /// <summary>A room before its first event.</summary>
    public static Room New(RoomId id, NewRoom room) =>
        new(id, room.Kind, room.Name, room.Topic, ImmutableDictionary<UserId, Member>.Empty);

    /// <summary>A room as the store has it.</summary>
    public static Room From(RoomSnapshot stored) => new(
        stored.Id,
        stored.Kind,
        stored.Name,
        stored.Topic,
        stored.Members.ToImmutableDictionary(m => m.User, m => new Member(m.Role, m.JoinedSeq, m.Read, m.Delivered)))
    {
        Bans = stored.Bans.ToImmutableDictionary(),
        SlowModeSeconds = stored.SlowModeSeconds,
        PostRole = stored.PostRole ?? RoomRoles.Member,
    };

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

    /// <summary>The ban of a user that holds at that time; null: they are not banned.</summary>
    public RoomBan? BanOf(UserId user, DateTimeOffset at) => Bans.TryGetValue(user, out var ban) && ban.Holds(at) ? ban : null;

    /// <summary>The room after <paramref name="e"/>. Events of messages change nothing here, but in slow mode.</summary>
    public Room Apply(RoomEvent e) => e switch
    {
        ChatJoined joined => this with { Members = Members.SetItem(joined.User, Entered(joined)) },
        ChatLeft left => this with { Members = Members.Remove(left.User) },
        ChatBanned banned => this with { Bans = banned.On ? With(banned) : Bans.Remove(banned.User) },
        ChatUpdated updated => this with
        {
            Name = updated.Name ?? Name,
            Topic = updated.Topic ?? Topic,
            SlowModeSeconds = updated.SlowModeSeconds ?? SlowModeSeconds,
            PostRole = updated.PostRole ?? PostRole,
            Members = updated.Roles is null ? Members : WithRoles(updated.Roles),
        },
        ChatMessage message when SlowModeSeconds > 0 => this with { Sent = WithoutOld(message.At).SetItem(message.By, (message.At, message.Key)) },
        _ => this,
    };

    /// <summary>The room after <paramref name="events"/>.</summary>
    public Room Apply(IEnumerable<LogEvent> events)
    {
        var room = this;
        ImmutableDictionary<UserId, Member>.Builder? entering = null;
        foreach (var e in events.OfType<RoomEvent>())
        {
            // Who comes in with a thousand others is put into one dictionary with them, not each into a copy.
            if (e is ChatJoined joined)
            {
                (entering ??= room.Members.ToBuilder())[joined.User] = Entered(joined);
                continue;
            }

            room = room.Entering(ref entering).Apply(e);
        }

        return room.Entering(ref entering);
    }

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

    private ImmutableDictionary<UserId, RoomBan> With(ChatBanned banned) =>
        Bans.RemoveRange(Bans.Where(b => !b.Value.Holds(banned.At)).Select(b => b.Key)).SetItem(banned.User, new RoomBan(banned.Until, banned.Reason));

    // Now and then, so that a message costs what it costs; the rest is small.
    private ImmutableDictionary<UserId, (DateTimeOffset At, string Key)> WithoutOld(DateTimeOffset now) => Sent.Count % 256 != 255
        ? Sent
        : Sent.RemoveRange(Sent.Where(s => s.Value.At.AddSeconds(SlowModeSeconds) <= now).Select(s => s.Key));

    private Room Entering(ref ImmutableDictionary<UserId, Member>.Builder? entering)
    {
        var members = entering?.ToImmutable() ?? Members;
        entering = null;
        return ReferenceEquals(members, Members) ? this : this with { Members = members };
    }

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
