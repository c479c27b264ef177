using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Routing.Status;

/// <summary>Starts what a node has of status.</summary>
internal static class StatusRegistration
{
    /// <summary>
    /// Adds this node's status router and the shard region of users. The router comes first, since entities that other nodes wake need it; it finds
    /// the region and the relay in the registry when it first needs them.
    /// </summary>
    public static AkkaConfigurationBuilder WithStatus(this AkkaConfigurationBuilder builder, IServiceProvider services) => builder
        .WithActors((system, registry) => registry.Register<ActorKeys.StatusRouter>(
            system.ActorOf(RouterProps(system, registry, services), "status-router")))
        .WithShardRegion<ActorKeys.Users>(
            "users",
            (system, registry) =>
            {
                var user = new Lazy<UserServices>(() => Services(system, registry, services));
                return id => Props.Create(() => new UserActor(new UserId(id), user.Value)).WithMailbox(LeanMailbox.Id);
            },
            new EntityExtractor<IUserCommand>(command => command.User.Value),
            //// A user may be connected for hours without a message: the entity ends by itself when nobody needs it.
            new ShardOptions { ShouldPassivateIdleEntities = false });

    private static Props RouterProps(ActorSystem system, IReadOnlyActorRegistry registry, IServiceProvider services)
    {
        var router = new StatusRouterServices(
            services.GetRequiredService<IRoomAccess>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<IOptions<RealtimeOptions>>().Value.Status,
            services.GetRequiredService<RealtimeMetrics>(),
            () => registry.Get<ActorKeys.Users>(),
            () => registry.Get<ActorKeys.Relay>(),
            DistributedPubSub.Get(system).Mediator,
            Cluster.Get(system),
            services.GetRequiredService<ILoggerFactory>().CreateLogger<StatusRouterActor>());
        return Props.Create(() => new StatusRouterActor(router));
    }

    private static UserServices Services(ActorSystem system, IReadOnlyActorRegistry registry, IServiceProvider services) => new(
        services.GetRequiredService<IUserStore>(),
        services.GetRequiredService<ICallStore>(),
        services.GetRequiredService<IJournal>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<IOptions<RealtimeOptions>>().Value.Status,
        services.GetRequiredService<RealtimeMetrics>(),
        registry.Get<ActorKeys.StatusRouter>(),
        () => registry.Get<ActorKeys.Calls>(),
        Cluster.Get(system).SelfAddress,
        services.GetRequiredService<ILoggerFactory>().CreateLogger<UserActor>());
}
