using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Reads;

/// <summary>
/// Runs what a router only reads, on the thread pool and beside the router: neither the reads nor their completions stand in the mailbox that broadcasts.
/// Safe from any thread.
/// </summary>
/// <remarks>
/// <para>Bounded by <see cref="ReadLimits"/>. Beyond, a read is refused at once with <c>unavailable</c> (the node) or <c>rate-limited</c> (the connection)
/// and a time to try again; nothing is lost in silence.</para>
/// <para>Order: the reads of one connection run one after the other, so they are answered in the order they were asked. Connections take turns: one
/// that asked for sixteen things doesn't keep the next one waiting for all of them.</para>
/// </remarks>
internal sealed class ReadExecutor : IDisposable
{
    private readonly string _queue;
    private readonly ReadLimits _limits;
    private readonly RealtimeMetrics _metrics;
    private readonly ILogger _log;
    private readonly Action<object, IActorRef> _tell;
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, Lane> _lanes = [];
    private readonly Queue<Lane> _ready = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private bool _isClosed;
    private int _running;
    private int _waiting;

    /// <summary>Nothing runs yet.</summary>
    /// <param name="queue">The name in metrics: tag <c>queue</c> of the queue's depth and of its drops.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="metrics">Shows what waits, and counts what is refused.</param>
    /// <param name="log">Says what failed.</param>
    /// <param name="tell">Hands an answer to the asker, or to whom else it is for; null tells the asker. Called from pool threads.</param>
    public ReadExecutor(string queue, ReadLimits limits, RealtimeMetrics metrics, ILogger log, Action<object, IActorRef>? tell = null)
    {
        _queue = queue;
        _limits = limits;
        _metrics = metrics;
        _log = log;
        _stopped = _stopping.Token;
        _tell = tell ?? ((answer, asker) => asker.Tell(answer, ActorRefs.NoSender));
        metrics.ObserveQueue(queue, () => Volatile.Read(ref _waiting));
    }

    /// <summary>Takes a read in, or tells its asker why not. Returns at once.</summary>
    public void Submit(Read read)
    {
        if (Enter(read) is not { } refused)
            return;
        _metrics.Drops.Add(1, new("queue", _queue), new("reason", refused.Code.ToWire()));
        _tell(read.Refuse(refused), read.Asker);
    }

    /// <summary>The node stops: what runs is cancelled, what waits is forgotten, and nothing more is taken in.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            _ready.Clear();
            _lanes.Clear();
            _waiting = 0;
        }

        _stopping.Cancel();
        _stopping.Dispose();
    }

    private RequestError? Enter(Read read)
    {
        lock (_lock)
        {
            if (_isClosed || (_running >= _limits.MaxRunning && _waiting >= _limits.MaxWaiting))
                return ReadErrors.Unavailable;
            var lane = LaneOf(read.Session);
            if (lane.Count >= _limits.MaxOfConnection)
                return ReadErrors.TooMany;
            lane.Waiting.Enqueue(read);
            _waiting++;
            if (lane.Count == 1)
                _ready.Enqueue(lane);
            StartReady();
            return null;
        }
    }

    // A read of nobody's connection has a lane to itself.
    private Lane LaneOf(SessionId? session)
    {
        if (session is not { } id)
            return new Lane(null);
        if (!_lanes.TryGetValue(id, out var lane))
            _lanes[id] = lane = new Lane(id);
        return lane;
    }

    private void StartReady()
    {
        while (_running < _limits.MaxRunning && _ready.TryDequeue(out var lane))
        {
            var read = lane.Waiting.Dequeue();
            lane.IsRunning = true;
            _running++;
            _waiting--;
            ThreadPool.UnsafeQueueUserWorkItem(static run => _ = run.Executor.RunAsync(run.Lane, run.Read), (Executor: this, Lane: lane, Read: read), preferLocal: false);
        }
    }

    private async Task RunAsync(Lane lane, Read read)
    {
        try
        {
            foreach (var answer in await read.Run(_stopped).ConfigureAwait(false))
                _tell(answer, read.Asker);
        }
        catch (Exception) when (_stopped.IsCancellationRequested)
        {
            // The node stops, and so do those who asked.
        }
        catch (StoreUnavailableException)
        {
            _tell(read.Refuse(ReadErrors.Unavailable), read.Asker);
        }
        catch (Exception cause)
        {
            ReadLog.ReadFailed(_log, _queue, cause);
            _tell(read.Refuse(ReadErrors.Failed), read.Asker);
        }
        finally
        {
            Leave(lane);
        }
    }

    // Behind all others that are ready: one read a turn.
    private void Leave(Lane lane)
    {
        lock (_lock)
        {
            _running--;
            lane.IsRunning = false;
            if (_isClosed)
                return;
            if (lane.Waiting.Count > 0)
                _ready.Enqueue(lane);
            else if (lane.Session is { } session)
                _lanes.Remove(session);
            StartReady();
        }
    }

    /// <summary>The reads of one connection, in order: at most one runs. It is in <see cref="_ready"/> while none runs and one waits.</summary>
    private sealed class Lane(SessionId? session)
    {
        public SessionId? Session { get; } = session;

        public Queue<Read> Waiting { get; } = new(1);

        public bool IsRunning { get; set; }

        public int Count => Waiting.Count + (IsRunning ? 1 : 0);
    }
}
