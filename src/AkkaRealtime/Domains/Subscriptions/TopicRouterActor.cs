using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Domains.Subscriptions;

/// <summary>
/// A node's router for <c>topic.…</c>: has the host say who may follow, brings the connection onto the topic, takes it off when the host ends that, and
/// broadcasts what this node's owners of topics publish. A connection is on the relay's topic before the owner says where the topic stands, so that
/// nothing falls in between: what comes twice, the client knows by its number.
/// </summary>
internal sealed class TopicRouterActor : RouterActor
{
    /// <summary>The router's name in the catalog.</summary>
    public const string Name = "topic";

    /// <summary>The mediator's topic of all routers: whose subscription to what the host has ended.</summary>
    public const string Ends = "topics-ended";

    private readonly TopicAuthorizer _authorizer;
    private readonly Func<IActorRef> _owners;
    private readonly OwnerWatch _watch;
    private readonly OwnerRegion _region;
    private readonly IActorRef _mediator;
    private readonly TopicPublisher _publisher;

    /// <summary>Makes the router.</summary>
    /// <param name="authorizer">Asks the host. It outlives the actor.</param>
    /// <param name="owners">The region of topics; asked for when it is first needed.</param>
    /// <param name="watch">Says which of them can't be reached.</param>
    /// <param name="region">The same region, for that.</param>
    /// <param name="mediator">Akka's DistributedPubSub mediator.</param>
    /// <param name="publisher">Makes the publisher of this actor.</param>
    public TopicRouterActor(
        TopicAuthorizer authorizer, Func<IActorRef> owners, OwnerWatch watch, OwnerRegion region, IActorRef mediator, Func<IActorContext, TopicPublisher> publisher) =>
        (_authorizer, _owners, _watch, _region, _mediator, _publisher) = (authorizer, owners, watch, region, mediator, publisher(Context));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(Ends, Self), Self);

        // Those that the router watched before it was started anew.
        foreach (var connection in _authorizer.Connections)
            Context.Watch(connection);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _publisher.Stop();

    /// <inheritdoc/>
    protected override void Handle(object message)
    {
        switch (message)
        {
            case ClientRequest { Body: TopicSubscribeRequest subscribe } request:
                Context.Watch(Sender);
                _authorizer.Ask(request, subscribe, Sender, Self);
                break;
            case ClientRequest { Body: TopicUnsubscribeRequest { Topic: { } topic } } request:
                // Behind the subscriptions of this connection that are being checked.
                _authorizer.Leave(request, topic, Sender, Self);
                break;
            case TopicAuthorizer.Joined joined:
                if (_watch.TryExpect(_region, joined.Subscribe.Name, joined.Request, Sender))
                    _owners().Forward(joined.Subscribe);
                break;
            case EndSubscription end:
                _mediator.Tell(new Publish(Ends, new SubscriptionEnded(end.User, end.Topic)), Self);
                break;
            case SubscriptionEnded ended:
                _authorizer.End(ended.User, ended.Topic, Self);
                break;
            case Terminated gone:
                _authorizer.Forget(gone.ActorRef);
                break;
            case SubscribeAck:
                break;
            default:
                if (!_publisher.TryHandle(message, Sender))
                    Unhandled(message);
                break;
        }
    }
}
