using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Domains;

/// <summary>What a domain is made of. See <see cref="IRealtimeDomain"/>.</summary>
public sealed class DomainBuilder
{
    private readonly List<Func<RequestType>> _requests = [];
    private readonly List<Action<AkkaConfigurationBuilder, IServiceProvider>> _actors = [];
    private readonly List<Func<IReadOnlyActorRegistry, IActorRef>> _owners = [];
    private readonly List<Manifest> _manifests = [];
    private Func<IReadOnlyActorRegistry, IActorRef>? _router;

    internal DomainBuilder(string name, IServiceCollection services, JsonSerializerOptions json) => (Name, Services, Json) = (name, services, json);

    /// <summary>The domain's name.</summary>
    public string Name { get; }

    /// <summary>The host's services, to add what the domain's actors need.</summary>
    public IServiceCollection Services { get; }

    /// <summary>How requests are read where no <see cref="JsonTypeInfo{T}"/> is passed.</summary>
    public JsonSerializerOptions Json { get; }

    internal IReadOnlyList<Manifest> Manifests => _manifests;

    internal Func<IReadOnlyActorRegistry, IActorRef>? RouterOf => _router;

    internal List<string> Types { get; } = [];

    /// <summary>
    /// A request that connections hand to the domain's router, as <see cref="ClientRequest"/> with the connection as sender: the router, or an owner that
    /// it forwards the request to, tells the sender the reply as <see cref="EncodedEnvelope"/>.
    /// </summary>
    /// <typeparam name="TRequest">The <c>data</c> of the request, which validates itself.</typeparam>
    /// <param name="type">Its type, such as <c>whiteboard.draw</c>; the prefixes of the server's own domains are reserved.</param>
    /// <param name="json">Reads it; left out, <see cref="Json"/> does.</param>
    /// <exception cref="ArgumentException">The type can't be a host's.</exception>
    public DomainBuilder Request<TRequest>(string type, JsonTypeInfo<TRequest>? json = null)
        where TRequest : class, IRequest
    {
        WireTypes.Check(type, nameof(type));
        Types.Add(type);
        _requests.Add(() => RequestType.Of(type, json ?? (JsonTypeInfo<TRequest>)Json.GetTypeInfo(typeof(TRequest))) with { Router = Name });
        return this;
    }

    /// <summary>The domain's router, one on every node.</summary>
    /// <typeparam name="TActor">The actor, by which it is registered.</typeparam>
    /// <param name="props">Makes it, when the node starts.</param>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public DomainBuilder Router<TActor>(Func<DomainContext, Props> props)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(props);
        if (_router is not null)
            throw new InvalidOperationException($"The domain {Name} has two routers. Give it one.");
        _router = registry => registry.Get<TActor>();
        _actors.Add((node, services) => node.WithActors((system, registry) =>
            registry.Register<TActor>(system.ActorOf(props(Context(services, system, registry)), $"{Name}-router"))));
        return this;
    }

    /// <summary>
    /// Owners that are sharded over the cluster: one actor for each id, on one node at a time. They are told <typeparamref name="TCommand"/>s through
    /// <see cref="DomainContext.Owners{TActor}"/>, and what relays tell owners of topics (<see cref="ITopicMessage"/>).
    /// </summary>
    /// <typeparam name="TActor">The actor, by which the region is registered.</typeparam>
    /// <typeparam name="TCommand">What they are told.</typeparam>
    /// <param name="region">The region's name, unique within the domain; it never changes.</param>
    /// <param name="idOf">The id that a command is for.</param>
    /// <param name="props">Makes the owner of an id.</param>
    /// <param name="options">How the region behaves; left out, an owner that hears nothing for two minutes is stopped.</param>
    public DomainBuilder Owner<TActor, TCommand>(
        string region, Func<TCommand, string> idOf, Func<DomainContext, string, Props> props, ShardOptions? options = null)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(idOf);
        ArgumentNullException.ThrowIfNull(props);
        _owners.Add(registry => registry.Get<TActor>());
        _actors.Add((node, services) => node.WithShardRegion<TActor>(
            $"{Name}-{region}",
            (system, registry) =>
            {
                var context = Context(services, system, registry);
                return id => props(context, id);
            },
            new EntityExtractor<TCommand>(idOf),
            options ?? new ShardOptions()));
        return this;
    }

    /// <summary>
    /// Topics that this domain's owners publish to, for relays to find them by. Their publications are volatile: nothing repeats what was lost. Connections
    /// come onto them by a <see cref="AkkaRealtime.Sessions.JoinTopic"/> that the router tells the connection.
    /// </summary>
    /// <typeparam name="TActor">The owners, as in <see cref="Owner{TActor, TCommand}"/>.</typeparam>
    /// <param name="kind">The kind; numbers from 100 on, each for one use for good.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number belongs to the server.</exception>
    public DomainBuilder Topics<TActor>(TopicKind kind)
        where TActor : ActorBase
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kind.Number, 100, nameof(kind));
        Services.AddSingleton(services => new TopicOwner(kind, DomainsRegistration.Actor<TActor>(services)));
        return this;
    }

    /// <summary>
    /// A message of the domain that may cross nodes: what has no such line fails on its first way to another node. A record whose members change gets
    /// another name, so that a node of another version refuses it instead of misreading it.
    /// </summary>
    /// <typeparam name="TMessage">The record; it implements <see cref="ICrossesNodes"/>.</typeparam>
    /// <param name="name">A short name, unique within the domain, that is never used for anything else again.</param>
    /// <param name="json">Source-generated JSON of it.</param>
    public DomainBuilder CrossesNodes<TMessage>(string name, JsonTypeInfo<TMessage> json)
        where TMessage : class, ICrossesNodes
    {
        _manifests.Add(Manifest.Of($"{Name}.{name}", json));
        return this;
    }

    /// <summary>The domain's part of the catalog.</summary>
    internal IEnumerable<RequestType> BuildRequests()
    {
        if (_requests.Count > 0 && _router is null)
            throw new InvalidOperationException($"The domain {Name} has requests but no router. Add one: domain.Router<…>(…).");
        return _requests.Select(make => make());
    }

    /// <summary>Adds the domain's actors.</summary>
    internal void AddActors(AkkaConfigurationBuilder node, IServiceProvider services)
    {
        foreach (var add in _actors)
            add(node, services);
    }

    private DomainContext Context(IServiceProvider services, ActorSystem system, IReadOnlyActorRegistry registry) =>
        new(services, system, registry, _router ?? (_ => throw new InvalidOperationException($"The domain {Name} has no router.")), _owners);
}
