using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Status;

/// <summary>What a status router needs from its node.</summary>
/// <param name="Store">For who may see whom.</param>
/// <param name="Time">The clock.</param>
/// <param name="Options">Whether everybody may see everybody.</param>
/// <param name="Metrics">Counts errors and faults.</param>
/// <param name="Users">The shard region of users; looked up when it is needed first.</param>
/// <param name="Relay">The node's relay; likewise.</param>
/// <param name="Mediator">Akka's DistributedPubSub mediator.</param>
/// <param name="Cluster">For nodes that are removed; null in specs without one.</param>
/// <param name="Log">For faults.</param>
internal sealed record StatusRouterServices(
    IRealtimeStore Store,
    TimeProvider Time,
    StatusOptions Options,
    RealtimeMetrics Metrics,
    Func<IActorRef> Users,
    Func<IActorRef> Relay,
    IActorRef Mediator,
    Cluster? Cluster,
    ILogger Log);

/// <summary>
/// The node's router for protocol §5: checks rights, hands commands to users' entities, gathers snapshots from them, and tells the node's
/// connections what changed. Rights are checked when a connection subscribes; who leaves the last common room afterwards is seen until the
/// next <c>status.subscribe</c> or the end of the connection.
/// </summary>
internal sealed class StatusRouterActor : UntypedActor
{
    /// <summary>Snapshots that are being gathered, at most; more are answered <see cref="ErrorCode.Unavailable"/>.</summary>
    public const int MostQuestions = 1_024;

    /// <summary>How long a snapshot waits for users' entities; then it goes out with those that answered.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(100);

    private readonly StatusRouterServices _services;
    private readonly TopicPublisher _publisher;
    private readonly StatusWatchers<IActorRef> _watchers = new();
    private readonly Dictionary<long, StatusQuestion<IActorRef>> _questions = [];

    // Connections that subscribed, each with the number of the subscription that counts.
    private readonly Dictionary<IActorRef, long> _subscribers = [];
    private readonly Action<IActorRef, IReadOnlyList<StatusView>> _tell;
    private IReadOnlyList<StatusView> _lastTold = [];
    private EncodedEnvelope? _lastFrame;
    private long _number;
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
                if (_questions.Remove(failed.Number, out var unanswered))
                {
                    UserLog.RightsFailed(_services.Log, failed.Cause, unanswered.Viewer);
                    Refuse(unanswered.Asker, unanswered.Ref, Unavailable("It could not be checked whose status you may see."));
                }

                break;
            case StatusAnswer answer:
                _watchers.Report(answer.Report);
                if (_questions.TryGetValue(answer.Token, out var question))
                {
                    question.Add(answer.Report);
                    if (question.IsComplete)
                        Answer(question);
                }

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

    private void Ask(ClientRequest request, IReadOnlyList<UserId> users, bool subscribes)
    {
        if (_questions.Count >= MostQuestions)
        {
            Refuse(Sender, request.Ref, Unavailable("Too many ask for snapshots at the moment."));
            return;
        }

        var question = new StatusQuestion<IActorRef>(++_number, Sender, request.Caller.User, request.Ref, users, subscribes);
        var number = question.Number;
        _questions.Add(number, question);
        var others = question.Others();
        if (others.Count == 0 || _services.Options.OpenToAll)
        {
            Decide(number, null);
            return;
        }

        _services.Store.SharingRoomAsync(question.Viewer, others, CancellationToken.None).PipeTo(
            Self,
            success: visible => new RightsKnown(number, visible),
            failure: cause => new RightsFailed(number, cause));
    }

    // Null: all may be seen.
    private void Decide(long number, IReadOnlySet<UserId>? visible)
    {
        if (!_questions.TryGetValue(number, out var question))
            return;
        if (visible is not null && question.Others().Where(u => !visible.Contains(u)).ToList() is { Count: > 0 } forbidden)
        {
            _questions.Remove(number);
            Refuse(question.Asker, question.Ref, Forbidden(forbidden));
            return;
        }

        if (question.Subscribes && _subscribers.TryGetValue(question.Asker, out var counts) && counts < number)
        {
            _subscribers[question.Asker] = number;
            Follow(question.Asker, question.Viewer, question.Users);
        }

        if (question.IsComplete)
        {
            Answer(question);
            return;
        }

        question.Deadline = Now + Patience;
        var region = _services.Users();
        foreach (var user in question.Users)
            region.Tell(new GetStatus(user, number), Self);
        KeepSweeping();
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

    private void Answer(StatusQuestion<IActorRef> question)
    {
        _questions.Remove(question.Number);

        // A change may have come in after the report that the question got.
        foreach (var user in question.Users)
        {
            if (_watchers.Find(user) is { } known)
                question.Add(known);
        }

        var reports = question.Reports();
        var views = reports.Select(r => r.For(question.Viewer)).ToList();
        question.Asker.Tell(StatusJson.Snapshot(views, question.Ref), Self);
        if (question.Subscribes && _subscribers.GetValueOrDefault(question.Asker) == question.Number)
            _watchers.Ready(question.Asker, [.. views.Select(v => v.User)]);
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
        var now = Now;
        foreach (var question in _questions.Values.Where(q => q.Deadline <= now).ToList())
            Answer(question);
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

    private static RequestError Unavailable(string message) => new(ErrorCode.Unavailable, message, RetryAfterMs: 1_000);

    private static RequestError Forbidden(List<UserId> users)
    {
        const int named = 10;
        var names = string.Join(", ", users.Take(named));
        var more = users.Count > named ? $" and {users.Count - named} more" : "";
        return new RequestError(ErrorCode.Forbidden, $"You share no room with {names}{more}. The request was refused as a whole.", "users");
    }

    private sealed record RightsKnown(long Number, IReadOnlySet<UserId> Visible) : INoSerializationVerificationNeeded;

    private sealed record RightsFailed(long Number, Exception Cause) : INoSerializationVerificationNeeded;

    private sealed class Sweep : INoSerializationVerificationNeeded
    {
        public static readonly Sweep Instance = new();
    }
}
