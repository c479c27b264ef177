using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Execution;

/// <summary>
/// Runs what a router doesn't do itself (reads, the host's handlers), on the thread pool and beside the router: neither the work nor its completion
/// stands in the mailbox that broadcasts. Safe from any thread.
/// </summary>
/// <remarks>
/// <para>Bounded by <see cref="ExecutorLimits"/>. Beyond, an item is refused at once, as busy (the node) or with <c>rate-limited</c> (the connection)
/// and a time to try again; nothing is lost in silence.</para>
/// <para>Order: what one connection asks for runs one after the other, so it is answered in the order it was asked. Connections take turns: one
/// that asked for a hundred things doesn't keep the next one waiting for all of them.</para>
/// </remarks>
internal sealed class BoundedExecutor : IDisposable
{
    private readonly string _queue;
    private readonly ExecutorLimits _limits;
    private readonly RequestError _busy;
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
    /// <param name="busy">The refusal where too much waits on this node, or the store can't be reached.</param>
    /// <param name="metrics">Shows what waits, and counts what is refused.</param>
    /// <param name="log">Says what failed.</param>
    /// <param name="tell">Hands an answer to the asker, or to whom else it is for; null tells the asker. Called from pool threads.</param>
    public BoundedExecutor(string queue, ExecutorLimits limits, RequestError busy, RealtimeMetrics metrics, ILogger log, Action<object, IActorRef>? tell = null)
    {
        _queue = queue;
        _limits = limits;
        _busy = busy;
        _metrics = metrics;
        _log = log;
        _stopped = _stopping.Token;
        _tell = tell ?? ((answer, asker) => asker.Tell(answer, ActorRefs.NoSender));
        metrics.ObserveQueue(queue, () => Volatile.Read(ref _waiting));
    }

    /// <summary>Takes an item in, or tells its asker why not. Returns at once.</summary>
    public void Submit(WorkItem item)
    {
        if (Enter(item) is not { } refused)
            return;
        _metrics.Drops.Add(1, new("queue", _queue), new("reason", refused.Code.ToWire()));
        Tell(item, [item.Refuse(refused)]);
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

    private RequestError? Enter(WorkItem item)
    {
        lock (_lock)
        {
            if (_isClosed || (_running >= _limits.MaxRunning && _waiting >= _limits.MaxWaiting))
                return _busy;
            var lane = LaneOf(item.Session);
            if (lane.Count >= _limits.MaxPerConnection)
                return ExecutorErrors.TooMany;
            lane.Waiting.Enqueue(item);
            _waiting++;
            if (lane.Count == 1)
                _ready.Enqueue(lane);
            StartReady();
            return null;
        }
    }

    // What is of no connection has a lane to itself.
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
            var item = lane.Waiting.Dequeue();
            lane.IsRunning = true;
            _running++;
            _waiting--;
            ThreadPool.UnsafeQueueUserWorkItem(static run => _ = run.Executor.RunAsync(run.Lane, run.Item), (Executor: this, Lane: lane, Item: item), preferLocal: false);
        }
    }

    private async Task RunAsync(Lane lane, WorkItem item)
    {
        try
        {
            Tell(item, await AnswersAsync(item).ConfigureAwait(false));
        }
        finally
        {
            Leave(lane);
        }
    }

    private async Task<IReadOnlyList<object>> AnswersAsync(WorkItem item)
    {
        try
        {
            return await item.Run(_stopped).ConfigureAwait(false);
        }
        catch (Exception) when (_stopped.IsCancellationRequested)
        {
            // The node stops, and so do those who asked.
            return [];
        }
        catch (StoreUnavailableException)
        {
            return [item.Refuse(_busy)];
        }
        catch (Exception cause)
        {
            ExecutorLog.RunFailed(_log, _queue, cause);
            return [item.Refuse(RequestError.Failed)];
        }
    }

    // A failure to tell costs an answer, not the lane, and not the router that submits.
    private void Tell(WorkItem item, IReadOnlyList<object> answers)
    {
        try
        {
            foreach (var answer in answers)
                _tell(answer, item.Asker);
        }
        catch (Exception cause)
        {
            ExecutorLog.TellFailed(_log, _queue, cause);
        }
    }

    // Behind all others that are ready: one item a turn.
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

    /// <summary>What one connection asked for, in order: at most one runs. It is in <see cref="_ready"/> while none runs and one waits.</summary>
    private sealed class Lane(SessionId? session)
    {
        public SessionId? Session { get; } = session;

        public Queue<WorkItem> Waiting { get; } = new(1);

        public bool IsRunning { get; set; }

        public int Count => Waiting.Count + (IsRunning ? 1 : 0);
    }
}
