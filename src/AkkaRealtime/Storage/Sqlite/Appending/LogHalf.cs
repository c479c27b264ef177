using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>One file of the log, with what it holds in memory as well: the tables are written from here.</summary>
internal sealed class LogHalf(AppendLogFile file)
{
    // What so many need is kept for the next ones; what a flood needed is given back when it is over.
    private const int CalmCount = 1_024;

    /// <summary>The file.</summary>
    public AppendLogFile File { get; } = file;

    /// <summary>Its events, added by <see cref="Add"/>.</summary>
    public List<LoggedEvent> Events { get; } = [];

    /// <summary>Its other entries.</summary>
    public List<JournalEntry> Entries { get; } = [];

    /// <summary>The rooms of its events, as it leaves them.</summary>
    public Dictionary<RoomId, LoggedRoom> Rooms { get; } = [];

    /// <summary>Its events by their keys.</summary>
    public Dictionary<LoggedKey, LoggedEvent> Keys { get; } = [];

    /// <summary>The ids of its events.</summary>
    public HashSet<string> Ids { get; } = [];

    /// <summary>The last frame about each room.</summary>
    public Dictionary<RoomId, long> Touched { get; } = [];

    /// <summary>Its last frame.</summary>
    public long Last { get; set; }

    /// <summary>What it holds.</summary>
    public int Count => Events.Count + Entries.Count;

    /// <summary>Adds an event, in the order of its room.</summary>
    public void Add(LoggedEvent logged)
    {
        var facts = logged.Event.Facts();
        Events.Add(logged);
        Rooms[logged.Event.Room] = new LoggedRoom(logged.Room, logged.Event.Seq, logged.Ordinal);
        if (facts.Key is not null)
            Keys.Add(new LoggedKey(logged.Room, logged.Event.By, facts.Key), logged);
        if (facts.Id is not null)
            Ids.Add(facts.Id);
    }

    /// <summary>Keeps the first of its events and entries: those after them didn't get on the log.</summary>
    public void Forget(int events, int entries)
    {
        var kept = Events.GetRange(0, events);
        Entries.RemoveRange(entries, Entries.Count - entries);
        ForgetEvents();
        foreach (var logged in kept)
            Add(logged);
    }

    /// <summary>Everything is in the tables: begins again.</summary>
    public void Clear()
    {
        var isCalm = Count < CalmCount;
        ForgetEvents();
        Entries.Clear();
        Touched.Clear();
        File.Rewind();
        if (isCalm && Events.Capacity > CalmCount)
            Trim();
    }

    private void Trim()
    {
        Events.TrimExcess();
        Entries.TrimExcess();
        Rooms.TrimExcess();
        Keys.TrimExcess();
        Ids.TrimExcess();
        Touched.TrimExcess();
    }

    private void ForgetEvents()
    {
        Events.Clear();
        Rooms.Clear();
        Keys.Clear();
        Ids.Clear();
    }
}
