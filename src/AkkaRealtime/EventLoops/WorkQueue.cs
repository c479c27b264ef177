using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace AkkaRealtime.EventLoops;

/// <summary>What an <see cref="EventLoop"/> has to run. What its own thread adds, which is most of it, costs no lock and wakes nobody.</summary>
internal sealed class WorkQueue
{
    private readonly Queue<IThreadPoolWorkItem> _own = [];
    private readonly ConcurrentQueue<IThreadPoolWorkItem> _fromElsewhere = [];
    private bool _ownFirst;

    /// <summary>Whether nothing is there. In the loop only.</summary>
    public bool IsEmpty => _own.Count == 0 && _fromElsewhere.IsEmpty;

    /// <summary>Adds something. In the loop only.</summary>
    public void Add(IThreadPoolWorkItem work) => _own.Enqueue(work);

    /// <summary>Adds something, from any other thread. A full fence: who then sees that the loop sleeps has to wake it.</summary>
    public void AddFromElsewhere(IThreadPoolWorkItem work)
    {
        _fromElsewhere.Enqueue(work);
        Interlocked.MemoryBarrier();
    }

    /// <summary>Takes the next one, by turns from the loop's own and from elsewhere. In the loop only.</summary>
    public bool TryTake([NotNullWhen(true)] out IThreadPoolWorkItem? work)
    {
        _ownFirst = !_ownFirst;
        return _ownFirst
            ? _own.TryDequeue(out work) || _fromElsewhere.TryDequeue(out work)
            : _fromElsewhere.TryDequeue(out work) || _own.TryDequeue(out work);
    }

    /// <summary>The loop has ended: what came after it is the thread pool's.</summary>
    public void RunOnPool()
    {
        while (_fromElsewhere.TryDequeue(out var work))
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
    }
}
