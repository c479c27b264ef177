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

    private readonly JanusSession _session;
    private readonly JanusRooms _rooms;
    private readonly JanusLeftovers _leftovers;
    private readonly JanusOpening _opening;
    private readonly JanusLinkStatus _status;
    private readonly JanusTimers _timers;

    /// <summary>The link to <paramref name="janus"/>.</summary>
    public JanusLinkActor(JanusOptions janus, SfuServices services)
    {
        _session = new JanusSession(janus, services.Time, Self);
        _rooms = new JanusRooms(janus, services.Metrics, _session, Context);
        _leftovers = new JanusLeftovers(_session);
        _opening = new JanusOpening(_session, _rooms, _leftovers);
        _status = new JanusLinkStatus(janus, services, _rooms, Context.Parent);
        _timers = new JanusTimers(this);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _timers.Start();
        _session.Connect();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        EndSession();
        _status.Stop();
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
                _opening.Open(open, Sender);
                break;
            case CloseSfuRoom close:
                _opening.Close(close, Sender);
                break;
            case ISfuCommand command:
                _rooms.Do(command);
                break;
            case MoveAway when !_session.IsUp:
                _status.Moving();
                _opening.MoveAll(Context.Parent);
                break;
            case MoveAway:
                break;
            case JanusTimers.Connecting:
                _session.Connect();
                break;
            case JanusTimers.Tick:
                PassTime();
                break;
            case JanusTimers.SendKeepAlive:
                _session.KeepAlive();
                break;
            case Terminated ended:
                _rooms.AbandonAllOf(ended.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }

        _status.Count();
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
            _status.Refused(ask, message);

        if (waiting.Context is not { } context)
        {
            if (isRefusal && ask is JanusAsk.Session or JanusAsk.Control or JanusAsk.KeepAlive)
                Lost($"it refused the session: {message.Reason}");
            else if (!isRefusal && _session.Granted(ask, message))
                SessionBegan();
        }
        else if (ask == JanusAsk.Destroy)
        {
            _opening.Gone(context.Call);
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
        _timers.SessionBegan();
        _status.Up();
        _rooms.MakeAll();
        _leftovers.DestroyAll();
    }

    private void Lost(string why)
    {
        EndSession();
        _status.Down(why, _timers.Pause);
        _timers.ConnectAgain();
    }

    private void EndSession()
    {
        _session.Close();
        _timers.SessionEnded();
        _rooms.LoseAll();
    }

    private void PassTime()
    {
        foreach (var late in _session.TakeLate())
        {
            _status.NotAnswered();
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
}
