using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using AkkaRealtime.Clustering;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Topics;

/// <summary>
/// Finds out when a node's broadcasts reach it. Mediators hear of each other's topics by gossip, some time after a node has joined, and what is published to it before goes
/// nowhere: who were put on a room meanwhile would not hear of it. So the node takes clients only when each other node has answered a greeting, which took both mediators' knowledge.
/// </summary>
internal sealed partial class GreetingActor : UntypedActor, IWithTimers
{
    // Ten seconds: a node of a version that knows no greetings never answers.
    private const int MaxGreetings = 100;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly IActorRef _mediator;
    private readonly BroadcastReadiness _readiness;
    private readonly ILogger _log;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly HashSet<IActorRef> _starting;
    private readonly HashSet<Address> _answered = [];
    private int _greetings;

    private GreetingActor(IActorRef mediator, IEnumerable<IActorRef> subscribers, BroadcastReadiness readiness, ILogger log) =>
        (_mediator, _starting, _readiness, _log) = (mediator, [.. subscribers], readiness, log);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    /// <param name="mediator">Akka's DistributedPubSub mediator.</param>
    /// <param name="subscribers">The actors of this node that subscribe when they start: the greetings come after them, so that who knows of these knows of theirs.</param>
    /// <param name="readiness">Told when all have answered.</param>
    /// <param name="log">Says who did not.</param>
    public static Props Props(IActorRef mediator, IReadOnlyList<IActorRef> subscribers, BroadcastReadiness readiness, ILogger log) =>
        Producer.Of(() => new GreetingActor(mediator, subscribers, readiness, log));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var subscriber in _starting)
            subscriber.Tell(new Identify(null));
        if (_starting.Count == 0)
            Begin();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ActorIdentity { Subject: { } started }:
                if (_starting.Remove(started) && _starting.Count == 0)
                    Begin();
                break;
            case Greeting when !Sender.Equals(Self):
                _mediator.Tell(new Publish(TopicNames.Answers(Sender.Path.Address), GreetingAnswer.Instance), Self);
                break;
            case Greeting:
                break;
            case GreetingAnswer:
                _answered.Add(Sender.Path.Address);
                TryEnd();
                break;
            case Greet when _cluster.SelfMember.Status == MemberStatus.Up:
                _greetings++;
                if (!TryEnd())
                    _mediator.Tell(new Publish(TopicNames.Greetings, Greeting.Instance), Self);
                break;
            case Greet or SubscribeAck:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Begin()
    {
        _mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(TopicNames.Greetings, Self));
        _mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(TopicNames.Answers(_cluster.SelfAddress), Self));
        Timers.StartPeriodicTimer(nameof(Greet), Greet.Instance, Every, Every);

        // A lone node has nobody to wait for.
        var self = Self;
        _cluster.RegisterOnMemberUp(() => self.Tell(Greet.Instance));
    }

    private bool TryEnd()
    {
        var missing = Missing();
        if (missing.Count > 0 && _greetings <= MaxGreetings)
            return false;
        if (missing.Count > 0)
            LogUnanswered(_log, string.Join(", ", missing.Select(address => address.HostPort())));
        Timers.Cancel(nameof(Greet));
        _readiness.Reached();
        return true;
    }

    // Who comes later greets us.
    private List<Address> Missing()
    {
        var state = _cluster.State;
        return [.. state.Members.Except(state.Unreachable)
            .Where(member => member.Status == MemberStatus.Up && member.Address != _cluster.SelfAddress && !_answered.Contains(member.Address))
            .Select(member => member.Address)];
    }

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "Clients are taken although these nodes did not answer whether broadcasts reach this one: {Nodes}")]
    private static partial void LogUnanswered(ILogger log, string nodes);

    private sealed class Greet
    {
        public static readonly Greet Instance = new();
    }
}
