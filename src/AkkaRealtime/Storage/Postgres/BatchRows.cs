using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>A room of the batch under way, as it stands after the entries so far.</summary>
internal sealed class RoomRow(long n, string id)
{
    public long N { get; } = n;

    public string Id { get; } = id;

    public long Head { get; set; }

    public long Messages { get; set; }

    public long LastMessage { get; set; }

    public long ActiveAt { get; set; }

    public string Name { get; set; } = "";

    public string Topic { get; set; } = "";

    public bool Advanced { get; set; }

    public bool Renamed { get; set; }

    public bool MembersChanged { get; set; }

    /// <summary>Set where this batch makes the room.</summary>
    public NewRoom? Create { get; set; }
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

/// <summary>A message that an event of the batch changes: where it stands, and how.</summary>
internal sealed record MessageTarget(long Room, long Seq, MessageOverlay Overlay);

/// <summary>An idempotency key in its room.</summary>
internal readonly record struct SentKey(RoomId Room, UserId Sender, string Key);
