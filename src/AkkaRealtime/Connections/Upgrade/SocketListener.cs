using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using AkkaRealtime.Connections.Sockets;
using AkkaRealtime.EventLoops;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>Accepts the connections of one endpoint, has them greeted, and hands Kestrel those that are no WebSockets.</summary>
internal sealed class SocketListener : IConnectionListener
{
    // More than Kestrel would leave waiting: it takes them at once, and refuses what is too many itself.
    private const int MaxPassedOn = 1_024;

    private static readonly TimeSpan NoDescriptorPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly SocketTransportOptions _options;
    private readonly SocketGreeting _greeting;
    private readonly PlainConnections _plain;
    private readonly EventLoopGroup _loops;
    private readonly SocketConnectionContextFactory _connections;
    private readonly Channel<(Socket Socket, PlainConnection Place)> _passedOn = Channel.CreateBounded<(Socket, PlainConnection)>(MaxPassedOn);
    private readonly TimeProvider _time;
    private readonly Task _accepting;
    private volatile bool _unbound;

    public SocketListener(
        Socket socket, SocketTransportOptions options, SocketGreeting greeting, PlainConnections plain, EventLoopGroup loops, TimeProvider time, ILoggerFactory loggers)
    {
        (_socket, _options, _greeting, _plain, _loops, _time) = (socket, options, greeting, plain, loops, time);
        _connections = new SocketConnectionContextFactory(
            Kestrels(options), loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets"));
        EndPoint = socket.LocalEndPoint!;
        _accepting = AcceptAllAsync();
    }

    /// <inheritdoc/>
    public EndPoint EndPoint { get; }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _passedOn.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_passedOn.Reader.TryRead(out var other))
                return new CountedConnection(_connections.Create(other.Socket), other.Place);
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _unbound = true;
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
        _passedOn.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync().ConfigureAwait(false);
        while (_passedOn.Reader.TryRead(out var other))
            LetGo(other.Socket, other.Place);
        _connections.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        while (!_unbound)
        {
            try
            {
                var socket = await _socket.AcceptAsync().ConfigureAwait(false);
                if (_plain.TryEnter(socket.RemoteEndPoint) is { } place)
                    Greet(socket, place);
                else
                    socket.Close(timeout: 0);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets)
            {
                // The process has no descriptor left; it would fail again at once.
                await Task.Delay(NoDescriptorPause, _time).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Unbound, or the client was gone before it was accepted.
            }
        }
    }

    private void Greet(Socket socket, PlainConnection place)
    {
        var loop = _loops.Next();
        loop.Post(new Greeting(this, socket, place, loop));
    }

    private async Task GreetAsync(Socket socket, PlainConnection place, EventLoop loop)
    {
        if (!TrySetNoDelay(socket))
        {
            LetGo(socket, place);
            return;
        }

        var transport = new LoopSocket(socket, loop);
        place.OnCut(transport.Abort);
        if (await _greeting.GreetAsync(transport, socket, place).ConfigureAwait(false) is not { } other)
            place.Dispose(); // A WebSocket, which Admission counts, or gone.
        else if (!_passedOn.Writer.TryWrite((other, place)))
            LetGo(other, place);
    }

    private static void LetGo(Socket socket, PlainConnection place)
    {
        socket.Dispose();
        place.Dispose();
    }

    private bool TrySetNoDelay(Socket socket)
    {
        try
        {
            socket.NoDelay = _options.NoDelay;
            return true;
        }
        catch (SocketException)
        {
            // It is gone.
            return false;
        }
    }

    private static SocketConnectionFactoryOptions Kestrels(SocketTransportOptions options) => new()
    {
        IOQueueCount = options.IOQueueCount,
        WaitForDataBeforeAllocatingBuffer = options.WaitForDataBeforeAllocatingBuffer,
        MaxReadBufferSize = options.MaxReadBufferSize,
        MaxWriteBufferSize = options.MaxWriteBufferSize,
        UnsafePreferInlineScheduling = options.UnsafePreferInlineScheduling,
    };

    private sealed class Greeting(SocketListener listener, Socket socket, PlainConnection place, EventLoop loop) : IThreadPoolWorkItem
    {
        public void Execute() => _ = listener.GreetAsync(socket, place, loop);
    }
}
