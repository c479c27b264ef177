using System.ComponentModel;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.EventLoops;

/// <summary>
/// One thread that owns many sockets and runs actors. A turn reads from each socket that has something, then runs the actors for which there are
/// messages, then lets each outbox that was filled meanwhile write once. Nothing in it may block.
/// </summary>
internal sealed partial class EventLoop : IDisposable
{
    // Actors that tell each other without a pause must not keep sockets from being read.
    private const int MaxWorkPerTurn = 8_192;

    [ThreadStatic]
    private static EventLoop? _current;

    private readonly Epoll _epoll = new();
    private readonly ILogger _logger;

    // Bounded by sockets and actors: each is in one of them once, and a socket once more for its end.
    private readonly WorkQueue _work = new();
    private readonly WorkQueue _writes = new();
    private readonly List<ILoopSocket?> _sockets = [];
    private readonly Stack<int> _free = [];
    private readonly Thread _thread;
    private int _sleeping;
    private volatile bool _stopped;
    private volatile bool _ended;

    /// <summary>Starts the thread.</summary>
    /// <exception cref="Win32Exception">The process has too many open files.</exception>
    public EventLoop(string name, ILogger logger, EventLoopGroup? group = null)
    {
        Group = group;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>The loop whose thread this is, if it is one.</summary>
    public static EventLoop? Current => _current;

    /// <summary>The loops of the same node; null for one that stands alone.</summary>
    public EventLoopGroup? Group { get; }

    /// <summary>Whether it waits for something to happen.</summary>
    public bool IsAsleep => Volatile.Read(ref _sleeping) == 1;

    /// <summary>For the sockets of this loop.</summary>
    public Epoll Epoll => _epoll;

    /// <summary>Runs <paramref name="work"/> in this turn, or in the next one where it comes from another thread.</summary>
    public void Post(IThreadPoolWorkItem work) => Post(_work, work);

    /// <summary>Runs <paramref name="write"/> behind all that was posted to this turn: whatever that still adds to an outbox goes out with it.</summary>
    public void PostWrite(IThreadPoolWorkItem write) => Post(_writes, write);

    /// <summary>Lets the thread have a look at what was posted.</summary>
    public void WakeIfAsleep()
    {
        if (IsAsleep && Interlocked.Exchange(ref _sleeping, 0) == 1)
            _epoll.Wake();
    }

    /// <summary>Takes in a socket; its tag. In the loop only.</summary>
    public int Take(ILoopSocket socket)
    {
        if (!_free.TryPop(out var tag))
        {
            tag = _sockets.Count;
            _sockets.Add(null);
        }

        _sockets[tag] = socket;
        return tag;
    }

    /// <summary>Lets a socket go. In the loop only, and so behind the events that are under way.</summary>
    public void Release(int tag)
    {
        _sockets[tag] = null;
        _free.Push(tag);
    }

    /// <summary>Cuts all sockets and ends the thread. What is posted from now on runs on the thread pool.</summary>
    public void Dispose()
    {
        _stopped = true;
        _epoll.Wake();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private void Post(WorkQueue queue, IThreadPoolWorkItem work)
    {
        if (_current == this)
        {
            queue.Add(work);
            return;
        }

        queue.AddFromElsewhere(work);
        if (_ended)
            queue.RunOnPool();
        else if (!WakeUps.Hold(this))
            WakeIfAsleep();
    }

    private void Run()
    {
        _current = this;
        while (!_stopped)
        {
            var events = _epoll.Wait(wait: MaySleep());
            Volatile.Write(ref _sleeping, 0);
            for (var i = 0; i < events; i++)
                OnEvent(_epoll[i].Tag, _epoll[i].Events);
            Run(_work, MaxWorkPerTurn);
            Run(_writes, MaxWorkPerTurn);
        }

        foreach (var socket in _sockets)
            socket?.Abort();
        for (var i = 0; i < _sockets.Count; i++)
            OnEvent((ulong)i, PollEvents.HangUp);
        Run(_work, int.MaxValue);
        Run(_writes, int.MaxValue);
        _current = null;
        _ended = true;

        // Whoever posts after this has looked sees that it has ended.
        Interlocked.MemoryBarrier();
        _work.RunOnPool();
        _writes.RunOnPool();
        _epoll.Dispose();
    }

    // Whoever posts after this has looked sees that it sleeps.
    private bool MaySleep()
    {
        Interlocked.Exchange(ref _sleeping, 1);
        if (_work.IsEmpty && _writes.IsEmpty && !_stopped)
            return true;
        Volatile.Write(ref _sleeping, 0);
        return false;
    }

    private void OnEvent(ulong tag, PollEvents events)
    {
        if (tag == Epoll.WakeUp || _sockets[(int)tag] is not { } socket)
            return;
        try
        {
            socket.OnEvents(events);
        }
        catch (Exception e)
        {
            LogFault(e);
        }
    }

    private void Run(WorkQueue queue, int most)
    {
        for (var i = 0; i < most && queue.TryTake(out var work); i++)
        {
            try
            {
                work.Execute();
            }
            catch (Exception e)
            {
                LogFault(e);
            }
        }
    }

    [LoggerMessage(EventId = 13_001, Level = LogLevel.Error, Message = "A connection or an actor failed in its event loop, which is a bug")]
    private partial void LogFault(Exception e);
}
