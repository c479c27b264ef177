using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage;

/// <summary>
/// An event of a room's log that a domain of the host's appended (<c>IRoomEvents.AppendAsync</c>), as a table writer sees it in the transaction that stores
/// it. On the wire its <see cref="Data"/> follows <c>room</c>, <c>seq</c>, <c>at</c> and <c>by</c> (protocol §7).
/// </summary>
public sealed record DomainEvent : LogEvent
{
    private static readonly byte[] NoData = "{}"u8.ToArray();

    /// <summary>Makes an event that is not numbered yet.</summary>
    /// <param name="type">Its type, e.g. <c>poll.opened</c>.</param>
    /// <param name="data">A JSON object as UTF-8, without the members that the log adds; not changed afterwards.</param>
    public DomainEvent(string type, ReadOnlyMemory<byte> data) => (Type, Data) = (type, data);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type { get; }

    /// <summary>What it says: a JSON object. Empty once the event was erased.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The idempotency key; null where it has none, and where the event was read back from the log.</summary>
    public string? Key { get; init; }

    /// <summary>It counts as unread: on the wire <c>"unread": true</c>.</summary>
    public bool CountsAsUnread { get; init; }

    /// <summary>What it said was taken out of the log: on the wire <c>"deleted": true</c>.</summary>
    public bool Deleted { get; init; }

    /// <summary>What it says, as a record.</summary>
    /// <param name="json">Reads it.</param>
    /// <exception cref="JsonException">It says something else, or was erased (<see cref="Deleted"/>).</exception>
    public T Read<T>(JsonTypeInfo<T> json) =>
        JsonSerializer.Deserialize(Data.Span, json) ?? throw new JsonException($"The data of a {Type} is null.");

    /// <inheritdoc/>
    public override LogFacts Facts() => new(Key, Unread: CountsAsUnread);

    /// <inheritdoc/>
    public override EncodedEnvelope Encode() => DomainEventJson.Encode(this);

    /// <inheritdoc/>
    public override LogEvent ReadStored(ReadOnlyMemory<byte> envelope) => DomainEventJson.Decode(envelope) with { Key = Key };

    /// <summary>What stays of it when what it said has to go: its place, who, when, and whether it counted.</summary>
    internal DomainEvent Emptied() => this with { Data = NoData, Deleted = true };
}
