using System.Net.WebSockets;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// One WebSocket to a Janus, between two bounded queues. In: full, it stops reading, and TCP slows Janus. Out: full, Janus has not read for a
/// thousand messages, and the socket is given up. Wakes its owner once for all that it then finds.
/// </summary>
internal sealed class JanusSocket(Uri url, IActorRef owner) : IDisposable
{
    private const int MaxMessages = 1_024;
    private const int MaxMessageBytes = 1_048_576;
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<JanusMessage> _in = Channel.CreateBounded<JanusMessage>(
        new BoundedChannelOptions(MaxMessages) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Channel<byte[]> _out = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(MaxMessages) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private CancellationToken _stop;
    private int _awake;

    /// <summary>Connects and runs until the end, which is told as <see cref="JanusClosed"/>. Never throws.</summary>
    public async Task RunAsync()
    {
        string why;
        _stop = _stopping.Token;
        try
        {
            _socket.Options.AddSubProtocol("janus-protocol");
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop))
            {
                patience.CancelAfter(ConnectWithin);
                await _socket.ConnectAsync(url, patience.Token).ConfigureAwait(false);
            }

            owner.Tell(new JanusConnected(this));
            var writing = WriteAsync();
            await ReadAsync().ConfigureAwait(false);
            _out.Writer.TryComplete();
            await writing.ConfigureAwait(false);
            why = "it closed the connection";
        }
#pragma warning disable CA1031 // However a socket fails, it is the end of this one connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            why = e.GetBaseException().Message;
        }

        owner.Tell(new JanusClosed(this, why));
    }

    /// <summary>Queues a frame. False where the queue is full or the socket has ended.</summary>
    public bool TrySend(byte[] frame) => _out.Writer.TryWrite(frame);

    /// <summary>The next message, if there is one.</summary>
    public bool TryRead(out JanusMessage? message) => _in.Reader.TryRead(out message);

    /// <summary>The owner begins to take messages; from now on a new one wakes it again.</summary>
    public void Rest() => Interlocked.Exchange(ref _awake, 0);

    /// <summary>The end. What waits is lost.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _socket.Dispose();
        _out.Writer.TryComplete();
        while (_in.Reader.TryRead(out _))
        {
            // A reader that waits for room gets to the end.
        }
    }

    private async Task WriteAsync()
    {
        await foreach (var frame in _out.Reader.ReadAllAsync(_stop).ConfigureAwait(false))
            await _socket.SendAsync(frame, WebSocketMessageType.Text, true, _stop).ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[16_384];
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(length), _stop).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return;
            length += part.Count;
            if (!part.EndOfMessage)
            {
                if (length >= MaxMessageBytes)
                    throw new InvalidDataException($"it sent a message of over {MaxMessageBytes} bytes");
                if (length == buffer.Length)
                    Array.Resize(ref buffer, length * 2);
                continue;
            }

            if (JanusMessage.Parse(buffer.AsMemory(0, length)) is { } message)
            {
                if (!_in.Writer.TryWrite(message))
                {
                    // Full: the owner has to know before this waits for it.
                    Wake();
                    await _in.Writer.WriteAsync(message, _stop).ConfigureAwait(false);
                }

                Wake();
            }

            length = 0;
        }
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _awake, 1) == 0)
            owner.Tell(new JanusSpoke(this));
    }
}

/// <summary>The socket is open.</summary>
internal sealed record JanusConnected(JanusSocket Socket) : IDeadLetterSuppression;

/// <summary>There are messages to be read.</summary>
internal sealed record JanusSpoke(JanusSocket Socket) : IDeadLetterSuppression;

/// <summary>The socket ended, or could not be opened.</summary>
internal sealed record JanusClosed(JanusSocket Socket, string Why) : IDeadLetterSuppression;
