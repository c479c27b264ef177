using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage;

/// <summary>
/// A durable event of a room: what the log keeps, and at the same time the <c>data</c> that goes out (protocol §3, "Events"). Its members are the
/// wire's. A domain derives its events from it; the log numbers them, keeps the bytes that go out, and gives those very bytes to whoever missed them,
/// whether or not the domain is still registered then.
/// </summary>
public abstract record LogEvent
{
    /// <summary>The envelope's type, e.g. <c>chat.message</c>. Ignore it at each override as well: the attribute is not inherited.</summary>
    [JsonIgnore]
    public abstract string Type { get; }

    /// <summary>The room.</summary>
    [JsonPropertyOrder(-4)]
    public required RoomId Room { get; init; }

    /// <summary>The place in the log: 1, 2, 3 … without gaps; 0 until the journal has numbered it.</summary>
    [JsonPropertyOrder(-3)]
    public long Seq { get; init; }

    /// <summary>When the owner decided it.</summary>
    [JsonPropertyOrder(-2)]
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    [JsonPropertyOrder(-1)]
    public required UserId By { get; init; }

    /// <summary>What the log has to know of the event to index it.</summary>
    public virtual LogFacts Facts() => default;

    /// <summary>Encodes the numbered event as the envelope that is stored and sent.</summary>
    public abstract EncodedEnvelope Encode();

    /// <summary>Reads back what an earlier event of this type was stored as: the answer to a repeated <see cref="LogFacts.Key"/>.</summary>
    /// <exception cref="NotSupportedException">The type has no keys, and so never has to be read back by the store.</exception>
    public virtual LogEvent ReadStored(ReadOnlyMemory<byte> envelope) =>
        throw new NotSupportedException($"{GetType().Name} has a key: override ReadStored, so that a repeated one can be answered with the first event.");
}

/// <summary>What the log indexes of an event beside its place, its time and its author.</summary>
/// <param name="Key">
/// Idempotency key: an event whose room, author, type and key are stored already uses no number, and is answered with the first one. Null: never a repetition.
/// </param>
/// <param name="Id">An id of its own, by which it is found; unique in the store. Null: it has none.</param>
/// <param name="Thread">The <see cref="Id"/> of the event that it answers to. Null: none.</param>
/// <param name="Unread">It counts as unread for members who have not read up to it.</param>
public readonly record struct LogFacts(string? Key = null, string? Id = null, string? Thread = null, bool Unread = false)
{
    /// <summary>
    /// The number that events of other domains than the built-in ones share. They are told apart by <see cref="LogEvent.Type"/>, which stands in
    /// their envelope: names survive a new deployment, and two domains can't take the same number.
    /// </summary>
    public const int OtherDomains = 1_000;

    private readonly int _number;

    /// <summary>The kind of the event as a number of the log, for queries. Numbers are never used again for something else.</summary>
    public int Number
    {
        get => _number == 0 ? OtherDomains : _number;
        internal init => _number = value;
    }
}
