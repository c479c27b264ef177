using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage;

/// <summary>
/// The one writer of a node's store: a bounded channel whose single reader commits all that waits as one transaction (group commit) and
/// only then tells each entry's owner. Entries of one owner are committed in order; what writes very much lets others pass, and where the store has
/// a log, what is for that passes what isn't.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Queues <paramref name="entry"/>. False where the channel is full or closed: nothing was queued, the request is answered
    /// with <see cref="ErrorCode.Unavailable"/>.
    /// </summary>
    bool TryWrite(JournalEntry entry);
}

/// <summary>Something to keep. Its owner is told a <see cref="JournalResult"/> that names it, once. A domain has entries of its own.</summary>
/// <param name="Owner">Who is told.</param>
public abstract record JournalEntry(IActorRef Owner)
{
    /// <summary>The spans that it is a part of, as <c>traceparent</c>.</summary>
    internal IReadOnlyList<string> Traces { get; init; } = [];

    /// <summary>It writes so much (<see cref="BulkLane.MaxRows"/>) that it is a commit of its own, and lets others pass.</summary>
    internal bool IsBulk { get; init; }
}

/// <summary>What became of an entry.</summary>
public abstract record JournalResult;

/// <summary>An entry that appends no events is durable.</summary>
public sealed record Saved(JournalEntry Entry) : JournalResult;

/// <summary>An entry that appends no events was not stored; it may be tried again.</summary>
public sealed record SaveFailed(JournalEntry Entry) : JournalResult;
