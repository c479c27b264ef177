using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.EventLoops;

/// <summary>A node's loops, one for each core, made when the first is needed. Sockets are dealt out in turn.</summary>
internal sealed class EventLoopGroup(ILogger logger) : IDisposable
{
    private const int Most = 16;

    private readonly Lock _starting = new();
    private EventLoop[]? _loops;
    private uint _next;
    private bool _disposed;

    /// <summary>Whether this system has what the loops are built on.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>The loop for the next socket. Safe from any thread.</summary>
    /// <exception cref="ObjectDisposedException">The host has ended.</exception>
    public EventLoop Next() => Loops()[Interlocked.Increment(ref _next) % (uint)Loops().Length];

    /// <summary>Runs an actor's mailbox: in the loop that woke it, or, from any other thread, in the same one each time.</summary>
    public void Run(IThreadPoolWorkItem mailbox)
    {
        if (EventLoop.Current is { } loop && loop.Group == this)
        {
            loop.Post(mailbox);
            return;
        }

        var loops = Loops();
        loops[(uint)RuntimeHelpers.GetHashCode(mailbox) % (uint)loops.Length].Post(mailbox);
    }

    /// <summary>Cuts all sockets. The last thing of a host: by then everybody was let go, and the actors have ended.</summary>
    public void Dispose()
    {
        EventLoop[]? loops;
        lock (_starting)
        {
            _disposed = true;
            loops = _loops;
        }

        foreach (var loop in loops ?? [])
            loop.Dispose();
    }

    private EventLoop[] Loops() => Volatile.Read(ref _loops) ?? Start();

    private EventLoop[] Start()
    {
        lock (_starting)
        {
            ObjectDisposedException.ThrowIf(_disposed && _loops is null, this);
            var loops = _loops ?? [.. Enumerable.Range(1, Math.Clamp(Environment.ProcessorCount, 1, Most))
                .Select(i => new EventLoop($"AkkaRealtime loop {i}", logger, this))];
            Volatile.Write(ref _loops, loops);
            return loops;
        }
    }
}
