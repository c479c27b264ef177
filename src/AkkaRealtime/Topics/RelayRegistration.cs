using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Routing.Chat.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Topics;

/// <summary>Starts the node's relay.</summary>
internal static class RelayRegistration
{
    /// <summary>Adds the relay as <see cref="ActorKeys.Relay"/>. It finds the owners of topics in the registry when it first needs them.</summary>
    public static AkkaConfigurationBuilder WithRelay(this AkkaConfigurationBuilder builder, IServiceProvider services) => builder.WithActors((system, registry) =>
    {
        var store = services.GetRequiredService<IChatStore>();
        var cluster = Cluster.Get(system);
        var settings = new RelaySettings(
            cluster.SelfAddress,
            DistributedPubSub.Get(system).Mediator,
            kind => ActorKeys.Owners(registry, kind),
            (room, after, upTo) => store.EventsAsync(room, after, upTo, TopicLimits.Missed, CancellationToken.None),
            room => store.LoadRoomAsync(room, CancellationToken.None),
            services.GetRequiredService<RealtimeMetrics>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger<RelayActor>(),
            cluster)
        {
            Time = services.GetRequiredService<TimeProvider>(),
            Deflates = services.GetRequiredService<IOptions<RealtimeOptions>>().Value.Connections.Deflate,
        };
        registry.Register<ActorKeys.Relay>(system.ActorOf(RelayActor.Props(settings), "relay"));
    });
}
