using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>
/// What of a domain is acknowledged as soon as it is on the append log, and written into the tables behind that: its most frequent events and entries, which
/// no state of the tables can refuse. Their order is kept among events of a room; entries are written after the events that were logged with them.
/// </summary>
internal interface ISqliteLogged
{
    /// <summary>Whether it is such an event.</summary>
    bool IsLogged(LogEvent e);

    /// <summary>From now on the events of a step come, room by room, each after the one before it in the order of <see cref="LogPosition"/>.</summary>
    void BeginStep();

    /// <summary>They have come, or the step is undone.</summary>
    void EndStep();

    /// <summary>Reads one back after a crash.</summary>
    LogEvent ReadEvent(ReadOnlyMemory<byte> envelope);

    /// <summary>The room that such an entry is about; null where the entry is not one.</summary>
    RoomId? RoomOf(JournalEntry entry);

    /// <summary>Writes such an entry down, and returns what its owner is told.</summary>
    JournalResult Log(JournalEntry entry, BinaryWriter log);

    /// <summary>Reads one back after a crash.</summary>
    JournalEntry ReadEntry(BinaryReader log);
}
