using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Router;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Routing.Users.Store.Pictures;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Users;

/// <summary>Starts what a node has of users: their entities, and the router of their status.</summary>
internal static class UserRegistration
{
    /// <summary>The shard region of users.</summary>
    public const string Users = "users";

    /// <summary>Adds what is done for users beside their entities: their pictures.</summary>
    public static IServiceCollection AddPictures(this IServiceCollection services)
    {
        services.TryAddSingleton<JournalPromise>();
        return services.AddSingleton(provider =>
        {
            var node = provider.GetRequiredService<RealtimeNode>();
            return new PictureService(
                provider.GetRequiredService<IPictureStore>(),
                provider.GetRequiredService<JournalPromise>(),
                provider.GetRequiredService<IRoomAccess>(),
                provider.GetRequiredService<PictureOptions>(),
                node.Actor<StatusRouterActor>,
                node.Actor<UserActor>,
                provider.GetRequiredService<ILogger<PictureService>>());
        });
    }

    /// <summary>
    /// Adds this node's status router and the shard region of users. The router comes first, since entities that other nodes wake need it; it finds
    /// the region and the relay in the registry when it first needs them.
    /// </summary>
    public static AkkaConfigurationBuilder WithUsers(this AkkaConfigurationBuilder builder, IServiceProvider services) => builder
        .WithActors((system, registry) => registry.Register<StatusRouterActor>(
            system.ActorOf(RouterProps(system, registry, services), "status-router")))
        .WithOwners<UserActor, IUserCommand>(
            services,
            Users,
            (system, registry) =>
            {
                var user = new Lazy<UserServices>(() => Services(system, registry, services));
                return id => LeanActor.Of(() => new UserActor(new UserId(id), user.Value));
            },
            //// A user may be connected for hours without a message: the entity ends by itself when nobody needs it.
            command => command.User.Value);

    private static Props RouterProps(ActorSystem system, IReadOnlyActorRegistry registry, IServiceProvider services)
    {
        var router = new StatusRouterServices(
            services.GetRequiredService<IRoomAccess>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<StatusOptions>(),
            services.GetRequiredService<RealtimeMetrics>(),
            () => registry.Get<UserActor>(),
            () => registry.Get<RelayActor>(),
            DistributedPubSub.Get(system).Mediator,
            Cluster.Get(system),
            services.GetRequiredService<ILoggerFactory>().CreateLogger<StatusRouterActor>())
        {
            Owners = services.OwnerWatch(),
            Region = services.Owners(Users),
            Blocks = services.GetRequiredService<IBlockStore>(),
        };
        return Producer.Of(() => new StatusRouterActor(router)).WithDispatcher(EventLoopDispatcher.Id);
    }

    private static UserServices Services(ActorSystem system, IReadOnlyActorRegistry registry, IServiceProvider services) => new(
        services.GetRequiredService<IUserStore>(),
        services.GetRequiredService<IRoomAccess>(),
        services.GetRequiredService<IJournal>(),
        services.GetRequiredService<ILiveCalls>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<StatusOptions>(),
        services.GetRequiredService<RealtimeMetrics>(),
        registry.Get<StatusRouterActor>(),
        Cluster.Get(system).SelfAddress,
        services.GetRequiredService<Revoker>(),
        services.GetRequiredService<ILoggerFactory>().CreateLogger<UserActor>())
    {
        Claimed = services.GetRequiredService<PictureService>().Claim,
        Away = services.GetService<IAwayDevices>() ?? NoAwayDevices.Instance,
    };
}
