using Akka.Actor;
using AkkaRealtime.Routing.Calls.Settings;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// The link to one Janus: a session that is kept alive, and made again after a growing pause when it is lost, whereupon the rooms of all calls
/// are made again. Moves messages; <see cref="JanusRoom"/> decides.
/// </summary>
internal sealed class JanusLinkActor : UntypedActor, IWithTimers
{
    private const int MaxMessagesAtOnce = 64;

    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);

    private readonly JanusOptions _janus;
    private readonly SfuServices _services;
    private readonly JanusSession _session;
    private readonly JanusRooms _rooms;
    private readonly JanusLeftovers _leftovers;
    private TimeSpan _pause = Second / 2;
    private long _participants;
    private long _load;
    private int _failures;
    private bool _wasUp;

    /// <summary>The link to <paramref name="janus"/>.</summary>
    public JanusLinkActor(JanusOptions janus, SfuServices services)
    {
        (_janus, _services) = (janus, services);
        _session = new JanusSession(janus, services.Time, Self);
        _rooms = new JanusRooms(janus, services.Metrics, _session, Context);
        _leftovers = new JanusLeftovers(_session);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Now, Second);
        _session.Connect();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        EndSession();
        _services.Metrics.Rooms.Add(-_rooms.Count);
        _services.Metrics.Participants.Add(-_participants);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case JanusSpoke spoke when _session.Has(spoke.Socket):
                Read(spoke);
                break;
            case JanusConnected connected when _session.Has(connected.Socket):
                _session.Begin();
                break;
            case JanusClosed closed when _session.Has(closed.Socket):
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
                _rooms.Do(command);
                break;
            case MoveAway:
                if (!_session.IsUp)
                    Move();
                break;
            case Connecting:
                _session.Connect();
                break;
            case Tick:
                PassTime();
                break;
            case SendKeepAlive:
                _session.KeepAlive();
                break;
            case Terminated ended:
                _rooms.AbandonAllOf(ended.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }

        Count();
    }

    private void Open(OpenSfuRoom open, IActorRef owner)
    {
        if (_rooms.TryTakeOver(open, owner))
            return;
        if (!_session.IsUp && open.Place.Session.Length == 0)
            owner.Tell(new SfuRefused(open.Call));
        else if (!_leftovers.TryPutBehind(open, owner))
            _rooms.Add(open, owner);
    }

    private void Close(CloseSfuRoom close, IActorRef owner)
    {
        var place = _rooms.PlaceOf(close.Call);
        if (place is not null && !place.IsSameRoom(close.Place))
        {
            // The call has another room by now, which has the number of this one.
            owner.Tell(new SfuClosed(close.Call, close.Place));
            return;
        }

        _rooms.Abandon(close.Call);
        _leftovers.Add(close, owner);
    }

    // Janus stays away, and there is another one: the calls choose again, and the rooms here are to go when it comes back.
    private void Move()
    {
        JanusLog.Moved(_services.Log, _janus.Url, _rooms.Count);
        foreach (var (room, owner) in _rooms.TakeAll())
        {
            _leftovers.Keep(room, owner);
            Context.Parent.Tell(new ChooseSfu(room.Call), owner);
        }
    }

    private void Read(JanusSpoke spoke)
    {
        var socket = spoke.Socket;
        socket.Rest();
        for (var i = 0; i < MaxMessagesAtOnce; i++)
        {
            if (!socket.TryRead(out var message))
                return;
            Take(message!);
            if (!_session.Has(socket))
                return;
        }

        Self.Tell(spoke);
    }

    private void Take(JanusMessage message)
    {
        if (_session.Answered(message) is { } waiting)
            Answered(waiting, message);
        else if (message.Kind == "timeout")
            Lost("the session was not kept alive");
        else
            _rooms.Happened(message);
    }

    private void Answered(JanusTransactions.Waiting waiting, JanusMessage message)
    {
        var ask = waiting.Ask;
        var isRefusal = message.Kind == "error" || message.ErrorCode != 0;
        var isAsWanted = (ask, message.ErrorCode) is (JanusAsk.Create, JanusMessage.RoomExists) or (JanusAsk.Destroy, JanusMessage.NoSuchRoom);
        if (isRefusal && !isAsWanted)
        {
            _services.Metrics.Errors.Add(1);
            JanusLog.Refused(_services.Log, _janus.Url, ask, message.ErrorCode, message.Reason);
        }

        if (waiting.Context is not { } context)
        {
            if (isRefusal && ask is JanusAsk.Session or JanusAsk.Control or JanusAsk.KeepAlive)
                Lost($"it refused the session: {message.Reason}");
            else if (!isRefusal && _session.Granted(ask, message))
                SessionBegan();
        }
        else if (ask == JanusAsk.Destroy)
        {
            if (_leftovers.Gone(context.Call) is { } next)
                Open(next.Open, next.Owner);
        }
        else if (isRefusal)
        {
            _rooms.Refused(ask, context, message.ErrorCode, message.Reason);
        }
        else
        {
            _rooms.Answered(ask, context, message);
        }
    }

    private void SessionBegan()
    {
        (_pause, _failures) = (Second / 2, 0);
        Timers.StartPeriodicTimer(nameof(SendKeepAlive), SendKeepAlive.Now, KeepAliveEvery);
        JanusLog.Up(_services.Log, _janus.Url);
        _services.Metrics.Sessions.Add(1);
        if (_wasUp)
            _services.Metrics.Reconnects.Add(1);
        _wasUp = true;
        _services.Status.Add(1);
        Context.Parent.Tell(new JanusLoad(_janus.Url, true, _load));
        _rooms.MakeAll();
        _leftovers.DestroyAll();
    }

    private void Lost(string why)
    {
        EndSession();
        JanusLog.Down(_services.Log, _janus.Url, why, _pause.TotalSeconds, _rooms.Count);
        Timers.StartSingleTimer(nameof(Connecting), Connecting.Now, _pause);
        _pause = _pause * 2 < MaxPause ? _pause * 2 : MaxPause;
        Context.Parent.Tell(new JanusLoad(_janus.Url, false, _load, ++_failures));
    }

    private void EndSession()
    {
        if (_session.IsUp)
        {
            _services.Metrics.Sessions.Add(-1);
            _services.Status.Add(-1);
        }

        _session.Close();
        Timers.Cancel(nameof(SendKeepAlive));
        _rooms.LoseAll();
    }

    private void PassTime()
    {
        foreach (var late in _session.TakeLate())
        {
            _services.Metrics.Errors.Add(1);
            if (late.Context is not { } context)
            {
                Lost("it does not answer");
                return;
            }

            if (late.Ask == JanusAsk.Destroy)
                _leftovers.Destroy(context.Call);
            else
                _rooms.Refused(late.Ask, context, 0, "no answer");
        }

        _rooms.Tick();
    }

    private void Count()
    {
        var participants = _rooms.Participants;
        _services.Metrics.Participants.Add(participants - _participants);
        _participants = participants;

        if (_rooms.Load is var load && load == _load)
            return;
        _load = load;
        if (_session.IsUp)
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
