using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using AkkaRealtime.EventLoops;

namespace AkkaRealtime.Connections.Sockets;

/// <summary>
/// A TCP socket of a <see cref="EventLoop"/>. What waits to read or to write is continued in the loop; what need not wait returns at once. An idle
/// one holds no buffer, and nothing but itself waits.
/// </summary>
internal sealed class LoopSocket : ITransport, ILoopSocket, IValueTaskSource<int>, IThreadPoolWorkItem
{
    // The lock of what follows: readers and writers come from any thread.
    private readonly Socket _socket;
    private readonly SafeSocketHandle _handle;
    private readonly EventLoop _loop;
    private readonly int _tag;
    private ManualResetValueTaskSourceCore<int> _read;
    private TaskCompletionSource? _write;
    private PollEvents _reported;
    private bool _reads;
    private bool _ended;
    private volatile bool _aborted;

    /// <summary>In the loop only.</summary>
    public LoopSocket(Socket socket, EventLoop loop)
    {
        (_socket, _handle, _loop) = (socket, socket.SafeHandle, loop);
        _tag = loop.Take(this);
    }

    /// <summary>Whether it was cut.</summary>
    public bool IsAborted => _aborted;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (buffer.IsEmpty)
            return WaitAsync();
        var length = SocketCalls.Receive(_handle, buffer.Span);
        return length == SocketCalls.WouldBlock ? ReadLaterAsync(buffer) : new(length);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var sent = Send(bytes.Span);
        return sent == bytes.Length ? ValueTask.CompletedTask : WriteRestAsync(bytes[Math.Max(sent, 0)..]);
    }

    /// <inheritdoc/>
    public void Run(IThreadPoolWorkItem work) => _loop.PostWrite(work);

    /// <summary>What has come, without taking it; see <see cref="SocketCalls.Peek"/>.</summary>
    public int Peek(Span<byte> buffer) => SocketCalls.Peek(_handle, buffer);

    /// <summary>Whoever waits for something to read waits no longer, and gets -1. In the loop only.</summary>
    public void StopWaiting()
    {
        if (TakeReader())
            _read.SetResult(-1);
    }

    /// <summary>Takes the socket out of the loop; nobody may wait for it. In the loop only.</summary>
    public Socket Detach()
    {
        lock (_socket)
        {
            _ended = true;
            Report(PollEvents.None);
        }

        _loop.Release(_tag);
        return _socket;
    }

    /// <inheritdoc/>
    public bool HasHalfClose => true;

    /// <inheritdoc/>
    public void EndWriting()
    {
        lock (_socket)
        {
            if (_ended || _aborted)
                return;
            try
            {
                _socket.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // The client was faster.
            }
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
        TaskCompletionSource? write;
        lock (_socket)
        {
            if (_ended || _aborted)
                return;
            _aborted = true;
            (write, _write) = (_write, null);
            try
            {
                // Closed with a reset, so that the kernel doesn't keep what a client never reads; whoever reads comes back with the end.
                _socket.LingerState = new LingerOption(enable: true, seconds: 0);
                _socket.Shutdown(SocketShutdown.Receive);
            }
            catch (SocketException)
            {
                // The client was faster.
            }
        }

        write?.TrySetResult();
    }

    /// <inheritdoc/>
    public void Complete() => _loop.Post(this);

    /// <inheritdoc/>
    public void OnEvents(PollEvents events)
    {
        bool reads;
        TaskCompletionSource? write = null;
        lock (_socket)
        {
            reads = _reads && (events & ~PollEvents.Write) != 0;
            if (reads)
                _reads = false;
            if ((events & ~PollEvents.Read) != 0)
                (write, _write) = (_write, null);

            // What nobody waits for would be reported again and again. What was waited for will be waited for again: that is left as it is.
            if (write is not null || !reads)
                Report(Awaited() | (reads ? PollEvents.Read : PollEvents.None));
        }

        write?.TrySetResult();
        if (reads)
            _read.SetResult(0);
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => Detach().Dispose();

    /// <inheritdoc/>
    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    private ValueTask<int> WaitAsync()
    {
        lock (_socket)
        {
            if (_ended)
                return new(0);
            _read.Reset();
            _reads = true;
            Report(_reported | PollEvents.Read);
            return new(this, _read.Version);
        }
    }

    private async ValueTask<int> ReadLaterAsync(Memory<byte> buffer)
    {
        int length;
        do
        {
            await WaitAsync().ConfigureAwait(false);
            length = SocketCalls.Receive(_handle, buffer.Span);
        }
        while (length == SocketCalls.WouldBlock);
        return length;
    }

    private int Send(ReadOnlySpan<byte> bytes) => _aborted ? throw new IOException("The connection was cut.") : SocketCalls.Send(_handle, bytes);

    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> rest)
    {
        while (rest.Length > 0)
        {
            await WritableAsync().ConfigureAwait(false);
            rest = rest[Math.Max(Send(rest.Span), 0)..];
        }
    }

    private Task WritableAsync()
    {
        lock (_socket)
        {
            if (_aborted)
                return Task.CompletedTask;
            _write = new TaskCompletionSource();
            Report(_reported | PollEvents.Write);
            return _write.Task;
        }
    }

    private bool TakeReader()
    {
        lock (_socket)
        {
            var reads = _reads;
            _reads = false;
            return reads;
        }
    }

    private PollEvents Awaited() => (_reads ? PollEvents.Read : PollEvents.None) | (_write is null ? PollEvents.None : PollEvents.Write);

    private void Report(PollEvents events)
    {
        if (events == _reported)
            return;
        var socket = _handle.DangerousGetHandle();
        if (_reported == PollEvents.None)
            _loop.Epoll.Add(socket, events, (ulong)_tag);
        else if (events == PollEvents.None)
            _loop.Epoll.Remove(socket);
        else
            _loop.Epoll.Change(socket, events, (ulong)_tag);
        _reported = events;
    }
}
