using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Push.Owner;

/// <summary>What who pushes works with.</summary>
/// <param name="Store">The subscriptions.</param>
/// <param name="Journal">Keeps how far rooms have got.</param>
/// <param name="RunTurn">A turn of a room (<see cref="PushTurn.RunAsync"/>).</param>
/// <param name="Log">For what goes wrong.</param>
internal sealed record PushOwnerServices(IPushStore Store, IJournal Journal, Func<RoomId, long?, CancellationToken, Task<PushProgress?>> RunTurn, ILogger Log);

/// <summary>
/// The one of its kind in the cluster: has rooms take their turns, each one at a time and <see cref="AtOnce"/> side by side, when nodes say that something was said there, and looks through the
/// store for what it was not told. It keeps how far each room has got, once its pushes were tried: the one after it, on another node, goes on from there.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "An actor ends in PostStop.")]
internal sealed class PushActor : UntypedActor, IWithTimers
{
    /// <summary>Between two announcements to the nodes.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks through the store.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);

    /// <summary>After a subscription was made: nodes know by then that they are to tell.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    /// <summary>How many rooms take their turn at a time.</summary>
    public const int AtOnce = 16;

    private const int MostBehind = 10_000;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private readonly PushOwnerServices _services;
    private readonly Action<FollowRooms> _publish;
    private readonly CancellationTokenSource _stopped = new();

    // Rooms that wait for their turn, in order and each once; what is beyond the most is found by a look.
    private readonly Queue<RoomId> _queue = [];
    private readonly HashSet<RoomId> _queued = [];

    // Rooms that have their turn; true: something was said since it began.
    private readonly Dictionary<RoomId, bool> _running = [];
    private Dictionary<RoomId, long> _positions = [];
    private SavePushPositions? _saving;
    private bool _looking;
    private bool _lookAgain;
    private bool _any;
    private int _ticks;

    /// <summary>Use <see cref="Props"/>.</summary>
    public PushActor(PushOwnerServices services, Action<FollowRooms> publish) => (_services, _publish) = (services, publish);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    /// <param name="services">What it works with.</param>
    /// <param name="publish">Tells all nodes.</param>
    public static Props Props(PushOwnerServices services, Action<FollowRooms> publish) => Producer.Of(() => new PushActor(services, publish));

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
        if (_positions.Count > 0)
            _services.Journal.TryWrite(new SavePushPositions(ActorRefs.Nobody, _positions));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RoomsMoved moved:
                foreach (var room in moved.Rooms)
                    Enqueue(room);
                break;
            case Turned turned:
                Finish(turned);
                break;
            case TurnFailed failed:
                _running.Remove(failed.Room);
                var level = StorageLog.LevelOf(failed.Cause);
                PushLog.Unread(_services.Log, level, failed.Cause, failed.Room.Value);
                Timers.StartSingleTimer(LookMessage.Instance, LookMessage.Instance, Tick);
                break;
            case LookAtPush:
                Look();
                Timers.StartSingleTimer(LookMessage.Instance, LookMessage.Instance, LookAgain);
                break;
            case LookMessage:
                Look();
                break;
            case TickMessage:
                Follow();
                if (++_ticks % (int)(BetweenLooks / Tick) == 0)
                    Look();
                break;
            case Looked looked:
                _looking = false;
                _any = looked.Any;
                Follow();
                foreach (var room in looked.Behind)
                    Enqueue(room);
                if (_lookAgain)
                    Look();
                break;
            case LookFailed failed:
                _looking = false;
                var unread = StorageLog.LevelOf(failed.Cause);
                PushLog.ListUnread(_services.Log, unread, failed.Cause);
                break;
            case SaveMessage:
                Save();
                break;
            case JournalResult result:
                TakeSaved(result);
                break;
            default:
                Unhandled(message);
                break;
        }

        Run();
    }

    // One that was asked for while another was under way may have come too late for it.
    private void Look()
    {
        _lookAgain = _looking;
        if (_looking)
            return;
        _looking = true;
        LookAsync().PipeTo(Self, failure: e => new LookFailed(e));
    }

    private async Task<Looked> LookAsync()
    {
        var any = await _services.Store.AnyAsync(_stopped.Token).ConfigureAwait(false);
        return new Looked(any, any ? await _services.Store.BehindAsync(MostBehind, _stopped.Token).ConfigureAwait(false) : []);
    }

    private void Follow()
    {
        if (_any)
            _publish(FollowRooms.Instance);
    }

    private void Enqueue(RoomId room)
    {
        if (_running.ContainsKey(room))
            _running[room] = true;
        else if (_queue.Count < MostBehind && _queued.Add(room))
            _queue.Enqueue(room);
    }

    private void Run()
    {
        while (_running.Count < AtOnce && _queue.TryDequeue(out var room))
        {
            _queued.Remove(room);
            _running.Add(room, false);
            TurnAsync(room, Told(room)).PipeTo(Self, failure: e => new TurnFailed(room, e));
        }
    }

    private async Task<Turned> TurnAsync(RoomId room, long? told) => new(room, await Task.Run(() => _services.RunTurn(room, told, _stopped.Token)).ConfigureAwait(false));

    private long? Told(RoomId room)
    {
        if (_positions.TryGetValue(room, out var position) || _saving?.Positions.TryGetValue(room, out position) == true)
            return position;
        return null;
    }

    private void Finish(Turned turned)
    {
        _running.Remove(turned.Room, out var again);
        if (turned.Progress is not { } progress)
            return;
        _positions[turned.Room] = progress.Position;
        if (_saving is null && !Timers.IsTimerActive(SaveMessage.Instance))
            Timers.StartSingleTimer(SaveMessage.Instance, SaveMessage.Instance, Pace);
        if (again || progress.HasMore)
            Enqueue(turned.Room);
    }

    // All that has changed goes as one entry, one at a time.
    private void Save()
    {
        if (_saving is not null || _positions.Count == 0)
            return;
        var entry = new SavePushPositions(Self, _positions);
        if (!_services.Journal.TryWrite(entry))
        {
            Timers.StartSingleTimer(SaveMessage.Instance, SaveMessage.Instance, Tick);
            return;
        }

        _saving = entry;
        _positions = [];
    }

    private void TakeSaved(JournalResult result)
    {
        if (_saving is not { } entry || !ReferenceEquals(entry, result is Saved saved ? saved.Entry : (result as SaveFailed)?.Entry))
            return;
        _saving = null;
        if (result is not Saved)
        {
            foreach (var (room, position) in entry.Positions)
                _positions.TryAdd(room, position);
        }

        if (_positions.Count > 0)
            Timers.StartSingleTimer(SaveMessage.Instance, SaveMessage.Instance, Pace);
    }

    private sealed record Looked(bool Any, IReadOnlyList<RoomId> Behind) : INoSerializationVerificationNeeded;

    private sealed record LookFailed(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record Turned(RoomId Room, PushProgress? Progress) : INoSerializationVerificationNeeded;

    private sealed record TurnFailed(RoomId Room, Exception Cause) : INoSerializationVerificationNeeded;

    private sealed class LookMessage : INoSerializationVerificationNeeded
    {
        public static readonly LookMessage Instance = new();
    }

    private sealed class SaveMessage : INoSerializationVerificationNeeded
    {
        public static readonly SaveMessage Instance = new();
    }

    private sealed class TickMessage : INoSerializationVerificationNeeded
    {
        public static readonly TickMessage Instance = new();
    }
}
