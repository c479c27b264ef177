using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Clustering;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Domains.Subscriptions;

/// <summary>
/// The owner of one topic of the host's, a sharded entity: numbers what is published where the topic keeps it, and hands it to this node's router
/// for the nodes that follow. Promise: at most once, in order; a client finds what it missed by the numbers, and by the epoch that its numbers are of
/// another owner, and asks again from there. It ends when nobody follows and nothing was published for a while, and with it what it kept: the next one
/// has another epoch.
/// </summary>
internal sealed class TopicActor : UntypedActor
{
    private static readonly TimeSpan VolatileIdle = TimeSpan.FromMinutes(1);

    private readonly Topic _topic;
    private readonly IActorRef _router;
    private readonly TopicInterest _interest;
    private readonly KeptEvents? _kept;
    private readonly TimeSpan _idle;
    private readonly string _epoch = Guid.NewGuid().ToString("n");

    /// <summary>Makes the owner of the topic <paramref name="name"/>.</summary>
    /// <param name="name">The topic.</param>
    /// <param name="options">What it keeps; null where this node's host doesn't know it.</param>
    /// <param name="router">This node's router of topics.</param>
    /// <param name="node">This node's address.</param>
    public TopicActor(string name, TopicOptions? options, IActorRef router, Address node)
    {
        _topic = new Topic(TopicRules.Kind, name);
        _router = router;
        _interest = new TopicInterest(node);
        _kept = options is { Keep: > 0 } ? new KeptEvents(options.Keep) : null;
        _idle = _kept is null ? VolatileIdle : TimeSpan.FromMinutes(options!.KeepMinutes);
    }

    /// <summary>How it is made.</summary>
    public static Props Props(string name, TopicOptions? options, IActorRef router, Address node) =>
        LeanActor.Of(() => new TopicActor(name, options, router, node));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _router.Tell(new RenewInterest(_topic), Self);
        SetReceiveTimeout(_idle);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PublishToTopic publish:
                Publish(publish);
                break;
            case SubscribeToTopic subscribe:
                // Its relay's own word may come later than the next event.
                _interest.Add(Sender.Path.Address);
                Sender.Tell(TopicEnvelopes.Subscribed(State(subscribe), subscribe.Ref), Self);
                break;
            case Interest interest:
                _interest.Add(Sender.Path.Address);
                Sender.Tell(new Head(_topic, 0, [], Truncated: false) { Answers = interest.Question }, Self);
                break;
            case NoInterest:
                _interest.Remove(Sender.Path.Address);
                break;
            case RelayGone gone:
                _interest.Remove(gone.Relay);
                break;
            case ReceiveTimeout when !_interest.Any:
                Context.Parent.Tell(new Passivate(PoisonPill.Instance));
                break;
            // Nothing was published for a while, so that the router had no occasion to say which of these nodes have left the cluster.
            case ReceiveTimeout:
                _router.Tell(new Broadcast(_interest.Relays, []), Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // Volatile for relays, numbered or not: a relay that repaired gaps would hold back what comes behind them, and clients know better what they need.
    private void Publish(PublishToTopic publish)
    {
        var seq = _kept?.Add(publish.Type, publish.Data).Seq;
        if (!_interest.Any)
            return;
        var envelope = TopicEnvelopes.Message(new TopicMessage(_topic.Id, seq, seq is null ? null : _epoch, publish.Type, publish.Data));
        _router.Tell(new Broadcast(_interest.Relays, [new Publication(_topic, 0, envelope) { IsKept = seq is not null }]), Self);
    }

    private TopicSubscribed State(SubscribeToTopic subscribe)
    {
        var missed = subscribe.After is { } after && subscribe.Epoch == _epoch ? _kept?.After(after) : null;
        return new TopicSubscribed(_topic.Id, _kept?.Head ?? 0, _epoch, missed is not null, missed ?? []);
    }
}
