using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// The session with one Janus: one WebSocket, kept alive, and made anew with a growing pause when it is lost, whereupon the rooms of all
/// calls are made again. Moves messages; <see cref="JanusRoom"/> decides.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "An actor ends in PostStop.")]
internal sealed partial class JanusLinkActor : UntypedActor, IWithTimers
{
    private const int MessagesAtOnce = 64;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly JanusOptions _janus;
    private readonly SfuServices _services;
    private readonly JanusTransactions _transactions = new();
    private readonly Dictionary<CallId, (JanusRoom Room, IActorRef Owner)> _rooms = [];
    private readonly Dictionary<long, JanusContext> _handles = [];
    private readonly Dictionary<CallId, Leftover> _closing = [];
    private JanusSocket? _socket;
    private TimeSpan _pause = Second / 2;
    private long _session;
    private long _control;
    private long _participants;
    private long _load;
    private int _failures;
    private bool _wasUp;

    /// <summary>The session with <paramref name="janus"/>.</summary>
    public JanusLinkActor(JanusOptions janus, SfuServices services)
    {
        _janus = janus;
        _services = services;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsUp => _control != 0;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Now, Second);
        Connect();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Forget();
        _services.Metrics.Rooms.Add(-_rooms.Count);
        _services.Metrics.Participants.Add(-_participants);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case JanusSpoke spoke when spoke.Socket == _socket:
                Read(spoke);
                break;
            case JanusConnected connected when connected.Socket == _socket:
                Send(new JanusRequest(JanusAsk.Session, "create"), null);
                break;
            case JanusClosed closed when closed.Socket == _socket:
                Lost(closed.Why);
                break;
            case JanusSpoke or JanusConnected or JanusClosed:
                break;
            case OpenSfuRoom open:
                Open(open, Sender);
                break;
            case CloseSfuRoom close:
                Close(close, Sender);
                break;
            case ISfuCommand command:
                Do(command);
                break;
            case MoveAway when !IsUp:
                Move();
                break;
            case MoveAway:
                break;
            case Connecting:
                Connect();
                break;
            case Tick:
                PassTime();
                break;
            case SendKeepAlive:
                Send(new JanusRequest(JanusAsk.KeepAlive, "keepalive"), null);
                break;
            case Terminated ended:
                OwnerEnded(ended.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }

        Count();
    }

    private void Open(OpenSfuRoom open, IActorRef owner)
    {
        if (_rooms.TryGetValue(open.Call, out var known))
        {
            _rooms[open.Call] = (known.Room, owner);
            Context.Watch(owner);
            if (known.Room.IsReady)
                owner.Tell(new SfuOpened(open.Call, known.Room.Place));
            return;
        }

        if (!IsUp && open.Place.Session.Length == 0)
        {
            owner.Tell(new SfuRefused(open.Call));
            return;
        }

        if (_closing.TryGetValue(open.Call, out var before))
        {
            // All rooms of a call have the same number.
            _closing[open.Call] = before with { Next = (open, owner) };
            return;
        }

        var room = new JanusRoom(open.Call, open.Place, _janus.AdminKey);
        _rooms.Add(open.Call, (room, owner));
        _services.Metrics.Rooms.Add(1);
        Context.Watch(owner);
        if (!IsUp)
            return;
        room.Make(_control);
        Carry(room, owner);
    }

    private void Do(ISfuCommand command)
    {
        if (!_rooms.TryGetValue(command.Call, out var known))
            return;
        var (room, owner) = known;
        switch (command)
        {
            case SfuSignal signal when room.IsReady:
                room.Signal(signal);
                break;
            case SfuSignal signal:
                owner.Tell(new SfuFailed(signal.Call, signal.Participant, signal.Ref, Away));
                break;
            case LeaveSfuRoom leave:
                room.Leave(leave.Participant);
                break;
            default:
                Unhandled(command);
                break;
        }

        Carry(room, owner);
    }

    private void OwnerEnded(IActorRef owner)
    {
        foreach (var (room, _) in _rooms.Values.Where(r => r.Owner.Equals(owner)).ToList())
        {
            if (IsUp)
                room.Abandon();
            Remove(room);
            Carry(room, owner);
        }
    }

    private void Move()
    {
        JanusLog.Moved(_services.Log, _janus.Url, _rooms.Count);
        foreach (var (room, owner) in _rooms.Values.ToList())
        {
            Remove(room);
            _closing.TryAdd(room.Call, new Leftover(room.Place, owner, null));
            Context.Parent.Tell(new ChooseSfu(room.Call), owner);
        }
    }

    private void Remove(JanusRoom room)
    {
        if (!_rooms.Remove(room.Call, out var gone))
            return;
        _services.Metrics.Rooms.Add(-1);
        if (_rooms.Values.All(r => !r.Owner.Equals(gone.Owner)))
            Context.Unwatch(gone.Owner);
    }

    // Does what the room decided.
    private void Carry(JanusRoom room, IActorRef owner)
    {
        foreach (var effect in room.TakeEffects())
        {
            switch (effect)
            {
                case AskJanus ask:
                    Send(ask.Request, ask.For);
                    break;
                case TellOwner tell:
                    owner.Tell(tell.Answer);
                    if (tell.Answer is SfuRefused)
                        Remove(room);
                    break;
                case BindHandle { To: { } context } bind:
                    _handles[bind.Handle] = context;
                    break;
                case BindHandle bind:
                    _handles.Remove(bind.Handle);
                    break;
                default:
                    throw new InvalidOperationException($"Nobody does {effect.GetType().Name}: add it here.");
            }
        }
    }

    private void PassTime()
    {
        foreach (var late in _transactions.TakeLate(_services.Time.GetUtcNow()))
        {
            _services.Metrics.Errors.Add(1);
            if (late.Ask == JanusAsk.Destroy)
            {
                Destroy(late.Context!.Call);
                continue;
            }

            if (late.Context is not { } context)
            {
                Lost("it does not answer");
                return;
            }

            if (_rooms.TryGetValue(context.Call, out var known))
            {
                known.Room.Refused(late.Ask, context, 0, "no answer");
                Carry(known.Room, known.Owner);
            }
        }

        foreach (var (room, owner) in _rooms.Values.ToList())
        {
            room.Tick();
            Carry(room, owner);
        }
    }

    private void Count()
    {
        var participants = _rooms.Values.Sum(r => (long)r.Room.Participants);
        _services.Metrics.Participants.Add(participants - _participants);
        _participants = participants;

        var load = _rooms.Values.Sum(r => Math.Max(JanusLoad.LeastOfACall, r.Room.Participants));
        if (load == _load)
            return;
        _load = load;
        if (IsUp)
            Context.Parent.Tell(new JanusLoad(_janus.Url, true, load));
    }

    private sealed record Tick
    {
        public static readonly Tick Now = new();
    }

    private sealed record Connecting
    {
        public static readonly Connecting Now = new();
    }

    private sealed record SendKeepAlive
    {
        public static readonly SendKeepAlive Now = new();
    }
}
