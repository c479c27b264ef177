using System.Text;
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
/// <param name="Key">The key; of another domain than the built-in ones with <see cref="Other"/> and the type of the event before it.</param>
internal readonly record struct SentKey(RoomId Room, UserId Sender, string Key)
{
    // Half a surrogate pair here, and no UTF-8 in the store: never taken for a key that a client chose for a message.
    private const char Other = '\uD800';
    private const byte OtherByte = 0xFF;

    public static SentKey? Of(LogEvent e, LogFacts facts) => facts switch
    {
        { Key: null } => null,
        { Number: LogFacts.OtherDomains, Key: var key } => new SentKey(e.Room, e.By, $"{Other}{e.Type}\0{key}"),
        { Key: var key } => new SentKey(e.Room, e.By, key),
    };

    public static SentKey Read(RoomId room, UserId sender, byte[] stored) => stored is [OtherByte, ..]
        ? new SentKey(room, sender, Other + Encoding.UTF8.GetString(stored.AsSpan(1)))
        : new SentKey(room, sender, Encoding.UTF8.GetString(stored));

    /// <summary>As it is stored.</summary>
    public byte[] Bytes() => Key is [Other, ..] ? [OtherByte, .. Encoding.UTF8.GetBytes(Key[1..])] : Encoding.UTF8.GetBytes(Key);
}
