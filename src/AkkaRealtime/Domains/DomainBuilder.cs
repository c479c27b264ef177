using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Domains.Commands;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Domains;

/// <summary>What a domain is made of. See <see cref="IRealtimeDomain"/>.</summary>
public sealed class DomainBuilder
{
    private readonly List<Func<RequestType>> _requests = [];
    private readonly List<Action<AkkaConfigurationBuilder, IServiceProvider>> _actors = [];
    private readonly List<DomainOwners> _owners = [];
    private readonly List<Manifest> _manifests = [];
    private readonly HashSet<string> _regions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _actorTypes = [];
    private readonly HashSet<Type> _ownerTypes = [];
    private readonly Dictionary<TopicKind, Type> _topics = [];
    private readonly List<Action<IServiceCollection>> _stores = [];
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

    internal List<OwnCommand> Commands { get; } = [];

    /// <summary>
    /// A request that connections hand to the domain's router, as <see cref="ClientRequest"/> with the connection as sender: the router, or an owner that
    /// it forwards the request to, tells the sender the reply as <see cref="EncodedEnvelope"/>. It is decoded and validated in the connection's actor; what
    /// its own code throws there is answered with <see cref="ErrorCode.Internal"/>, and logged.
    /// </summary>
    /// <typeparam name="TRequest">The <c>data</c> of the request, which validates itself.</typeparam>
    /// <param name="type">Its type, such as <c>whiteboard.draw</c>; those of the server's own domains, such as <c>chat</c> and <c>chat.…</c>, are reserved.</param>
    /// <param name="json">Reads it; left out, <see cref="Json"/> does.</param>
    /// <exception cref="ArgumentException">The type can't be a host's.</exception>
    public DomainBuilder Request<TRequest>(string type, JsonTypeInfo<TRequest>? json = null)
        where TRequest : class, IRequest
    {
        WireTypes.Check(type, nameof(type));
        Types.Add(type);
        _requests.Add(() =>
        {
            var read = json ?? (JsonTypeInfo<TRequest>)Json.GetTypeInfo(typeof(TRequest));
            return RequestType.Of(type, () => read) with { Router = Name };
        });
        return this;
    }

    /// <summary>A slash command of the domain's: see <see cref="RealtimeBuilder.Command{THandler}"/>.</summary>
    /// <typeparam name="THandler">Carries it out.</typeparam>
    /// <param name="name">What is typed behind the slash.</param>
    /// <param name="description">What it does, as people read it in the list.</param>
    /// <param name="usage">What is typed behind the name. Null: nothing.</param>
    /// <param name="role">The least role in the room that may give it.</param>
    public DomainBuilder Command<THandler>(string name, string description, string? usage = null, string role = "member")
        where THandler : class, ICommandHandler
    {
        Commands.Add(OwnCommand.Of<THandler>(Services, new CommandEntry(name, description, usage), role));
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
        TakeActor<TActor>();
        _router = registry => registry.Get<TActor>();
        _actors.Add((node, services) => node.WithActors((system, registry) =>
            registry.Register<TActor>(system.ActorOf(props(Context(services, system, registry)), $"{Name}.router"))));
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
    /// <exception cref="ArgumentException">The domain has such a region already, or its actors are owners or the router already.</exception>
    public DomainBuilder Owner<TActor, TCommand>(
        string region, Func<TCommand, string> idOf, Func<DomainContext, string, Props> props, ShardOptions? options = null)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(idOf);
        ArgumentNullException.ThrowIfNull(props);
        if (DomainNames.PartFault(region) is { } fault)
            throw new ArgumentException(fault, nameof(region));
        if (!_regions.Add(region))
            throw new ArgumentException($"The domain {Name} has two regions named {region}. Give one of them another name.", nameof(region));
        TakeActor<TActor>();
        _ownerTypes.Add(typeof(TActor));
        var name = $"{Name}.{region}";
        _owners.Add(new DomainOwners(typeof(TActor), name, registry => registry.Get<TActor>(), command => command is TCommand own ? idOf(own) : null));
        _actors.Add((node, services) => node.WithShardRegion<TActor>(
            name,
            (system, registry) =>
            {
                services.Owners(name);
                var context = Context(services, system, registry);
                return id => OwnerRegion.IsShard(id) ? ShardItself.Props : props(context, id);
            },
            new EntityExtractor<TCommand>(services.ShardCount(), idOf),
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
    /// <exception cref="ArgumentException">The domain has topics of this kind already.</exception>
    public DomainBuilder Topics<TActor>(TopicKind kind)
        where TActor : ActorBase
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kind.Number, 100, nameof(kind));
        if (!_topics.TryAdd(kind, typeof(TActor)))
            throw new ArgumentException($"The domain {Name} names the kind of topics {kind.Number} twice. Name it once, or give one of them another number.", nameof(kind));
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
    /// <exception cref="ArgumentException">The name is used already.</exception>
    public DomainBuilder CrossesNodes<TMessage>(string name, JsonTypeInfo<TMessage> json)
        where TMessage : class, ICrossesNodes
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_messages.Add(name))
            throw new ArgumentException($"The domain {Name} has two messages named {name}. Give one of them another name.", nameof(name));
        _manifests.Add(Manifest.Of($"{Name}.{name}", () => json));
        return this;
    }

