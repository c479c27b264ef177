namespace AkkaRealtime.Client;

/// <summary>
/// How far each room has been told: an event is next, was told already, or leaves a gap, and then the room has to be synced. Pure, and not safe from several threads.
/// </summary>
internal sealed class RoomOrder
{
    private readonly Dictionary<string, (long Told, long Seen)> _rooms = new(StringComparer.Ordinal);

    /// <summary>The last number of each room that was told.</summary>
    public IReadOnlyDictionary<string, long> Positions => _rooms.ToDictionary(r => r.Key, r => r.Value.Told, StringComparer.Ordinal);

    /// <summary>Whether a room is known.</summary>
    public bool Knows(string room) => _rooms.ContainsKey(room);

    /// <summary>A room is told from after this number on, unless it is known.</summary>
    public void Begin(string room, long after) => _rooms.TryAdd(room, (after, after));

    /// <summary>Everything up to this number is not told one by one.</summary>
    public void Skip(string room, long upTo) => _rooms[room] = (Math.Max(upTo, Told(room)), Math.Max(upTo, Told(room)));

    /// <summary>The room is not the user's any more.</summary>
    public void Forget(string room) => _rooms.Remove(room);

    /// <summary>Another store: none of it holds.</summary>
    public void Clear() => _rooms.Clear();

    /// <summary>An event came. Whether it is told now.</summary>
    public bool Take(string room, long seq)
    {
        if (!_rooms.TryGetValue(room, out var known))
            known = (seq - 1, seq - 1);
        var isNext = seq == known.Told + 1;
        _rooms[room] = (isNext ? seq : known.Told, Math.Max(known.Seen, seq));
        return isNext;
    }

    /// <summary>Rooms of which later events were seen than were told.</summary>
    public IReadOnlyDictionary<string, long> Gaps() => _rooms.Where(r => r.Value.Seen > r.Value.Told).ToDictionary(r => r.Key, r => r.Value.Told, StringComparer.Ordinal);

    private long Told(string room) => _rooms.TryGetValue(room, out var known) ? known.Told : 0;
}
