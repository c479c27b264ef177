using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Status;

/// <summary>
/// The owner of one user: their connections, wherever those live, the calls that ring for or hold them, and their status. A sharded entity;
/// <see cref="UserStatus"/> decides, this moves messages. It ends by itself when nobody needs it. See <see cref="IUserCommand"/> for what it is told.
/// </summary>
internal sealed partial class UserActor : UntypedActor
{
    /// <summary>How long an entity that nobody needs stays for the next question.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestTimer = TimeSpan.FromHours(1);

    private readonly UserId _user;
    private readonly UserServices _services;
    private readonly UserStatus _status;
    private readonly UserSaves _saves;
    private readonly UserConnections _connections = new();
    private readonly TopicInterest _interest;

    // Calls whose ring was answered "offline", and who asked: they hear it when a device connects in time.
    private readonly Dictionary<CallId, IActorRef> _unheard = [];
    private string? _name;
    private StatusReport _report;
    private long _toldVersion;
    private bool _toldInvisible;
    private DateTimeOffset? _idleUntil;
    private DateTimeOffset? _wakeAt;
    private ICancelable? _wake;

    /// <summary>The entity of <paramref name="user"/>.</summary>
    public UserActor(UserId user, UserServices services)
    {
        _user = user;
        _services = services;
        _status = new UserStatus(user, TimeSpan.FromMilliseconds(services.Options.GraceMs));
        _saves = new UserSaves(user, services.Journal, services.Metrics);
        _interest = new TopicInterest(services.Node);
        _report = new StatusReport(Now.UtcTicks, _status.Seen(), null);
    }

