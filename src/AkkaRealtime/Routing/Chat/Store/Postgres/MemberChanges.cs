using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>What a batch does to the members of rooms.</summary>
internal sealed class MemberChanges
{
    private readonly Dictionary<string, List<MemberChange>> _joined = [];

    /// <summary>By room and user.</summary>
    public Dictionary<(string Room, string User), MemberChange> All { get; } = [];

    /// <summary>Who left which room.</summary>
    public HashSet<(string User, string Room)> Left { get; } = [];

    /// <summary>The numbers of rooms that have members more or less.</summary>
    public HashSet<long> Rooms { get; } = [];

    /// <summary>What happens to one member.</summary>
    public MemberChange Of(RoomId room, UserId user)
    {
        if (!All.TryGetValue((room.Value, user.Value), out var change))
            All.Add((room.Value, user.Value), change = new MemberChange());
        return change;
    }

    public void Join(LogRoom room, UserId user, string role, long seq)
    {
        var change = Of(room.Id, user);
        change.Join(seq, role);
        if (!_joined.TryGetValue(room.Id.Value, out var joined))
            _joined.Add(room.Id.Value, joined = []);
        joined.Add(change);
        Rooms.Add(room.Number);
    }

    public void Leave(LogRoom room, UserId user)
    {
        Of(room.Id, user).Leave();
        Left.Add((user.Value, room.Id.Value));
        Rooms.Add(room.Number);
    }

    /// <summary>Of a room that the batch makes, all who came in have read everything.</summary>
    public void MarkJoined(LogRoom room, long seq)
    {
        foreach (var change in _joined.GetValueOrDefault(room.Id.Value, []))
        {
            if (change.Joined > 0)
                change.Mark(seq, seq);
        }
    }
}

/// <summary>What a batch does to one member, whatever the number of events it takes.</summary>
internal sealed class MemberChange
{
    /// <summary>The member left, before anything else that stands here.</summary>
    public bool Left { get; private set; }

    /// <summary>Where the member joined; 0 where they did not.</summary>
    public long Joined { get; private set; }

    public string? Role { get; private set; }

    public long Read { get; private set; }

    public long Delivered { get; private set; }

    public void Leave() => (Left, Joined, Role, Read, Delivered) = (true, 0, null, 0, 0);

    public void Join(long seq, string role) => (Joined, Role) = (Joined == 0 ? seq : Joined, role);

    public void Change(string role) => Role = role;

    public void Mark(long read, long delivered) => (Read, Delivered) = (Math.Max(Read, read), Math.Max(Delivered, Math.Max(read, delivered)));
}
