using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Domains;

/// <summary>What a domain's actors are made with, on one node.</summary>
public sealed class DomainContext
{
    private readonly IReadOnlyActorRegistry _actors;
    private readonly Func<IReadOnlyActorRegistry, IActorRef> _router;
    private readonly IReadOnlyList<Func<IReadOnlyActorRegistry, IActorRef>> _owners;

    internal DomainContext(
        IServiceProvider services,
        ActorSystem system,
        IReadOnlyActorRegistry actors,
        Func<IReadOnlyActorRegistry, IActorRef> router,
        IReadOnlyList<Func<IReadOnlyActorRegistry, IActorRef>> owners) =>
        (Services, System, _actors, _router, _owners) = (services, system, actors, router, owners);

    /// <summary>The host's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The node's actor system.</summary>
    public ActorSystem System { get; }

    /// <summary>The node's address, for <see cref="TopicInterest"/>.</summary>
    public Address Node => Cluster.Get(System).SelfAddress;

    /// <summary>This node's router of the domain: owners tell it what to broadcast. Not before it was made.</summary>
    public IActorRef Router => _router(_actors);

    /// <summary>The shard region of the domain's owners of this kind. Not before the node has started: ask for it when it is first needed.</summary>
    public IActorRef Owners<TActor>()
        where TActor : ActorBase => _actors.Get<TActor>();

    /// <summary>The part of a router that broadcasts what the owners on its node publish.</summary>
    /// <param name="router">The router's context.</param>
    public TopicPublisher Publisher(IActorContext router) => new(
        router, DistributedPubSub.Get(System).Mediator, Cluster.Get(System), [.. _owners.Select(owners => new Func<IActorRef>(() => owners(_actors)))]);
}
