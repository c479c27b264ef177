using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Connections.Sockets;

/// <summary>A loop for each core, made when the first socket comes. Sockets are dealt out in turn.</summary>
internal sealed class SocketLoops(ILogger logger) : IDisposable
{
    private const int Most = 16;

    private readonly Lazy<SocketLoop[]> _loops = new(() =>
        [.. Enumerable.Range(1, Math.Clamp(Environment.ProcessorCount, 1, Most)).Select(i => new SocketLoop($"AkkaRealtime sockets {i}", logger))]);

    private uint _next;

    /// <summary>The loop for the next socket. Safe from any thread.</summary>
    public SocketLoop Next()
    {
        var loops = _loops.Value;
        return loops[Interlocked.Increment(ref _next) % (uint)loops.Length];
    }

    /// <summary>Cuts all sockets. The last thing of a host: by then everybody was let go.</summary>
    public void Dispose()
    {
        if (!_loops.IsValueCreated)
            return;
        foreach (var loop in _loops.Value)
            loop.Dispose();
    }
}