    // Milliseconds, as on the wire: what a report says is the same before and after it was encoded.
    private DateTimeOffset Now => StatusChoice.ToMilliseconds(_services.Time.GetUtcNow());

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _services.Router.Tell(new RenewInterest(Topic.Of(_user)), Self);
        Load();
    }

    /// <summary>A fault lost the sessions: end, so that the connections, which watch this, open theirs again.</summary>
    protected override void PostRestart(Exception reason)
    {
        _services.Metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "user"));
        Context.Stop(Self);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _wake?.Cancel();

    private void Running(object message)
    {
        var now = Now;
        _status.Advance(now);
        if (message is Wake)
        {
            _wakeAt = null;
        }
        else
        {
            _idleUntil = null;
            Handle(message, Sender, now);
        }

        Settle(now);
    }

    private void Handle(object message, IActorRef sender, DateTimeOffset now)
    {
        switch (message)
        {
            case OpenSession open:
                Open(open, sender, now);
                break;
            case CloseSession close:
                if (_connections.Remove(close.Session) is { } closed)
                    Context.Unwatch(closed);
                _status.Close(close.Session, nodeLost: false, now);
                break;
            case Terminated ended when _connections.Find(ended.ActorRef) is { } session:
                _connections.Remove(session);
                _status.Close(session, ended.AddressTerminated, now);
                break;
            case Terminated:
                break;
            case TellUser tell:
                _connections.Tell(tell, Self);
                break;
            case UserEntersRoom enters:
                _connections.Tell(new EnterRoom(enters.Room, enters.Head, enters.View), Self);
                break;
            case RingUser ring:
                Ring(ring, sender, now);
                break;
            case HoldCall hold:
                _status.Calls.Hold(hold.Call, now);
                break;
            case ReleaseCall release:
                _status.Calls.Release(release.Call);
                break;
            case EnterCall enter:
                sender.Tell(new EnterCallAnswer(enter.Call.Id, _user, _status.Calls.TryEnter(enter.Call, now)), Self);
                break;
            case SetStatus set:
                _name ??= set.Name;
                _saves.Choose(set, sender, Self);
                break;
            case SetActivity activity:
                _status.SetIdle(activity.Session, activity.Idle);
                break;
            case GetStatus get:
                Report();
                sender.Tell(new StatusAnswer(get.Token, _report), Self);
                break;
            case Interest interest:
                Report();
                _interest.Add(sender.Path.Address);
                sender.Tell(new Head(interest.Topic, 0, [Publish(_report)], Truncated: false), Self);
                break;
            case NoInterest:
                _interest.Remove(sender.Path.Address);
                break;
            case RelayGone gone:
                _interest.Remove(gone.Relay);
                break;
            case JournalResult result:
                if (_saves.Finish(result, Self, now) is { } chosen && _erasing.Count == 0)
                    Choose(chosen, now);
                break;
            case IUserOperatorCommand command:
                HandleOperator(command, sender);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open(OpenSession open, IActorRef connection, DateTimeOffset now)
    {
        _name = open.Name;
        _connections.Add(open.Session, open.Device, connection);
        Context.Watch(connection);
        _status.Open(open.Session, open.Device, now);
        connection.Tell(new SessionOpened(open.Session, _status.Calls.List(), _status.IsInvisible), Self);
        if (_status.IsInvisible)
            return;
        foreach (var (call, ringer) in _unheard)
        {
            if (_status.Calls.Rings(call))
                ringer.Tell(new RingAnswer(call, _user, RingOutcome.Ringing), Self);
        }

        _unheard.Clear();
    }

    private void Ring(RingUser ring, IActorRef ringer, DateTimeOffset now)
    {
        var call = ring.Call;
        var calls = _status.Calls;
        var busy = _status.Choice.Status == ChosenStatus.Busy && !calls.Has(call.Id);
        if (busy || !calls.TryRing(call, ring.ExpiresAt, now, out var isNew))
        {
            // To say "busy" of somebody who looks offline would give them away.
            var refusal = _status.IsInvisible ? RingOutcome.Offline : RingOutcome.Busy;
            ringer.Tell(new RingAnswer(call.Id, _user, refusal), Self);
            return;
        }

        if (isNew)
            _connections.Tell(StatusJson.Incoming(call with { ExpiresAt = ring.ExpiresAt }, ring.From, ring.ExpiresAt), Self);
        var heard = _status.HasSessions && !_status.IsInvisible;
        if (heard)
            _unheard.Remove(call.Id);
        else
            _unheard[call.Id] = ringer;
        ringer.Tell(new RingAnswer(call.Id, _user, heard ? RingOutcome.Ringing : RingOutcome.Offline), Self);
    }

    private void Choose(UserSaves.Choosing chosen, DateTimeOffset now)
    {
        _status.Choose(chosen.Request.Choice, now);
        _status.Advance(now);
        TellVisibility();
        chosen.Asker.Tell(StatusJson.Ok(_status.OwnChoice(), chosen.Request.Ref), Self);
    }

    // After every message: what must be kept is kept, the one timer is set, and last, when all is done, others are told what they see.
    private void Settle(DateTimeOffset now)
    {
        TellVisibility();
        Report();
        Keep(now);
        AnswerErasure();
        if (_report.Version != _toldVersion && _interest.Any)
            _services.Router.Tell(new Broadcast(_interest.Relays, [Publish(_report)]), Self);
        _toldVersion = _report.Version;
    }

    // Their connections hold back what would give them away.
    private void TellVisibility()
    {
        if (_status.IsInvisible == _toldInvisible)
            return;
        _toldInvisible = _status.IsInvisible;
        _connections.Tell(new VisibilityChanged(_toldInvisible), Self);
    }

    private void Keep(DateTimeOffset now)
    {
        _saves.Pump(_name, _status, Self, now);
        foreach (var call in _unheard.Keys)
        {
            if (!_status.Calls.Rings(call))
                _unheard.Remove(call);
        }

        if (_status.IsConnected || !_status.Calls.IsEmpty || _interest.Any || !_saves.IsIdle)
        {
            Schedule(Earlier(_status.Next, _saves.RetryAt));
            return;
        }

        _idleUntil ??= now + IdleTime;
        if (_idleUntil <= now)
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
        else
            Schedule(_idleUntil);
    }

    private void Report()
    {
        var seen = _status.Seen();
        var own = _status.Own();
        var report = _report with { Seen = seen, Own = own == seen ? null : own };
        if (report != _report)
            _report = report with { Version = Math.Max(_report.Version + 1, Now.UtcTicks) };
    }

    private Publication Publish(StatusReport report) =>
        new(Topic.Of(_user), 0, report.Encode());

    private void Schedule(DateTimeOffset? at)
    {
        if (at is not { } due || _wakeAt <= due)
            return;
        _wake?.Cancel();
        _wakeAt = due;
        var delay = due - Now;
        if (delay > LongestTimer)
            (delay, _wakeAt) = (LongestTimer, Now + LongestTimer);
        if (delay < TimeSpan.Zero)
            delay = TimeSpan.Zero;
        _wake = Context.System.Scheduler.ScheduleTellOnceCancelable(delay, Self, Wake.Instance, ActorRefs.NoSender);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    private sealed class Wake : INoSerializationVerificationNeeded
    {
        public static readonly Wake Instance = new();
    }
}
