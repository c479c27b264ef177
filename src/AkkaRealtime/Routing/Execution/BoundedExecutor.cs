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
/// <para>Order: what one connection asks for runs one after the other, so it is answered in the order it was asked. Users take turns, and the connections of a
/// user: one who asked for a hundred things, on however many connections, doesn't keep the next one waiting for all of them.</para>
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
    private readonly Turns _turns;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private bool _isClosed;

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
        _turns = new Turns(limits);
        _busy = busy;
        _metrics = metrics;
        _log = log;
        _stopped = _stopping.Token;
        _tell = tell ?? ((answer, asker) => asker.Tell(answer, ActorRefs.NoSender));
        metrics.ObserveQueue(queue, () => Enum.GetValues<WorkKind>().Sum(_turns.Waiting));
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
            _turns.Clear();
        }

        _stopping.Cancel();
        _stopping.Dispose();
    }

    private RequestError? Enter(WorkItem item)
    {
        lock (_lock)
        {
            if (_isClosed || _turns.IsFull(item.Kind))
                return _busy;
            if (_turns.CountOf(item) >= _limits.MaxPerConnection)
                return ExecutorErrors.TooMany;
            _turns.Add(item);
            StartReady();
            return null;
        }
    }

    private void StartReady()
    {
        while (_turns.TryTake(out var line, out var item))
            ThreadPool.UnsafeQueueUserWorkItem(static run => _ = run.Executor.RunAsync(run.Line, run.Item), (Executor: this, Line: line, Item: item), preferLocal: false);
    }

    private async Task RunAsync(Turns.Line line, WorkItem item)
    {
        try
        {
            Tell(item, await AnswersAsync(item).ConfigureAwait(false));
        }
        finally
        {
            Leave(line);
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

    // A failure to tell costs an answer, not the line, and not the router that submits.
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

    private void Leave(Turns.Line line)
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _turns.Done(line);
            StartReady();
        }
    }
}
