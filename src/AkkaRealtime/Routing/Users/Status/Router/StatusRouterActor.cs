using Akka.Actor;
using Akka.Event;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Users.Status.Router;

/// <summary>
/// The node's router for protocol §5: hands commands to users' entities, has snapshots gathered from them (<see cref="StatusQueries"/>), tells
/// the node's connections what changes (<see cref="StatusBroadcast"/>) as long as they may hear it (<see cref="StatusRights"/>), and broadcasts what this node's users are to other nodes.
/// </summary>
internal sealed class StatusRouterActor : RouterActor
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(100);

    private readonly StatusRouterServices _services;
    private readonly TopicPublisher _publisher;
    private readonly StatusBroadcast _broadcast;
    private readonly StatusQueries _queries;
    private readonly StatusRights _rights;
    private ICancelable? _sweep;
    private ICancelable? _check;

    /// <summary>One a node.</summary>
    public StatusRouterActor(StatusRouterServices services)
    {
        _services = services;
        _publisher = new TopicPublisher(Context, services.Mediator, services.Cluster, services.Users);
        _broadcast = new StatusBroadcast(services.Relay, Self);
        _queries = new StatusQueries(services, _broadcast, Self);
        _rights = new StatusRights(services, _broadcast, _queries, Self);
    }

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe<LeftTopic>(Self);
        _services.Mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(BlockChanged.Topic, Self), Self);
        _check = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(
            StatusRights.TickEvery, StatusRights.TickEvery, Self, CheckRights.Instance, ActorRefs.NoSender);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _check?.Cancel();
        _sweep?.Cancel();
        _publisher.Stop();
    }

    // A restart would forget who watches whom: a fault costs the message that caused it, nothing else.
    /// <inheritdoc/>
    protected override void Handle(object message)
    {
        try
        {
            Take(message);
        }
        catch (Exception e) when (message is not ClientRequest && e is not ActorKilledException)
        {
            _services.Metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "status-router"));
            StatusLog.RouterFault(_services.Log, e, message.GetType().Name);
        }

        KeepSweeping(message is Sweep);
    }

    private void Take(object message)
    {
        switch (message)
        {
            case ClientRequest { Body: StatusSetRequest set } request:
                Set(request, set);
                break;
            case ClientRequest { Body: StatusZoneRequest zone, Caller: var caller } request:
                TellOwner(request, new SetStatus(caller.User, caller.Name, Choice: null, request.Ref, zone.Zone));
                break;
            case ClientRequest { Body: StatusQuietRequest quiet, Caller: var caller } request:
                TellOwner(request, new SetStatus(caller.User, caller.Name, Choice: null, request.Ref) { Quiet = new QuietChoice(quiet.Hours is { } hours ? hours with { SkipUntil = null } : null) });
                break;
            case ClientRequest { Body: StatusSkipQuietRequest skip, Caller: var caller } request:
                TellOwner(request, new SetStatus(caller.User, caller.Name, Choice: null, request.Ref) { SkipQuiet = skip.On });
                break;
            case ClientRequest { Body: SessionListRequest, Caller: var caller } request:
                TellOwner(request, new ListOwnSessions(caller.User, caller.Session, request.Ref));
                break;
            case ClientRequest { Body: SessionEndRequest end, Caller: var caller } request:
                TellOwner(request, new EndOwnSessions(caller.User, caller.Session, end.Device is { } device ? new DeviceId(device) : null, caller.Device, request.Ref));
                break;
            case ClientRequest { Body: StatusActivityRequest activity } request:
                _services.Users().Tell(new SetActivity(request.Caller.User, request.Caller.Session, activity.Idle == true, activity.Zone) { Hidden = activity.Hidden == true }, Sender);
                break;
            case ClientRequest { Body: StatusSubscribeRequest subscribe } request:
                if (_broadcast.Add(Sender))
                    Context.Watch(Sender);
                _queries.Begin(request, Sender, subscribe.Users!, subscribes: true, Now);
                break;
            case ClientRequest { Body: StatusGetRequest get } request:
                _queries.Begin(request, Sender, get.Users!, subscribes: false, Now);
                break;
            case StatusQueries.RightsKnown rights:
                _queries.Decide(rights, Now);
                break;
            case StatusQueries.RightsFailed failed:
                _queries.Fail(failed);
                break;
            case LeftTopic left:
                _rights.Left(left);
                break;
            case Akka.Cluster.Tools.PublishSubscribe.SubscribeAck:
                break;
            case BlockChanged blocked:
                _rights.Blocked(blocked);
                break;
            case StatusRights.Checked known:
                _rights.Take(known);
                _broadcast.Flush(Now);
                break;
            case StatusRights.CheckFailed failed:
                _rights.Fail(failed);
                break;
            case CheckRights:
                _rights.Tick(Now);
                break;
            case StatusAnswer answer:
                _broadcast.Take(answer.Report);
                _queries.Take(answer);
                _broadcast.Flush(Now);
                break;
            case Publication publication:
                _broadcast.Take(StatusReport.Decode(publication.Envelope));
                _broadcast.Flush(Now);
                break;
            case Terminated gone:
                _broadcast.Remove(gone.ActorRef);
                break;
            case Sweep:
                _queries.AnswerOverdue(Now);
                _broadcast.Flush(Now);
                break;
            default:
                if (!_publisher.TryHandle(message, Sender))
                    Unhandled(message);
                break;
        }
    }

    private void Set(ClientRequest request, StatusSetRequest set)
    {
        if (set.ValidateAt(Now) is { } error)
            _services.Refuse(Sender, request.Ref, error, Self);
        else
            TellOwner(request, new SetStatus(request.Caller.User, request.Caller.Name, StatusChoice.From(set), request.Ref));
    }

    private void TellOwner(ClientRequest request, IUserCommand command)
    {
        if (_services.Owners.TryExpect(_services.Region, request.Caller.User.Value, request, Sender))
            _services.Users().Tell(command, Sender);
    }

    // One timer for all connections, and only while something waits.
    private void KeepSweeping(bool mayStop)
    {
        if (_broadcast.HasWaiting || _queries.Any)
        {
            _sweep ??= Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(SweepEvery, SweepEvery, Self, Sweep.Instance, ActorRefs.NoSender);
        }
        else if (mayStop)
        {
            _sweep?.Cancel();
            _sweep = null;
        }
    }

    private sealed class CheckRights : INoSerializationVerificationNeeded
    {
        public static readonly CheckRights Instance = new();
    }

    private sealed class Sweep : INoSerializationVerificationNeeded
    {
        public static readonly Sweep Instance = new();
    }
}
