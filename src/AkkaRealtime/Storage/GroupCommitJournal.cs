using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.EventLoops;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>
/// The journal of a node, whatever the store: a thread that commits all that waits as one transaction, but for what goes alone (<see cref="BulkLane"/>), and where the store has a log a second one for
/// what that doesn't take (<see cref="CommitsAside"/>). Each owner is told after the commit, in the order in which it wrote.
/// </summary>
internal sealed class GroupCommitJournal : IJournal, IDisposable
{
    /// <summary>Entries that may wait; beyond them <see cref="TryWrite"/> is false, and the request is answered <c>unavailable</c>.</summary>
    public const int DefaultCapacity = 16_384;

    /// <summary>Most entries of one commit: beyond some hundred a bigger one gains nothing, and those in front wait for it.</summary>
    public const int DefaultBatch = 1_024;

    private readonly IStoreWriter _writer;
    private readonly RealtimeMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IJournalObserver[] _observers;
    private readonly CommitsAside? _aside;
    private readonly CommitThread _thread;

    public GroupCommitJournal(
        IStoreWriter writer,
        RealtimeMetrics metrics,
        TimeProvider time,
        ILogger log,
        int capacity = DefaultCapacity,
        int batch = DefaultBatch,
        IReadOnlyList<IJournalObserver>? observers = null)
    {
        _observers = [.. observers ?? []];
        _writer = writer;
        _metrics = metrics;
        _time = time;
        _log = log;
        _aside = writer is ILoggingWriter logging ? new CommitsAside(logging, batch, CommitAside) : null;
        _thread = new CommitThread(capacity, batch, Commit, _aside);
        metrics.ObserveQueue("journal", () => _thread.Waiting + (_aside?.Waiting ?? 0));
    }

    /// <inheritdoc/>
    public bool TryWrite(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_thread.TryWrite(entry))
            return true;
        _metrics.Drops.Add(1, new("queue", "journal"), new("reason", _thread.IsClosed ? "closed" : "full"));
        return false;
    }

    /// <summary>Takes nothing more, commits what waits, tells the owners, and ends. Safe to call again.</summary>
    public Task DrainAsync() => _thread.DrainAsync();

    /// <inheritdoc/>
    public void Dispose() => _thread.Dispose();

    private void Commit(List<JournalEntry> batch) => Tell(batch, Store(batch));

    private void CommitAside(List<JournalEntry> batch)
    {
        Commit(batch);
        _aside!.Done(batch);
    }

    private IReadOnlyList<JournalResult>? Store(List<JournalEntry> batch)
    {
        var start = _time.GetTimestamp();
        IReadOnlyList<JournalResult>? results = null;
        try
        {
            results = _writer.Commit(batch);
        }
        catch (StoreUnavailableException e)
        {
            // An outage has its own message, once.
            StorageLog.CommitRefused(_log, batch.Count, e.Message);
        }
#pragma warning disable CA1031 // The one place where the store's faults end: owners are told, and the loop goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            StorageLog.CommitFailed(_log, e, batch.Count);
        }

        var took = _time.GetElapsedTime(start);
        _metrics.CommitSeconds.Record(took.TotalSeconds);
        _metrics.CommitEntries.Record(batch.Count);
        if (RealtimeTraces.AreWanted)
            Trace(batch, took, results is not null);
        return results;
    }

    private void Tell(List<JournalEntry> batch, IReadOnlyList<JournalResult>? results)
    {
        using var held = WakeUps.HoldBack();
        for (var i = 0; i < batch.Count; i++)
            batch[i].Owner.Tell(results is null ? JournalFaults.Of(batch[i]) : results[i], ActorRefs.NoSender);
        if (results is null)
            return;
        foreach (var observer in _observers)
            observer.Committed(results);
    }

    private static void Trace(List<JournalEntry> batch, TimeSpan took, bool stored)
    {
        foreach (var entry in batch)
        {
            foreach (var trace in entry.Traces)
                RealtimeTraces.Record("commit", trace, took, stored ? null : "not stored", new KeyValuePair<string, object?>("akkarealtime.entries", batch.Count));
        }
    }
}
