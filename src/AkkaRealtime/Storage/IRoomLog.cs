using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage;

/// <summary>Reads of rooms' logs; they see everything that was acknowledged. All writing goes through <see cref="IJournal"/>.</summary>
public interface IRoomLog
{
    /// <summary>Stored events with <c>seq</c> in (<paramref name="after"/>, <paramref name="upTo"/>], in order, at most <paramref name="limit"/>.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel);
}

/// <summary>An event as stored: the very bytes that went out.</summary>
public readonly record struct StoredEvent(long Seq, EncodedEnvelope Envelope);
