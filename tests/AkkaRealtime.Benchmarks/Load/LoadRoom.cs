namespace AkkaRealtime.Benchmarks.Load;

/// <summary>A room of the load generator, and what is on its way in it.</summary>
internal sealed class LoadRoom(string id)
{
    /// <summary>Messages that may be under way in a room.</summary>
    public const int MaxInFlight = 1_024;

    private readonly int[] _missing = new int[MaxInFlight];
    private readonly long[] _sentAt = new long[MaxInFlight];

    /// <summary>The peer's name for it.</summary>
    public string Id { get; } = id;

    /// <summary>Its connections.</summary>
    public List<LoadMember> Members { get; } = [];

    /// <summary>Messages sent so far; the number of the last one.</summary>
    public long Sent { get; private set; }

    /// <summary>Whether all have got all.</summary>
    public bool IsQuiet => Members.TrueForAll(m => m.Received.Low >= Sent);

    /// <summary>Whether somebody has not got a message yet that is so old that there is no place for another one.</summary>
    public bool IsFull => Members.Exists(m => m.Received.Low + MaxInFlight <= Sent);

    /// <summary>Another message is sent to all: returns its number.</summary>
    public long Next(long at)
    {
        var number = ++Sent;
        _missing[number % MaxInFlight] = Members.Count;
        _sentAt[number % MaxInFlight] = at;
        return number;
    }

    /// <summary>When a message was sent.</summary>
    public long SentAt(long number) => _sentAt[number % MaxInFlight];

    /// <summary>A message has reached another member; true where it was the last one.</summary>
    public bool Arrived(long number) => --_missing[number % MaxInFlight] == 0;
}

/// <summary>Somebody in a room.</summary>
internal sealed class LoadMember(LoadRoom room)
{
    /// <summary>The room.</summary>
    public LoadRoom Room { get; } = room;

    /// <summary>The socket.</summary>
    public LoadConnection Connection { get; set; } = null!;

    /// <summary>What they got.</summary>
    public Received Received { get; } = new();
}
