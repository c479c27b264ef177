using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Admin;

/// <summary>
/// The one of its kind in the cluster: has retention swept from time to time, and open erasures finished. Of each at most one runs at a time;
/// what fails is tried again at the next tick.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "An actor ends in PostStop.")]
internal sealed partial class MaintenanceActor : UntypedActor
{
    /// <summary>How often it looks for what was left, by a crash or because the store was away.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(30);

    private readonly MaintenanceTasks _tasks;
    private readonly CancellationTokenSource _stopped = new();
    private DateTimeOffset _nextSweep;
    private bool _sweeping;
    private bool _erasing;

    // Woken while the work was under way, which may have passed what it was woken for.
    private bool _sweepAgain;
    private bool _eraseAgain;
    private ICancelable? _tick;

    /// <summary>Use <see cref="Props"/>.</summary>
    public MaintenanceActor(MaintenanceTasks tasks)
    {
        _tasks = tasks;
        _nextSweep = tasks.Time.GetUtcNow() + Tick;
    }

    /// <summary>How it is made.</summary>
    public static Props Props(MaintenanceTasks tasks) => Akka.Actor.Props.Create(() => new MaintenanceActor(tasks));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _tick = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(Tick, Tick, Self, TickMessage.Instance, ActorRefs.NoSender);
        Erase();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _tick?.Cancel();
        _stopped.Cancel();
        _stopped.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TickMessage:
                if (_tasks.Time.GetUtcNow() >= _nextSweep)
                    Sweep();
                Erase();
                break;
            case WakeMaintenance:
                (_sweepAgain, _eraseAgain) = (_sweeping, _erasing);
                Sweep();
                Erase();
                break;
            case Swept swept:
                _sweeping = false;
                _nextSweep = _tasks.Time.GetUtcNow() + _tasks.SweepEvery;
                if (swept.Emptied > 0)
                    LogSwept(_tasks.Log, swept.Emptied);
                if (_sweepAgain)
                    Sweep();
                break;
            case SweepFailed failed:
                _sweeping = false;
                _nextSweep = _tasks.Time.GetUtcNow() + Tick;
                Failed("A sweep of retention", failed.Cause);
                break;
            case Erased erased:
                _erasing = false;
                foreach (var one in erased.Finished)
                    LogErased(_tasks.Log, one.User.Value, one.Events);
                if (_eraseAgain)
                    Erase();
                break;
            case EraseFailed failed:
                _erasing = false;
                Failed("An erasure", failed.Cause);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Sweep()
    {
        if (_sweeping)
            return;
        (_sweeping, _sweepAgain) = (true, false);
        _tasks.SweepAsync(_stopped.Token).PipeTo(Self, success: emptied => new Swept(emptied), failure: e => new SweepFailed(e));
    }

    private void Erase()
    {
        if (_erasing)
            return;
        (_erasing, _eraseAgain) = (true, false);
        _tasks.EraseAsync(_stopped.Token).PipeTo(Self, success: finished => new Erased(finished), failure: e => new EraseFailed(e));
    }

    private void Failed(string what, Exception cause)
    {
        // An outage, or the end of the node, is told by the store, once.
        var level = StorageLog.LevelOf(cause);
        LogFailed(_tasks.Log, level, what, cause);
    }

    [LoggerMessage(EventId = 8001, Level = LogLevel.Information, Message = "Retention: {Events} events were past their time and are empty now.")]
    private static partial void LogSwept(ILogger log, long events);

    [LoggerMessage(EventId = 8002, Level = LogLevel.Information, Message = "The erasure of {User} is finished: {Events} events are empty.")]
    private static partial void LogErased(ILogger log, string user, long events);

    [LoggerMessage(EventId = 8003, Message = "{What} stopped; it goes on by itself.")]
    private static partial void LogFailed(ILogger log, LogLevel level, string what, Exception cause);

    private sealed record Swept(long Emptied) : INoSerializationVerificationNeeded;

    private sealed record SweepFailed(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record Erased(IReadOnlyList<Erasure> Finished) : INoSerializationVerificationNeeded;

    private sealed record EraseFailed(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed class TickMessage : INoSerializationVerificationNeeded
    {
        public static readonly TickMessage Instance = new();
    }
}

/// <summary>What <see cref="MaintenanceActor"/> has done.</summary>
/// <param name="SweepAsync">Sweeps retention once; how many events were emptied.</param>
/// <param name="EraseAsync">Goes on with all open erasures; those that are finished.</param>
/// <param name="SweepEvery">The time between two sweeps.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Says what was done.</param>
internal sealed record MaintenanceTasks(
    Func<CancellationToken, Task<long>> SweepAsync,
    Func<CancellationToken, Task<IReadOnlyList<Erasure>>> EraseAsync,
    TimeSpan SweepEvery,
    TimeProvider Time,
    ILogger Log);
