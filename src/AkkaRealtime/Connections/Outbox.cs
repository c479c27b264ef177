using System.Buffers;
using System.Threading.Channels;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Connections;

/// <summary>
/// The bounded way out of a connection. Whoever finds it at rest sets a writer going, which gathers all that waits into one
/// write, and rests again: an idle connection holds neither a buffer nor a waiting task. In order, at most once; what is skipped or dropped over
/// <see cref="OutboxLimits"/> is counted.
/// </summary>
/// <param name="transport">The socket.</param>
/// <param name="limits">What may wait.</param>
/// <param name="metrics">Counters.</param>
/// <param name="owner">Told of the end, and of overflow.</param>
/// <param name="deflates">Whether permessage-deflate was negotiated.</param>
internal sealed class Outbox(ITransport transport, OutboxLimits limits, RealtimeMetrics metrics, IOutboxOwner owner, bool deflates = false)
    : IOutbox, IThreadPoolWorkItem
{
    // One write of this size costs little more than one of 100 bytes; above it, latency and memory of a slow connection grow for nothing.
    private const int MaxGathered = 65_536;

    // Bounded by OutboxLimits, which are looked at before; the channel's own size is the last resort. Also the lock for _lag.
    private readonly Channel<Outgoing> _queue = Channel.CreateBounded<Outgoing>(
        new BoundedChannelOptions(limits.Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _waiting;
    private long _stalledAt = long.MaxValue;
    private int _writing;
    private volatile Lag? _lag;
    private volatile byte[]? _closeFrame;
    private volatile bool _discard;

    /// <summary>Since when durable events are being skipped, on the node's monotonic clock; null where the connection keeps up.</summary>
    public long? LaggingSinceMs => _lag?.SinceMs;

    /// <summary>When the write that is under way will have taken too long, on the node's monotonic clock; <see cref="long.MaxValue"/> where none waits.</summary>
    public long StalledAtMs => Volatile.Read(ref _stalledAt);

    private OutboxLimits.Load Waiting => new(Volatile.Read(ref _waiting));

    /// <inheritdoc/>
    public bool Write(EncodedEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (_closeFrame is not null)
            return false;
        if (TryQueue(deflates ? Outgoing.Deflated(envelope) : Outgoing.Of(envelope), limits.Own))
            return true;
        if (_closeFrame is null)
        {
            CountDrop(1, "overflow");
            owner.Overflowed();
        }

        return false;
    }

    /// <inheritdoc/>
    public void Deliver(in SharedFrames frames)
    {
        if (_lag is null && TryQueue(Of(frames), frames.Topic is null ? limits.Volatile : limits.Durable))
            return;
        if (_closeFrame is null)
            DeliverSlowly(frames);
    }

    /// <inheritdoc/>
    public void TellLagging(Topic topic) => Write(SessionEvents.Lagging([topic]));

    /// <summary>Queues a ping or pong; dropped where the connection doesn't keep up, since then it says nothing.</summary>
    public void WriteControl(ReadOnlyMemory<byte> frame) => TryQueue(Outgoing.Control(frame), limits.Volatile);

    /// <summary>
    /// Takes nothing more; writes what waits, then the close frame, then ends. The first call counts.
    /// </summary>
    /// <param name="closeFrame">The frame.</param>
    /// <param name="discard">Don't write what waits: the client would not read it in time.</param>
    public void Close(byte[] closeFrame, bool discard)
    {
        if (Interlocked.CompareExchange(ref _closeFrame, closeFrame, null) is not null)
            return;
        _discard = discard;
        _queue.Writer.TryComplete();
        Wake();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => _ = DrainAsync();

    private Outgoing Of(in SharedFrames frames) => deflates ? Outgoing.Deflated(frames) : Outgoing.Of(frames);

    private bool TryQueue(in Outgoing item, OutboxLimits.Limit limit)
    {
        if (!limit.HasPlace(Waiting))
            return false;
        var load = OutboxLimits.Load.Of(1, item.Size);
        Interlocked.Add(ref _waiting, load);
        if (!_queue.Writer.TryWrite(item))
        {
            Interlocked.Add(ref _waiting, -load);
            return false;
        }

        Wake();
        return true;
    }

    // Off the hot path: something lags, or would begin to.
    private void DeliverSlowly(in SharedFrames frames)
    {
        if (frames.Topic is not { } topic)
        {
            if (!TryQueue(Of(frames), limits.Volatile))
                CountDrop(frames.Count, "volatile");
            return;
        }

        lock (_queue)
        {
            if (_lag?.Topics.Contains(topic) != true)
            {
                if (TryQueue(Of(frames), limits.Durable))
                    return;
                (_lag ??= new Lag(owner.NowMs)).Topics.Add(topic);
            }
        }

        CountDrop(frames.Count, "lagging");

        // The writer may have come to rest just before the lag began, and would not look again.
        Wake();
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _writing, 1) == 0)
            transport.Run(this);
    }

    private async Task DrainAsync()
    {
        try
        {
            while (true)
            {
                if (TryTellLag())
                    continue;
                if (_queue.Reader.TryRead(out var item))
                {
                    if (!_discard)
                        await WriteAsync(item).ConfigureAwait(false);
                    else
                        Interlocked.Add(ref _waiting, -OutboxLimits.Load.Of(1, item.Size));
                    continue;
                }

                if (_closeFrame is { } frame)
                {
                    await SendAsync(frame).ConfigureAwait(false);
                    break;
                }

                Interlocked.Exchange(ref _writing, 0);
                if (!HasWork() || Interlocked.Exchange(ref _writing, 1) != 0)
                    return;
            }
        }
#pragma warning disable CA1031 // However a socket fails, it is the end of this one connection; why doesn't matter to anybody else.
        catch (Exception)
#pragma warning restore CA1031
        {
            transport.Abort();
        }

        // _writing stays set: nothing starts a writer again.
        Interlocked.CompareExchange(ref _closeFrame, [], null);
        _queue.Writer.TryComplete();
        owner.WriterEnded();
    }

    private async ValueTask WriteAsync(Outgoing first)
    {
        var items = 1;
        long bytes = first.Size;
        var messages = first.Messages;
        if (first.IsReady && !_queue.Reader.TryPeek(out _))
        {
            await SendAsync(first.Bytes).ConfigureAwait(false);
        }
        else
        {
            var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(Waiting.Bytes, Frames.MaxHeader, MaxGathered));
            try
            {
                if (bytes > buffer.Length)
                {
                    var header = first.WriteHeader(buffer);
                    if (header > 0)
                        await SendAsync(buffer.AsMemory(0, header)).ConfigureAwait(false);
                    await SendAsync(first.Bytes).ConfigureAwait(false);
                }
                else
                {
                    var length = first.CopyTo(buffer);
                    while (_queue.Reader.TryPeek(out var next) && next.Size <= buffer.Length - length && _queue.Reader.TryRead(out next))
                    {
                        length += next.CopyTo(buffer.AsSpan(length));
                        messages += next.Messages;
                        items++;
                    }

                    bytes = length;
                    await SendAsync(buffer.AsMemory(0, length)).ConfigureAwait(false);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        Interlocked.Add(ref _waiting, -OutboxLimits.Load.Of(items, bytes));
        metrics.MessagesOut.Add(messages);
    }

    // Mostly the kernel takes it at once.
    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var write = transport.WriteAsync(bytes);
        return write.IsCompletedSuccessfully ? write : SendSlowlyAsync(write, bytes.Length);
    }

    private async ValueTask SendSlowlyAsync(ValueTask write, int bytes)
    {
        var within = limits.WriteMs(bytes);
        Volatile.Write(ref _stalledAt, within == long.MaxValue ? within : owner.NowMs + within);
        await write.ConfigureAwait(false);
        Volatile.Write(ref _stalledAt, long.MaxValue);
    }

    // Behind all that waits, and before anything more of these topics is let in: a hole is never silent.
    private bool TryTellLag()
    {
        if (_lag is null || _closeFrame is not null || !limits.Quiet.HasPlace(Waiting))
            return false;
        lock (_queue)
        {
            if (_lag is not { } lag || !TryQueue(Outgoing.Of(SessionEvents.Lagging(lag.Topics)), limits.Own))
                return false;
            _lag = null;
            return true;
        }
    }

    private bool HasWork() => _queue.Reader.TryPeek(out _) || _closeFrame is not null || (_lag is not null && limits.Quiet.HasPlace(Waiting));

    private void CountDrop(int messages, string reason) =>
        metrics.Drops.Add(messages, new("queue", "outbox"), new("reason", reason));
}
