using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>A room of the batch under way, as it stands after the entries so far.</summary>
internal sealed class PostgresRoom : LogRoom
{
    public PostgresRoom(long number, RoomId id)
        : base(number, id)
    {
    }

    public PostgresRoom(long number, RoomId id, long head, long counted, long latest)
        : base(number, id) => (Head, Counted, Latest) = (head, counted, latest);

    /// <summary>The batch has appended something.</summary>
    public bool Advanced { get; private set; }

    /// <summary>When something was appended last, in Unix milliseconds.</summary>
    public long ActiveAt { get; private set; }

    public void Advance(long at, bool counts)
    {
        Head++;
        (Advanced, ActiveAt) = (true, at);
        if (counts)
            Counted++;
    }
}

/// <summary>An idempotency key in its room.</summary>
/// <param name="Room">The room.</param>
/// <param name="Sender">Whose key it is.</param>
/// <param name="Key">The key, with the type of the event before it where it is not one of the built-in domains.</param>
/// <param name="Other">It is an event of another domain.</param>
internal readonly record struct SentKey(RoomId Room, UserId Sender, string Key, bool Other)
{
    // Begins what is no UTF-8, so that it is never taken for a key that a client chose for a message.
    private const byte OtherMark = 0xFF;

    public static SentKey? Of(LogEvent e, LogFacts facts) => facts switch
    {
        { Key: null } => null,
        { Number: LogFacts.OtherDomains, Key: var key } => new SentKey(e.Room, e.By, $"{e.Type}\0{key}", true),
        { Key: var key } => new SentKey(e.Room, e.By, key, false),
    };

    public static SentKey Read(RoomId room, UserId sender, byte[] stored) => stored is [OtherMark, ..]
        ? new SentKey(room, sender, System.Text.Encoding.UTF8.GetString(stored.AsSpan(1)), true)
        : new SentKey(room, sender, System.Text.Encoding.UTF8.GetString(stored), false);

    /// <summary>As it is stored.</summary>
    public byte[] Bytes()
    {
        var text = PostgresRows.Utf8(Key)!;
        return Other ? [OtherMark, .. text] : text;
    }
}
