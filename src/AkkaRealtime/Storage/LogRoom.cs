using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage;

/// <summary>The log of a room while an entry is being appended to it.</summary>
/// <param name="number">The short number of the room, by which tables name it.</param>
/// <param name="id">The room.</param>
public class LogRoom(long number, RoomId id)
{
    /// <summary>The short number of the room, by which tables name it.</summary>
    public long Number { get; private protected set; } = number;

    /// <summary>The room.</summary>
    public RoomId Id { get; private protected set; } = id;

    /// <summary>The <c>seq</c> of the last event, including those of the entry under way.</summary>
    public long Head { get; private protected set; }

    /// <summary>How many of its events count as unread, ever.</summary>
    public long Counted { get; private protected set; }

    /// <summary>The <c>seq</c> of the last message, which stands for the room in lists. 0: there is none yet.</summary>
    public long Latest { get; internal set; }
}
