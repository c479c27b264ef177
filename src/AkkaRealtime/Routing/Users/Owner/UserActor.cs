using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>
/// The owner of one user: their connections, wherever those live, the calls that ring for them or that they are in, and their status. A sharded
/// entity; <see cref="UserStatus"/> decides, this moves messages. It stops by itself when nobody needs it.
/// </summary>
internal sealed class UserActor : UntypedActor
{
    /// <summary>How long an entity that nobody needs stays in memory.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    private readonly UserId _user;
    private readonly UserServices _services;
    private readonly UserStatus _status;
    private readonly UserLedger _ledger;
    private readonly UserConnections _connections = new();
    private readonly UserRinging _ringing;
    private readonly UserReporter _reporter;
    private readonly ProfileErasure _erasure;
    private readonly UserLoading _loading;
    private readonly UserTimer _timer;
    private readonly UserAdministration _administration;
    private readonly UserRenaming _renaming;
    private readonly OwnSessions _ownSessions;
    private DateTimeOffset? _idleUntil;
    private Counted _online;

    /// <summary>The entity of <paramref name="user"/>.</summary>
    public UserActor(UserId user, UserServices services)
    {
        _user = user;
        _services = services;
        _status = new UserStatus(user, TimeSpan.FromMilliseconds(services.Options.GraceMs));
        _ledger = new UserLedger(user, services.Journal, services.Metrics);
        _ringing = new UserRinging(user, _status, _connections, services.LiveCalls, services.Away, Self);
        _reporter = new UserReporter(user, _status, _ledger, services.Router, services.Node, Now);
        _erasure = new ProfileErasure(user, _ledger, Self);
        _administration = new UserAdministration(user, _status, _connections, _ringing, _ledger, _erasure, services.Node, Self);
        _renaming = new UserRenaming(user, _ledger, services, Context.System.Scheduler, Self);
        _ownSessions = new OwnSessions(user, _connections, services.Revoker, services.Metrics, Self);
        _loading = new UserLoading(user, services, Self);
        _timer = new UserTimer(Context.System.Scheduler, Self);
        _online = new Counted(services.Metrics.UsersOnline);
    }

