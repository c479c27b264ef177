using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Topics;

/// <summary>Starts the node's relay.</summary>
internal static class RelayRegistration
{
    /// <summary>Adds the relay as <see cref="RelayActor"/>. It finds the owners of topics in the registry when it first needs them.</summary>
    public static AkkaConfigurationBuilder WithRelay(this AkkaConfigurationBuilder builder, IServiceProvider services, bool deflates) => builder.WithActors((system, registry) =>
    {
        var cluster = Cluster.Get(system);
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger<RelayActor>();
        var relay = new RelayServices(
            cluster.SelfAddress,
            DistributedPubSub.Get(system).Mediator,
            new TopicOwners(services.GetServices<TopicOwner>(), log),
            services.GetRequiredService<RealtimeMetrics>(),
            log,
            cluster)
        {
            Time = services.GetRequiredService<TimeProvider>(),
            Deflates = deflates,
        };
        registry.Register<RelayActor>(system.ActorOf(RelayActor.Props(relay), TopicNames.RelayActor));
    });

    /// <summary>Has the node find out when broadcasts reach it: after the relay and all of <paramref name="subscribers"/>.</summary>
    public static AkkaConfigurationBuilder WithGreetings(
        this AkkaConfigurationBuilder builder, IServiceProvider services, Func<IReadOnlyActorRegistry, IReadOnlyList<IActorRef>> subscribers) => builder.WithActors((system, registry) =>
        system.ActorOf(
            GreetingActor.Props(
                DistributedPubSub.Get(system).Mediator,
                [registry.Get<RelayActor>(), .. subscribers(registry)],
                services.GetRequiredService<BroadcastReadiness>(),
                services.GetRequiredService<ILoggerFactory>().CreateLogger<GreetingActor>()),
            "greetings"));
}
