using System.Threading.Channels;
using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.EventLoops;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>
/// The journal of a node, whatever the store: a bounded channel and one thread that commits all that waits as one transaction, but for what goes alone (<see cref="BulkLane"/>).
/// Each owner is told after the commit, in the order in which it wrote.
/// </summary>
internal sealed class GroupCommitJournal : IJournal, IThreadPoolWorkItem, IDisposable
{
    /// <summary>Entries that may wait; beyond them <see cref="TryWrite"/> is false, and the request is answered <c>unavailable</c>.</summary>
    public const int DefaultCapacity = 16_384;

    /// <summary>Most entries of one commit: beyond some hundred a bigger one gains nothing, and those in front wait for it.</summary>
    public const int DefaultBatch = 1_024;

    private readonly Channel<JournalEntry> _channel;
    private readonly IStoreWriter _writer;
    private readonly RealtimeMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IJournalObserver[] _observers;
    private readonly List<JournalEntry> _batch;
    private readonly BulkLane _bulk = new();
    private readonly int _maxBatch;
    private readonly AutoResetEvent _wakeUp = new(false);
    private readonly Task _loop;
    private int _sleeping;
    private int _wakes;

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
        _maxBatch = batch;
        _batch = new List<JournalEntry>(batch);

        // Promise: in order, nothing lost but by the end of the process, and then nothing of it was acknowledged. A full channel refuses (Wait + TryWrite).
        _channel = Channel.CreateBounded<JournalEntry>(new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        metrics.ObserveQueue("journal", () => _channel.Reader.Count + _bulk.Count);
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public bool TryWrite(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_channel.Writer.TryWrite(entry))
        {
            WakeSoon();
            return true;
        }

        _metrics.Drops.Add(1, new("queue", "journal"), new("reason", _channel.Reader.Completion.IsCompleted ? "closed" : "full"));
        return false;
    }

    /// <summary>Takes nothing more, commits what waits, tells the owners, and ends. Safe to call again.</summary>
    public Task DrainAsync()
    {
        if (_channel.Writer.TryComplete())
            Wake();
        return _loop;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DrainAsync().GetAwaiter().GetResult();
        _wakeUp.Dispose();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        Volatile.Write(ref _wakes, 0);
        Wake();
    }

    // At the end of the turn, so that all that the turn brings is one commit.
    private void WakeSoon()
    {
        if (EventLoop.Current is not { } loop)
            Wake();
        else if (Interlocked.Exchange(ref _wakes, 1) == 0)
            loop.PostWrite(this);
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) == 1 && Interlocked.Exchange(ref _sleeping, 0) == 1)
            _wakeUp.Set();
    }

    private void Run()
    {
        while (WaitForEntries())
        {
            while (_batch.Count < _maxBatch && _bulk.Count < BulkLane.Capacity && _channel.Reader.TryRead(out var entry))
            {
                if (!_bulk.TryTake(entry))
                    _batch.Add(entry);
            }

            var others = _batch.Count > 0;
            if (others)
                CommitBatch();
            if (_bulk.Next(others) is not { } bulk)
                continue;
            _batch.Add(bulk);
            CommitBatch();
        }
    }

    // A thread of its own may wait: a commit blocks it anyway, and no thread of the pool is held. False: it is closed, and nothing is left.
    private bool WaitForEntries()
    {
        while (_bulk.Count == 0 && !_channel.Reader.TryPeek(out _))
        {
            Interlocked.Exchange(ref _sleeping, 1);
            if (_channel.Reader.TryPeek(out _))
                break;
            if (_channel.Reader.Completion.IsCompleted)
            {
                // A wake-up that is still on its way finds nobody asleep, and leaves the event alone, which is disposed of by then.
                Volatile.Write(ref _sleeping, 0);
                return false;
            }

            _wakeUp.WaitOne();
        }

        Volatile.Write(ref _sleeping, 0);
        return true;
    }

    private void CommitBatch()
    {
        var start = _time.GetTimestamp();
        IReadOnlyList<JournalResult>? results = null;
        try
        {
            results = _writer.Commit(_batch);
        }
        catch (StoreUnavailableException e)
        {
            // An outage has its own message, once.
            StorageLog.CommitRefused(_log, _batch.Count, e.Message);
        }
#pragma warning disable CA1031 // The one place where the store's faults end: owners are told, and the loop goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            StorageLog.CommitFailed(_log, e, _batch.Count);
        }

        var took = _time.GetElapsedTime(start);
        _metrics.CommitSeconds.Record(took.TotalSeconds);
        _metrics.CommitEntries.Record(_batch.Count);
        if (RealtimeTraces.AreWanted)
            Trace(took, results is not null);
        using var held = WakeUps.HoldBack();
        for (var i = 0; i < _batch.Count; i++)
            _batch[i].Owner.Tell(results is null ? JournalFaults.Of(_batch[i]) : results[i], ActorRefs.NoSender);
        _batch.Clear();
        if (results is null)
            return;
        foreach (var observer in _observers)
            observer.Committed(results);
    }

    private void Trace(TimeSpan took, bool stored)
    {
        foreach (var entry in _batch)
        {
            foreach (var trace in entry.Traces)
                RealtimeTraces.Record("commit", trace, took, stored ? null : "not stored", new KeyValuePair<string, object?>("akkarealtime.entries", _batch.Count));
        }
    }
}
