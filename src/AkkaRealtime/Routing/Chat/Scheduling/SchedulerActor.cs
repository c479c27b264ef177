using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Scheduling;

/// <summary>
/// The one of its kind in the cluster: looks into the store each second, and has what is due sent, <see cref="AtOnce"/> side by side. It keeps nothing: all that it has to know is in the
/// store, so that the one after it, on another node, goes on from there. Two at a time, while nodes can't reach each other, send each message once all the same.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "An actor ends in PostStop.")]
internal sealed class SchedulerActor : UntypedActor, IWithTimers
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>How many are sent at a time.</summary>
    public const int AtOnce = 64;

    // What a look brings; the rest is found by the next one.
    private const int Most = 1_000;

    // Ticks without a look, where the store is away.
    private const int Rest = 5;
    private readonly IScheduledStore _store;
    private readonly Func<ScheduledMessage, CancellationToken, Task> _turn;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Queue<ScheduledMessage> _queue = [];

    // Those that wait here, or are being sent: a look finds them again.
    private readonly HashSet<string> _taken = [];
    private int _running;
    private bool _looking;
    private int _rest;

    private SchedulerActor(IScheduledStore store, Func<ScheduledMessage, CancellationToken, Task> turn, TimeProvider time, ILogger log) =>
        (_store, _turn, _time, _log) = (store, turn, time, log);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    /// <param name="store">Has what is scheduled.</param>
    /// <param name="turn">Tries to send one (<see cref="ScheduledTurn.RunAsync"/>).</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">For what goes wrong.</param>
    public static Props Props(IScheduledStore store, Func<ScheduledMessage, CancellationToken, Task> turn, TimeProvider time, ILogger log) =>
        Producer.Of(() => new SchedulerActor(store, turn, time, log));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(TickMessage.Instance, TickMessage.Instance, Tick);
        Look();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TickMessage when _rest > 0:
                _rest--;
                break;
            case TickMessage:
                Look();
                break;
            case Looked looked:
                _looking = false;
                foreach (var due in looked.Due.Where(due => _taken.Add(due.Id)))
                    _queue.Enqueue(due);
                break;
            case LookFailed failed:
                _looking = false;
                var unread = StorageLog.LevelOf(failed.Cause);
                SchedulerLog.Unread(_log, unread, failed.Cause);
                _rest = Rest;
                break;
            case Turned turned:
                _running--;
                _taken.Remove(turned.Id);
                if (turned.Cause is { } cause)
                {
                    var unsent = StorageLog.LevelOf(cause);
                    SchedulerLog.Unsent(_log, unsent, cause);
                    _rest = Rest;
                }

                break;
            default:
                Unhandled(message);
                break;
        }

        Run();
    }

    private void Look()
    {
        if (_looking || _queue.Count > 0)
            return;
        _looking = true;
        LookAsync().PipeTo(Self, failure: e => new LookFailed(e));
    }

    private async Task<Looked> LookAsync() => new(await _store.DueAsync(_time.GetUtcNow(), Most, _stopped.Token).ConfigureAwait(false));

    private void Run()
    {
        while (_running < AtOnce && _queue.TryDequeue(out var due))
        {
            _running++;
            TurnAsync(due).PipeTo(Self, failure: e => new Turned(due.Id, e));
        }
    }

    private async Task<Turned> TurnAsync(ScheduledMessage due)
    {
        await Task.Run(() => _turn(due, _stopped.Token)).ConfigureAwait(false);
        return new Turned(due.Id, null);
    }

    private sealed record Looked(IReadOnlyList<ScheduledMessage> Due) : INoSerializationVerificationNeeded;

    private sealed record LookFailed(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record Turned(string Id, Exception? Cause) : INoSerializationVerificationNeeded;

    private sealed class TickMessage : INoSerializationVerificationNeeded
    {
        public static readonly TickMessage Instance = new();
    }
}
