using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Connections.Sockets;

/// <summary>
/// One thread that waits for many sockets and runs what follows: a turn reads from each that has something, then lets each outbox that was
/// filled meanwhile write once. Nothing in it may block.
/// </summary>
internal sealed partial class SocketLoop : IDisposable
{
    // A socket that sends without a pause must not keep others from being written to.
    private const int MaxWorkPerTurn = 1_024;

    private readonly Epoll _epoll = new();
    private readonly ILogger _logger;

    // Bounded by the sockets: each is in it once for its outbox, and once for its end.
    private readonly ConcurrentQueue<IThreadPoolWorkItem> _work = [];
    private readonly List<LoopSocket?> _sockets = [];
    private readonly Stack<int> _free = [];
    private readonly Thread _thread;
    private int _sleeping;
    private volatile bool _stopped;

    /// <summary>Starts the thread.</summary>
    public SocketLoop(string name, ILogger logger)
    {
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>For the sockets of this loop.</summary>
    public Epoll Epoll => _epoll;

    /// <summary>Runs <paramref name="work"/> in the loop's next turn. Safe from any thread.</summary>
    public void Post(IThreadPoolWorkItem work)
    {
        _work.Enqueue(work);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) == 1 && Interlocked.Exchange(ref _sleeping, 0) == 1)
            _epoll.Wake();
    }

    /// <summary>Takes in a socket; its tag. In the loop only.</summary>
    public int Take(LoopSocket socket)
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

    /// <summary>Cuts all sockets and ends the thread.</summary>
    public void Dispose()
    {
        _stopped = true;
        _epoll.Wake();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private void Run()
    {
        while (!_stopped)
        {
            var events = _epoll.Wait(wait: MaySleep());
            Volatile.Write(ref _sleeping, 0);
            for (var i = 0; i < events; i++)
                OnEvent(_epoll[i].Tag, _epoll[i].Events);
            RunWork(MaxWorkPerTurn);
        }

        foreach (var socket in _sockets)
            socket?.Abort();
        for (var i = 0; i < _sockets.Count; i++)
            OnEvent((ulong)i, PollEvents.HangUp);
        RunWork(int.MaxValue);
        _epoll.Dispose();
    }

    // Whoever posts after this has looked sees that it sleeps.
    private bool MaySleep()
    {
        Interlocked.Exchange(ref _sleeping, 1);
        if (_work.IsEmpty)
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

    private void RunWork(int most)
    {
        for (var i = 0; i < most && _work.TryDequeue(out var work); i++)
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

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "A connection failed in its socket's loop, which is a bug")]
    private partial void LogFault(Exception e);
}
