using System.Buffers;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;

namespace AkkaRealtime.Connections;

/// <summary>A message as it came, in an array of <see cref="ArrayPool{T}.Shared"/> that is its taker's to return.</summary>
internal readonly record struct Incoming(byte[] Buffer, int Length)
{
    /// <summary>The text.</summary>
    public ReadOnlyMemory<byte> Utf8 => Buffer.AsMemory(0, Length);

    /// <summary>Gives the buffer back.</summary>
    public void Return() => ArrayPool<byte>.Shared.Return(Buffer);
}

/// <summary>
/// The bounded way in of a connection: reads frames and queues messages, and wakes the connection's actor once for all that it then finds.
/// Full, it waits, and TCP slows the client. Control frames are answered here, past the queue. In order, nothing lost before the end.
/// </summary>
internal sealed class Inbox(ITransport transport, int items, FrameReader frames, Connection connection, LimitOptions limits)
{
    private const int ReadBytes = 4_096;

    // Then others have their turn: a client that sends faster than it is read, and fills no queue, would keep its event loop for itself.
    private const int MaxReadsPerTurn = 16;

    private readonly Channel<Incoming> _queue = Channel.CreateBounded<Incoming>(
        new BoundedChannelOptions(items) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private volatile bool _heard;
    private volatile bool _discard;
    private ControlRate _controls;
    private int _awake;

    /// <summary>Reads until the end. Never throws.</summary>
    public async Task RunAsync()
    {
        var code = PeerClose.Abnormal;
        var isEndOfStream = false;
        try
        {
            while (code == PeerClose.Abnormal)
            {
                // Nothing is held while nothing comes.
                await transport.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
                if (!await ReadWaitingAsync().ConfigureAwait(false))
                {
                    isEndOfStream = true;
                    break;
                }

                code = frames.Close;
            }
        }
        catch (OperationCanceledException)
        {
            // The transport ended the reading, not the client: what was written still goes out.
            isEndOfStream = true;
        }
#pragma warning disable CA1031 // However a socket fails, it is the end of this one connection; why doesn't matter to anybody else.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Told as an abnormal end below.
        }

        frames.Release();
        connection.ReaderEnded(code, isEndOfStream);
    }

    /// <summary>The actor begins to take messages; from now on a new one wakes it again.</summary>
    public void Rest() => Interlocked.Exchange(ref _awake, 0);

    /// <summary>Wakes the actor, unless it was woken and hasn't begun yet.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _awake, 1) == 0)
            connection.Actor.Tell(InboxReady.Instance);
    }

    /// <summary>The next message, if there is one.</summary>
    public bool TryRead(out Incoming message) => _queue.Reader.TryRead(out message);

    /// <summary>Whether anything came since the last time this was asked.</summary>
    public bool TakeHeard()
    {
        var heard = _heard;
        if (heard)
            _heard = false;
        return heard;
    }

    /// <summary>Nobody takes messages any more: what waits and what comes is thrown away, so that the reader gets to the end.</summary>
    public void Discard()
    {
        _discard = true;
        while (_queue.Reader.TryRead(out var message))
            message.Return();
    }

    // One buffer for all that is there. False at the end of the stream.
    private async ValueTask<bool> ReadWaitingAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            int length;
            var reads = 0;
            do
            {
                length = await transport.ReadAsync(buffer).ConfigureAwait(false);
                if (length == 0)
                    return false;
                _heard = true;
                var at = 0;
                var queued = false;
                FrameKind kind;
                while ((kind = Next(buffer, ref at, length)) is not (FrameKind.None or FrameKind.Close or FrameKind.Fault))
                {
                    if (kind != FrameKind.Text)
                        continue;
                    queued = true;
                    await QueueAsync().ConfigureAwait(false);
                }

                if (queued)
                    Wake();
                if (kind == FrameKind.Fault)
                    connection.Fault(frames.Fault, frames.FaultReason);
                if (kind == FrameKind.Close)
                    return true;
                if (kind == FrameKind.Fault && !transport.HasHalfClose && PeerClose.IsLastOf(buffer.AsSpan(0, length)))
                    return false;
            }
            while (length == buffer.Length && ++reads < MaxReadsPerTurn);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private FrameKind Next(byte[] buffer, ref int at, int length)
    {
        ReadOnlySpan<byte> input = buffer.AsSpan(at, length - at);
        var kind = frames.Read(ref input);
        at = length - input.Length;
        if (kind is FrameKind.Ping or FrameKind.Pong && !_controls.TryTake(connection.NowMs, limits))
        {
            if (_controls.IsFlood)
                connection.Fault(CloseCode.Flood);
        }
        else if (kind == FrameKind.Ping)
            connection.Outbox.WriteControl(Frames.Pong(frames.Control));
        return kind;
    }

    private ValueTask QueueAsync()
    {
        var message = new Incoming(frames.TakeMessage(out var length), length);
        if (_discard)
        {
            message.Return();
            return ValueTask.CompletedTask;
        }

        if (_queue.Writer.TryWrite(message))
            return ValueTask.CompletedTask;

        // Full: the actor has to know before this waits for it.
        Wake();
        return _queue.Writer.WriteAsync(message);
    }
}

/// <summary>Told to a connection actor when its inbox has messages: once, until it begins to take them.</summary>
internal sealed class InboxReady : IDeadLetterSuppression
{
    /// <summary>The only one.</summary>
    public static readonly InboxReady Instance = new();
}
