using System.Text.Json;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Domains.Handlers;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Domains;

/// <summary>What a node has for the host's own requests, events and topics.</summary>
internal static class DomainsRegistration
{
    private const string TopicRegion = "topics";

    /// <summary>Adds what the host's code takes from its services.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="json">How events are written.</param>
    /// <param name="topics">The topics that the host and its operator name.</param>
    /// <param name="limits">Bounds of handlers.</param>
    public static IServiceCollection AddDomains(
        this IServiceCollection services, JsonSerializerOptions json, Func<IServiceProvider, TopicRules> topics, HandlerLimits limits)
    {
        services.TryAddSingleton<IRooms, StoredRooms>();
        services.AddSingleton(topics);
        services.AddSingleton(limits);
        services.AddSingleton(provider => new EventTargets(
            Actor<UserActor>(provider), Actor<RoomActor>(provider), Actor<TopicActor>(provider), Actor<HandlerRouterActor>(provider)));
        services.TryAddSingleton<IRealtimePublisher>(provider => new RealtimePublisher(
            provider.GetRequiredService<EventTargets>(), json, provider.GetRequiredService<TopicRules>()));
        services.TryAddSingleton<IRoomEvents>(provider => new RoomEvents(Actor<RoomActor>(provider), json));
        services.TryAddSingleton<ITopicSubscriptions>(provider => new TopicSubscriptions(
            Actor<TopicRouterActor>(provider), provider.GetRequiredService<TopicRules>()));
        services.AddSingleton(provider => new PublicationKeys(Actor<PublicationKeyActor>(provider)));
        return services.AddSingleton(provider => new TopicOwner(TopicRules.Kind, Actor<TopicActor>(provider)));
    }

    /// <summary>
    /// Adds this node's routers of the host's requests and topics, the shard regions of topics and of keys, and the host's own domains; after chat and users.
    /// </summary>
    public static AkkaConfigurationBuilder WithDomains(
        this AkkaConfigurationBuilder builder, IServiceProvider services, IEnumerable<DomainBuilder> domains)
    {
        builder.WithBuiltIn(services);
        foreach (var domain in domains)
            domain.AddActors(builder, services);
        return builder;
    }

    /// <summary>Logs an exception of a request's own code that a connection decodes and validates itself, as one of a handler's is.</summary>
    public static Action<string, Exception> LogOfFailedRequests(this IServiceProvider services)
    {
        var log = Log(services);
        return (type, cause) => HandlerLog.HandlerFailed(log, type, cause);
    }

    /// <summary>An actor of this node, when it is first needed.</summary>
    public static Func<IActorRef> Actor<TActor>(IServiceProvider services) => () => services.GetRequiredService<RealtimeNode>().Actor<TActor>();

    private static AkkaConfigurationBuilder WithBuiltIn(this AkkaConfigurationBuilder builder, IServiceProvider services) => builder
        .WithActors((system, registry) =>
        {
            registry.Register<HandlerRouterActor>(system.ActorOf(Handlers(system, services), "handlers-router"));
            registry.Register<TopicRouterActor>(system.ActorOf(Topics(system, registry, services), "topics-router"));
        })
        .WithOwners<TopicActor, ITopicCommand>(
            services,
            TopicRegion,
            (system, registry) =>
            {
                var rules = services.GetRequiredService<TopicRules>();
                var node = Cluster.Get(system).SelfAddress;
                return topic => TopicActor.Props(topic, rules.Find(topic), registry.Get<TopicRouterActor>(), node);
            },
            //// A topic knows itself when it is idle: while somebody follows, what it keeps must not go.
            command => command.Name)
        .WithShardRegion<PublicationKeyActor>(
            "publication-keys",
            (_, _) =>
            {
                var send = services.GetRequiredService<EventTargets>().Send;
                return _ => LeanActor.Of(() => new PublicationKeyActor(send));
            },
            new EntityExtractor<SendOnce>(services.ShardCount(), once => once.Key),
            new ShardOptions { ShouldPassivateIdleEntities = false });

    private static Props Handlers(ActorSystem system, IServiceProvider services)
    {
        var mediator = DistributedPubSub.Get(system).Mediator;
        var runner = new HandlerRunner(
            services.GetRequiredService<IServiceScopeFactory>(),
            services.GetRequiredService<HandlerLimits>(),
            services.GetRequiredService<RealtimeMetrics>(),
            Log(services));
        system.RegisterOnTermination(runner.Dispose);
        return Producer.Of(() => new HandlerRouterActor(runner, mediator));
    }

    private static ILogger<HandlerRouterActor> Log(IServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger<HandlerRouterActor>();

    private static Props Topics(ActorSystem system, IReadOnlyActorRegistry registry, IServiceProvider services)
    {
        var mediator = DistributedPubSub.Get(system).Mediator;
        var cluster = Cluster.Get(system);
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger<TopicRouterActor>();
        var authorizer = new TopicAuthorizer(services.GetRequiredService<TopicRules>(), services.GetRequiredService<RealtimeMetrics>(), log);
        system.RegisterOnTermination(authorizer.Dispose);
        return Producer.Of(() => new TopicRouterActor(
            authorizer, () => registry.Get<TopicActor>(), services.OwnerWatch(), services.Owners(TopicRegion), mediator, context => new TopicPublisher(context, mediator, cluster, () => registry.Get<TopicActor>())));
    }
}
