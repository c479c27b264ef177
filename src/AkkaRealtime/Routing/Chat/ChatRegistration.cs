using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.DependencyInjection;
using Akka.Hosting;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat;

/// <summary>Chat's actors, as one line of the node's table of contents.</summary>
internal static class ChatRegistration
{
    /// <summary>
    /// Starts the chat router and the region of rooms. Needs among the services: <see cref="IRealtimeStore"/>, <see cref="IJournal"/>,
    /// <see cref="RealtimeMetrics"/>, a <see cref="TimeProvider"/> and logging.
    /// </summary>
    public static AkkaConfigurationBuilder WithChat(this AkkaConfigurationBuilder builder) => builder
        .WithActors((system, registry, services) =>
            registry.Register<ActorKeys.ChatRouter>(system.ActorOf(Router(system, registry, services), "chat")))
        .WithShardRegion<ActorKeys.Rooms>("rooms", Room, new EntityExtractor<IRoomCommand>(command => command.Room.Value), Rooms());

    // A room knows itself when it is idle: one that somebody follows stays, or the next message would wake it and ask all relays anew.
    private static ShardOptions Rooms() => new() { ShouldPassivateIdleEntities = false };

    private static Props Router(ActorSystem system, IActorRegistry registry, IDependencyResolver services)
    {
        var store = services.GetService<IRealtimeStore>();
        var time = services.GetService<TimeProvider>();
        var metrics = services.GetService<RealtimeMetrics>();
        var log = services.GetService<ILogger<ChatRouterActor>>();
        var mediator = DistributedPubSub.Get(system).Mediator;
        var cluster = Cluster.Get(system);
        return Props.Create(() => new ChatRouterActor(
            store, () => registry.Get<ActorKeys.Rooms>(), context => new TopicPublisher(context, mediator, cluster), time, metrics, log));
    }

    private static Func<string, Props> Room(ActorSystem system, IActorRegistry registry, IDependencyResolver services)
    {
        // Regions and routers know each other: what is registered after this is asked for when the first room wakes.
        var needs = new Lazy<RoomDependencies>(() => new RoomDependencies(
            services.GetService<IRealtimeStore>(),
            services.GetService<IJournal>(),
            registry.Get<ActorKeys.ChatRouter>(),
            () => registry.Get<ActorKeys.Rooms>(),
            () => registry.Get<ActorKeys.Users>(),
            Cluster.Get(system).SelfAddress,
            services.GetService<TimeProvider>(),
            services.GetService<RealtimeMetrics>(),
            services.GetService<ILogger<RoomActor>>()));
        return id => RoomActor.Props(new RoomId(id), needs.Value);
    }
}
