using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>
/// A node's router of requests that the host handles: has them run beside the actors (<see cref="HandlerRunner"/>), and broadcasts through the
/// mediator what is meant for everybody. It waits for nothing.
/// </summary>
internal sealed class HandlerRouterActor : RouterActor
{
    /// <summary>The router's name in the catalog.</summary>
    public const string Name = "handlers";

    private readonly HandlerRunner _runner;
    private readonly IActorRef _mediator;

    /// <summary>Makes the router.</summary>
    /// <param name="runner">Runs handlers; the node's, whichever instance of the router hands it requests.</param>
    /// <param name="mediator">Akka's DistributedPubSub mediator.</param>
    public HandlerRouterActor(HandlerRunner runner, IActorRef mediator) => (_runner, _mediator) = (runner, mediator);

    /// <inheritdoc/>
    protected override void Handle(object message)
    {
        switch (message)
        {
            case ClientRequest { Body: HandlerRequest body } request:
                _runner.Run(request, body, Sender);
                break;
            case PublishToEverybody publish:
                _mediator.Tell(new Publish(TopicNames.Everybody, publish.Envelope), Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