    /// <summary>What the domain keeps in SQLite: its migrations, and what writes its tables in the transactions of the journal.</summary>
    public DomainBuilder SqliteTables(ISqliteTables tables) => Tables(tables);

    /// <summary>What the domain keeps in PostgreSQL.</summary>
    public DomainBuilder PostgresTables(IPostgresTables tables) => Tables(tables);

    /// <summary>What the domain keeps in memory, for specs.</summary>
    public DomainBuilder MemoryTables(IMemoryTables tables) => Tables(tables);

    /// <summary>
    /// What the domain reads from one kind of store, which its actors take from the services as <typeparamref name="TReads"/>; call it once for each kind.
    /// A node whose store is of another kind fails when it is first asked for.
    /// </summary>
    /// <typeparam name="TEngine">The kind: <see cref="SqliteEngine"/>, <see cref="PostgresEngine"/> or <see cref="MemoryEngine"/>.</typeparam>
    /// <typeparam name="TReads">The domain's own interface.</typeparam>
    /// <param name="make">Makes it, when the store is open.</param>
    public DomainBuilder Reads<TEngine, TReads>(Func<TEngine, TReads> make)
        where TEngine : class, IStoreEngine
        where TReads : class
    {
        ArgumentNullException.ThrowIfNull(make);
        _stores.Add(services => services.AddStoreReads(make));
        return this;
    }

    /// <summary>Adds what the domain keeps: after chat, calls and users, whose tables it may join.</summary>
    internal void AddStores(IServiceCollection services)
    {
        foreach (var add in _stores)
            add(services);
    }

    /// <summary>The domain's part of the catalog.</summary>
    internal IEnumerable<RequestType> BuildRequests() => _requests.Select(make => make());

    /// <summary>What the domain lacks, as a sentence that says what to add; null where it lacks nothing.</summary>
    internal string? Missing()
    {
        if (_router is null && (_requests.Count > 0 || _actorTypes.Count > 0))
            return $"The domain {Name} has no router, which gets its requests and broadcasts for its owners. Add one: domain.Router<…>(…).";
        foreach (var owner in _topics.Values)
        {
            if (!_ownerTypes.Contains(owner))
                return $"The domain {Name} has topics of {owner.Name}, but no such owners. Add them: domain.Owner<{owner.Name}, …>(…).";
        }

        return null;
    }

    /// <summary>What two domains can't both have, as a sentence that says what to change; null where there is nothing.</summary>
    internal string? Conflict(DomainBuilder other)
    {
        foreach (var kind in _topics.Keys.Where(other._topics.ContainsKey))
            return $"The domains {other.Name} and {Name} both have topics of the kind {kind.Number}. Give one of them another number.";
        foreach (var actor in _actorTypes.Where(other._actorTypes.Contains))
            return $"The domains {other.Name} and {Name} both have {actor.Name} as router or owners. Derive a class for one of them.";
        return null;
    }

    /// <summary>Adds the domain's actors.</summary>
    internal void AddActors(AkkaConfigurationBuilder node, IServiceProvider services)
    {
        foreach (var add in _actors)
            add(node, services);
    }

    // Actors are found by their type.
    private void TakeActor<TActor>()
    {
        if (!_actorTypes.Add(typeof(TActor)))
            throw new ArgumentException($"The domain {Name} names {typeof(TActor).Name} twice as router or owners. Derive a class for one of them.");
    }

    private DomainBuilder Tables<TTables>(TTables tables)
        where TTables : class
    {
        ArgumentNullException.ThrowIfNull(tables);
        _stores.Add(services => services.AddSingleton(tables));
        return this;
    }

    private DomainContext Context(IServiceProvider services, ActorSystem system, IReadOnlyActorRegistry registry) =>
        new(services, system, registry, _router ?? (_ => throw new InvalidOperationException($"The domain {Name} has no router.")), _owners);
}
