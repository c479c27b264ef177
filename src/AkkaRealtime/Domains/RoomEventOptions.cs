namespace AkkaRealtime.Domains;

/// <summary>How an event is appended to a room's log. See <see cref="IRoomEvents"/>.</summary>
public sealed record RoomEventOptions
{
    /// <summary>
    /// It counts as unread for members who have not read up to it, as a message does, and says so on the wire (<c>"unread": true</c>). Its author has
    /// read it, and all before it.
    /// </summary>
    public bool CountsAsUnread { get; init; }

    /// <summary>
    /// Of events with the same room, author, type and key only the first is appended, at any time, on any node; all are answered with it. 1 to 64
    /// characters, chosen by who may have to repeat the request. Null: each is appended.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>
    /// Whether its author has to be a member of the room when it is appended, not blocked in a direct one and, where it counts as unread, one who may write there. False for what the host says by itself.
    /// </summary>
    public bool MembersOnly { get; init; } = true;
}
