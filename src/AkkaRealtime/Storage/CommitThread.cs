using System.Threading.Channels;
using AkkaRealtime.EventLoops;

namespace AkkaRealtime.Storage;

/// <summary>
/// A bounded channel and one thread that commits all that waits in it as one batch, in order, but for what goes alone (<see cref="BulkLane"/>) and for what another thread commits
/// (<see cref="CommitsAside"/>). Safe from any thread.
/// </summary>
internal sealed class CommitThread : IThreadPoolWorkItem, IDisposable
{
    private readonly Channel<JournalEntry> _channel;
    private readonly Action<List<JournalEntry>> _commit;
    private readonly CommitsAside? _aside;
    private readonly List<JournalEntry> _batch;
    private readonly BulkLane _bulk = new();
    private readonly int _maxBatch;
    private readonly AutoResetEvent _wakeUp = new(false);
    private readonly Task _loop;
    private int _sleeping;
    private int _wakes;

    /// <summary>Starts the thread.</summary>
    /// <param name="capacity">Entries that may wait.</param>
    /// <param name="batch">Most entries of one commit.</param>
    /// <param name="commit">Commits a batch and tells its owners; the list is the thread's again when it returns. Never throws.</param>
    /// <param name="aside">Takes what is not for this thread; drained with it.</param>
    public CommitThread(int capacity, int batch, Action<List<JournalEntry>> commit, CommitsAside? aside = null)
    {
        _commit = commit;
        _aside = aside;
        _maxBatch = batch;
        _batch = new List<JournalEntry>(batch);

        // Promise: in order, nothing lost but by the end of the process, and then nothing of it was acknowledged. A full channel refuses (Wait + TryWrite).
        _channel = Channel.CreateBounded<JournalEntry>(new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How many wait.</summary>
    public int Waiting => _channel.Reader.Count + _bulk.Count;

    /// <summary>It takes nothing more, and has nothing left.</summary>
    public bool IsClosed => _channel.Reader.Completion.IsCompleted;

    /// <summary>Queues an entry; false where it is full or closed.</summary>
    public bool TryWrite(JournalEntry entry)
    {
        if (!_channel.Writer.TryWrite(entry))
            return false;
        WakeSoon();
        return true;
    }

    /// <summary>Takes nothing more, commits what waits, and ends. Safe to call again.</summary>
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
            _aside?.WaitForRoom();
            while (_batch.Count < _maxBatch && _bulk.Count < BulkLane.Capacity && _aside is not { IsFull: true } && _channel.Reader.TryRead(out var entry))
            {
                if (_aside?.TryTake(entry) != true && !_bulk.TryTake(entry))
                    _batch.Add(entry);
            }

            var others = _batch.Count > 0;
            if (others)
                CommitBatch();
            _aside?.Go();
            if (_bulk.Next(others) is not { } bulk)
                continue;
            _batch.Add(bulk);
            CommitBatch();
        }

        _aside?.Dispose();
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
        _commit(_batch);
        _batch.Clear();
    }
}
