using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Status;

/// <summary>
/// The node's router for protocol §5: checks rights, hands commands to users' entities, gathers snapshots from them, and tells the node's
/// connections what changed. Rights are checked when a connection subscribes; who leaves the last common room afterwards is seen until the
/// next <c>status.subscribe</c> or the end of the connection.
/// </summary>
internal sealed partial class StatusRouterActor : UntypedActor
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(100);

    private readonly StatusRouterServices _services;
    private readonly TopicPublisher _publisher;
    private readonly StatusWatchers<IActorRef> _watchers = new();

    // Connections that subscribed, each with the number of the subscription that counts.
    private readonly Dictionary<IActorRef, long> _subscribers = [];
    private readonly Action<IActorRef, IReadOnlyList<StatusView>> _tell;
    private IReadOnlyList<StatusView> _lastTold = [];
    private EncodedEnvelope? _lastFrame;
    private ICancelable? _sweep;

    /// <summary>One a node.</summary>
    public StatusRouterActor(StatusRouterServices services)
    {
        _services = services;
        _publisher = new TopicPublisher(Context, services.Mediator, services.Cluster);
        _tell = TellChanged;
    }

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _sweep?.Cancel();
        _publisher.Stop();
    }

    // A restart would forget who watches whom: a fault costs the message that caused it, nothing else.
    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        try
        {
            Handle(message);
        }
        catch (Exception e) when (e is not ActorKilledException)
        {
            _services.Metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "status-router"));
            UserLog.RouterFault(_services.Log, e, message.GetType().Name);
        }
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case ClientRequest { Body: SetStatusRequest set } request:
                Set(request, set);
                break;
            case ClientRequest { Body: ActivityRequest activity } request:
                _services.Users().Tell(new SetActivity(request.Caller.User, request.Caller.Session, activity.Idle == true), Sender);
                break;
            case ClientRequest { Body: SubscribeStatusRequest subscribe } request:
                if (!_subscribers.ContainsKey(Sender))
                    Context.Watch(Sender);
                _subscribers.TryAdd(Sender, 0);
                Ask(request, subscribe.Users!, subscribes: true);
                break;
            case ClientRequest { Body: GetStatusRequest get } request:
                Ask(request, get.Users!, subscribes: false);
                break;
            case RightsKnown rights:
                Decide(rights.Number, rights.Visible);
                break;
            case RightsFailed failed:
                Fail(failed);
                break;
            case StatusAnswer answer:
                _watchers.Report(answer.Report);
                Reported(answer);
                Flush();
                break;
            case Publication publication:
                _watchers.Report(StatusReport.Decode(publication.Envelope));
                Flush();
                break;
            case Terminated gone:
                _subscribers.Remove(gone.ActorRef);
                Follow(gone.ActorRef, default, []);
                break;
            case Sweep:
                OnSweep();
                break;
            default:
                if (!_publisher.TryHandle(message, Sender))
                    Unhandled(message);
                break;
        }
    }

    private void Set(ClientRequest request, SetStatusRequest set)
    {
        if (set.ValidateAt(Now) is { } error)
            Refuse(Sender, request.Ref, error);
        else
            _services.Users().Tell(new SetStatus(request.Caller.User, request.Caller.Name, set.ToChoice(), request.Ref), Sender);
    }

    private void Follow(IActorRef connection, UserId viewer, IReadOnlyCollection<UserId> users)
    {
        var begun = new List<UserId>();
        var ended = new List<UserId>();
        _watchers.Replace(connection, viewer, users, begun, ended);
        if (begun.Count + ended.Count == 0)
            return;
        var relay = _services.Relay();
        foreach (var user in begun)
            relay.Tell(new Follow(Topic.Of(user), Self));
        foreach (var user in ended)
            relay.Tell(new Unfollow(Topic.Of(user), Self));
    }

    private void Flush()
    {
        if (!_watchers.HasWaiting)
            return;
        _watchers.Flush(Now, _tell);
        if (_watchers.HasWaiting)
            KeepSweeping();
    }

    private void TellChanged(IActorRef connection, IReadOnlyList<StatusView> views)
    {
        // One user's change mostly goes to many connections: it is encoded once.
        var same = _lastFrame is not null && views.Count == 1 && _lastTold.Count == 1 && ReferenceEquals(views[0], _lastTold[0]);
        if (!same)
            (_lastTold, _lastFrame) = (views, StatusJson.Changed(views));
        connection.Tell(_lastFrame!, Self);
    }

    private void OnSweep()
    {
        AnswerOverdue();
        Flush();
        if (_watchers.HasWaiting || _questions.Count > 0)
            return;
        _sweep?.Cancel();
        _sweep = null;
    }

    // One timer for all connections, and only while something waits.
    private void KeepSweeping() =>
        _sweep ??= Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(SweepEvery, SweepEvery, Self, Sweep.Instance, ActorRefs.NoSender);

    private void Refuse(IActorRef connection, string? @ref, RequestError error)
    {
        _services.Metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
        connection.Tell(EnvelopeWriter.Error(error, @ref), Self);
    }

    private sealed class Sweep : INoSerializationVerificationNeeded
    {
        public static readonly Sweep Instance = new();
    }
}
