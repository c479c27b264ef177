using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Domains;

/// <summary>What a domain's actors are made with, on one node.</summary>
public sealed class DomainContext
{
    private readonly IReadOnlyActorRegistry _actors;
    private readonly Func<IReadOnlyActorRegistry, IActorRef> _router;
    private readonly IReadOnlyList<DomainOwners> _owners;
    private readonly OwnerWatch _watch;

    internal DomainContext(
        IServiceProvider services,
        ActorSystem system,
        IReadOnlyActorRegistry actors,
        Func<IReadOnlyActorRegistry, IActorRef> router,
        IReadOnlyList<DomainOwners> owners) =>
        (Services, System, _actors, _router, _owners, _watch) = (services, system, actors, router, owners, services.OwnerWatch());

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

    /// <summary>
    /// Hands a request on to the owner of <paramref name="command"/>, with the connection as its sender. In a cluster, where that owner can't be reached (its node is lost, or its shard is between
    /// two nodes), the connection is answered <c>unavailable</c> within a second, and a reply that comes all the same is dropped. Called from the router, in its own turn.
    /// </summary>
    /// <typeparam name="TActor">The owners, as in <see cref="DomainBuilder.Owner{TActor, TCommand}"/>.</typeparam>
    /// <param name="request">What the router was told.</param>
    /// <param name="command">What the owner is told instead. Where it is an <see cref="IAnswered"/>, the connection is also answered if it dies on its way.</param>
    /// <param name="connection">Who sent the request.</param>
    /// <exception cref="ArgumentException">No owners of the domain are told such commands.</exception>
    public void HandOn<TActor>(ClientRequest request, object command, IActorRef connection)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(connection);
        var owners = _owners.FirstOrDefault(o => o.Actor == typeof(TActor));
        if (owners?.IdOf(command) is not { } id)
            throw new ArgumentException($"{typeof(TActor).Name} is not told {command.GetType().Name}. See the domain's Owner<{typeof(TActor).Name}, …>.", nameof(command));
        if (_watch.TryExpect(owners.Region(Services), id, request, connection))
            Owners<TActor>().Tell(command, connection);
    }

    /// <summary>The part of a router that broadcasts what the owners on its node publish.</summary>
    /// <param name="router">The router's context.</param>
    public TopicPublisher Publisher(IActorContext router) => new(
        router, DistributedPubSub.Get(System).Mediator, Cluster.Get(System), [.. _owners.Select(owners => new Func<IActorRef>(() => owners.Find(_actors)))]);
}
