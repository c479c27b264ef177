namespace AkkaRealtime.Domains.Subscriptions;

/// <summary>The last events of a topic, numbered 1, 2, 3 … Bounded in number and bytes: the oldest go first. No clock, no actor.</summary>
internal sealed class KeptEvents(int maxEvents)
{
    /// <summary>Bytes of data that are kept at most; one larger event alone is kept as well. All of it fits into one message between nodes.</summary>
    public const int MaxBytes = IRealtimePublisher.MaxDataBytes;

    private readonly Queue<TopicEvent> _events = new();
    private int _bytes;

    /// <summary>The last number; 0 before the first event.</summary>
    public long Head { get; private set; }

    /// <summary>Adds an event, which gets the next number.</summary>
    public TopicEvent Add(string type, Envelopes.EncodedJson data)
    {
        var added = new TopicEvent(++Head, type, data);
        _events.Enqueue(added);
        _bytes += data.Utf8.Length;
        while (_events.Count > maxEvents || (_bytes > MaxBytes && _events.Count > 1))
            _bytes -= _events.Dequeue().Data.Utf8.Length;
        return added;
    }

    /// <summary>All events after <paramref name="after"/>, in order; null where some of them are gone, or where there never was such a number.</summary>
    public IReadOnlyList<TopicEvent>? After(long after) =>
        after > Head || Head - after > _events.Count ? null : [.. _events.Where(e => e.Seq > after)];
}
