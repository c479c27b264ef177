using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Domains.Subscriptions;

/// <summary>
/// A node's router for <c>topic.…</c>: has the host say who may follow, brings the connection onto the topic, and broadcasts what this node's owners
/// of topics publish. A connection is on the relay's topic before the owner says where the topic stands, so that nothing falls in between: what
/// comes twice, the client knows by its number.
/// </summary>
internal sealed class TopicRouterActor : UntypedActor
{
    /// <summary>The router's name in the catalog.</summary>
    public const string Name = "topic";

    private readonly TopicAuthorizer _authorizer;
    private readonly Func<IActorRef> _owners;
    private readonly TopicPublisher _publisher;

    /// <summary>Makes the router.</summary>
    /// <param name="authorizer">Asks the host; disposed with the actor.</param>
    /// <param name="owners">The region of topics; asked for when it is first needed.</param>
    /// <param name="publisher">Makes the publisher of this actor.</param>
    public TopicRouterActor(Func<TopicAuthorizer> authorizer, Func<IActorRef> owners, Func<IActorContext, TopicPublisher> publisher) =>
        (_authorizer, _owners, _publisher) = (authorizer(), owners, publisher(Context));

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _authorizer.Dispose();
        _publisher.Stop();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClientRequest { Body: TopicSubscribeRequest subscribe } request:
                _authorizer.Ask(request, subscribe, Sender, Self);
                break;
            case ClientRequest { Body: TopicUnsubscribeRequest { Topic: { } topic } } request:
                // Behind the subscriptions of this connection that are being checked.
                _authorizer.Leave(request, topic, Sender, Self);
                break;
            case SubscribeToTopic subscribe:
                _owners().Forward(subscribe);
                break;
            default:
                if (!_publisher.TryHandle(message, Sender))
                    Unhandled(message);
                break;
        }
    }
}