    // Milliseconds, as on the wire: what a report says is the same before and after it was encoded.
    private DateTimeOffset Now => StatusChoice.ToMilliseconds(_services.Time.GetUtcNow());

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _services.Router.Tell(new RenewInterest(Topic.Of(_user)), Self);
        _loading.Begin();
    }

    /// <summary>A fault has lost the sessions: end, so that the connections, which watch this, open theirs again.</summary>
    protected override void PostRestart(Exception reason)
    {
        _services.Metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "user"));
        Context.Stop(Self);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _timer.Cancel();
        _online.Set(false);
    }

    /// <summary>Until the user is loaded.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case UserLoaded loaded:
                Start(loaded);
                break;
            case UserNotLoaded failed:
                var level = StorageLog.LevelOf(failed.Cause);
                UserLog.LoadFailed(_services.Log, level, failed.Cause, _user);
                foreach (var (request, asker) in _loading.TakeChoices())
                    _ledger.Refuse(request, asker, Self);
                _timer.Schedule(Now + UserLoading.Retry, Now);
                break;
            case UserTimer.Due:
                _timer.Fired();
                _loading.Begin();
                break;
            default:
                _loading.Wait(message, Sender);
                break;
        }
    }

    private void Start(UserLoaded loaded)
    {
        _ledger.Restore(loaded.User);
        if (loaded.User is { } stored)
            _status.Restore(StatusChoice.FromStored(stored.Status), stored.LastSeen, StatusChoice.PresenceOf(stored.Status), Now, StatusChoice.ZoneOf(stored.Status), StatusChoice.QuietOf(stored.Status));
        _ringing.Resume(loaded.Calls, Now);
        _reporter.CountAsTold(Now);
        Become(Running);
        foreach (var (message, sender) in _loading.TakeAll())
            Handle(message, sender, Now);
        Settle(Now);
    }

    private void Running(object message)
    {
        var now = Now;
        _status.Advance(now);
        _ringing.WakeOverdue(now);
        if (message is UserTimer.Due)
        {
            _timer.Fired();
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
                _connections.Tell(new FollowTopic(Topic.Of(enters.Room), enters.Head, enters.View), Self);
                break;
            case RingUser ring:
                _ringing.Ring(ring, sender, now);
                break;
            case ReserveUser reserve:
                _ringing.Reserve(reserve.Call, now);
                break;
            case ReleaseUser release:
                _ringing.Release(release);
                break;
            case EnterCall enter:
                sender.Tell(new EnterCallAnswer(enter.Call.Id, _user, _status.Calls.TryEnter(enter.Call, now)), Self);
                break;
            case SetStatus set:
                _ledger.Name ??= set.Name;
                _ledger.Choose(set, sender, Self);
                break;
            case SetActivity activity:
                _status.SetIdle(activity.Session, activity.Idle);
                _status.SetHidden(activity.Session, activity.Hidden);
                _status.HearZone(activity.Zone);
                sender.Tell(new ActivityNoted(activity.Idle, activity.Hidden), Self);
                break;
            case GetStatus get:
                sender.Tell(new StatusAnswer(get.Token, _reporter.Report(Now)), Self);
                break;
            case AskAttention:
                sender.Tell(new Attention(_user, _status.IsHere, _status.IsBusy), Self);
                break;
            case Interest interest:
                _reporter.Follow(interest, sender, Self, Now);
                break;
            case NoInterest:
                _reporter.Unfollow(sender.Path.Address);
                break;
            case RelayGone gone:
                _reporter.Unfollow(gone.Relay);
                _ringing.WakeAll(now);
                break;
            case JournalResult result:
                if (_ledger.Finish(result, Self, now) is { } chosen && !_erasure.IsUnderWay)
                    Choose(chosen, now);
                _renaming.OnStored();
                break;
            default:
                if (!_renaming.TryHandle(message) && !_ownSessions.TryHandle(message, sender, now) && (message is not IUserAdminCommand command || !_administration.TryHandle(command, sender)))
                    Unhandled(message);
                break;
        }
    }

    private void Open(OpenSession open, IActorRef connection, DateTimeOffset now)
    {
        _ledger.Name = open.Name;
        _connections.Add(open.Session, open.Device, connection, open.Origin);
        Context.Watch(connection);
        _status.Open(open.Session, open.Device, now, open.Idle);
        if (open.Hidden)
            _status.SetHidden(open.Session, hidden: true);
        _services.Claimed(_user, open.Picture);
        connection.Tell(new SessionOpened(open.Session, _status.Calls.List(), _status.IsInvisible), Self);
        _ringing.DeviceConnected();
    }

    private void Choose(UserLedger.Choosing chosen, DateTimeOffset now)
    {
        if (chosen.Request.Choice is { } choice)
            _status.Choose(choice, now);
        _status.ChooseZone(chosen.Request.Zone);
        if (chosen.Request.Quiet is { } quiet)
            _status.ChooseQuiet(quiet.Hours);
        _status.Advance(now);
        _ringing.StatusChosen();
        _connections.TellVisibility(_status.IsInvisible, Self);
        chosen.Asker.Tell(StatusEnvelopes.Ok(_status.OwnChoice(), chosen.Request.Ref), Self);
    }

    // After every message: what must be kept is kept, the one timer is set, and last, when all is done, others are told what they see.
    private void Settle(DateTimeOffset now)
    {
        _online.Set(_status.IsConnected);
        if (_ledger.IsSuperseded)
        {
            // As after a fault: the connections, which watch this, open their sessions where the user is now.
            UserLog.Superseded(_services.Log, _user);
            Context.Stop(Self);
            return;
        }

        _connections.TellVisibility(_status.IsInvisible, Self);
        _ledger.Pump(_status, Self, now);
        _ringing.Trim();
        ScheduleNext(now);
        _erasure.AnswerWhenStored();
        _administration.AnswerWhenStored();
        _reporter.TellChange(Self, Now);
    }

    private void ScheduleNext(DateTimeOffset now)
    {
        if (_status.IsConnected || !_status.Calls.IsEmpty || _reporter.IsFollowed || !_ledger.IsIdle)
        {
            _timer.Schedule(UserStatus.Earlier(_status.Next, _ledger.RetryAt), Now);
            return;
        }

        _idleUntil ??= now + IdleTime;
        if (_idleUntil <= now)
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
        else
            _timer.Schedule(_idleUntil, Now);
    }
}
