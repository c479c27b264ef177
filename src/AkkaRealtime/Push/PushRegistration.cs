using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Push.Delivery;
using AkkaRealtime.Push.Owner;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Push;

/// <summary>What a node has of web push.</summary>
internal static class PushRegistration
{
    /// <summary>Adds the keys, and what takes subscriptions and pushes; after the store, before the actor system.</summary>
    public static IServiceCollection AddPush(this IServiceCollection services)
    {
        services.TryAddSingleton<JournalPromise>();
        services.AddSingleton<PushKeys>();
        services.AddHostedService(provider => provider.GetRequiredService<PushKeys>());
        services.AddSingleton(provider => new PushHosts(provider.GetRequiredService<PushOptions>().Services));
        services.AddSingleton<IPushUsers>(provider => new RegionPushUsers(() => provider.GetRequiredService<RealtimeNode>().Actor<UserActor>()));
        services.AddSingleton<IPushSender>(provider => new PushSender(
            provider.GetRequiredService<PushOptions>(),
            provider.GetRequiredService<PushHosts>(),
            () => provider.GetRequiredService<PushKeys>().Keys,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PushDelivery(
            provider.GetRequiredService<IPushSender>(),
            provider.GetRequiredService<JournalPromise>(),
            provider.GetRequiredService<Revocations>(),
            provider.GetRequiredService<PushOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<RealtimeMetrics>().Push,
            provider.GetRequiredService<ILogger<PushDelivery>>()));
        services.AddSingleton<PushTurn>();
        services.AddSingleton<PushScout>();
        services.AddSingleton<IJournalObserver>(provider => provider.GetRequiredService<PushScout>());
        services.AddSingleton<IAwayDevices>(provider => provider.GetRequiredService<PushOptions>().Enabled
            ? new PushRinger(
                provider.GetRequiredService<IPushStore>(),
                provider.GetRequiredService<IChatStore>(),
                provider.GetRequiredService<PushDelivery>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<RealtimeMetrics>().Push,
                provider.GetRequiredService<ILogger<PushRinger>>())
            : NoAwayDevices.Instance);
        return services.AddSingleton(provider => new PushService(
            provider.GetRequiredService<PushKeys>(),
            provider.GetRequiredService<PushHosts>(),
            provider.GetRequiredService<JournalPromise>(),
            provider.GetRequiredService<IPushUsers>(),
            provider.GetRequiredService<Revocations>(),
            provider.GetRequiredService<PushOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            () => provider.GetRequiredService<RealtimeNode>().Actor<PushActor>().Tell(new LookAtPush("A device has subscribed."), ActorRefs.NoSender),
            provider.GetRequiredService<ILogger<PushService>>()));
    }

    /// <summary>Adds who pushes, one in the cluster, and this node's scout; nothing where push is off.</summary>
    public static AkkaConfigurationBuilder WithPush(this AkkaConfigurationBuilder builder, IServiceProvider services)
    {
        if (!services.GetRequiredService<PushOptions>().Enabled)
            return builder;
        return builder
            .WithSingleton<PushActor>(
                "push",
                (system, _, _) => PushActor.Props(
                    new PushOwnerServices(
                        services.GetRequiredService<IPushStore>(),
                        services.GetRequiredService<IJournal>(),
                        services.GetRequiredService<PushTurn>().RunAsync,
                        services.GetRequiredService<ILoggerFactory>().CreateLogger<PushActor>()),
                    follow => DistributedPubSub.Get(system).Mediator.Tell(new Publish(PushScoutActor.Topic, follow), ActorRefs.NoSender)),
                //// It looks for its singleton before the node has joined, and would warn of that at every start.
                new ClusterSingletonOptions { LogSingletonIdentificationFailure = false })
            .WithActors((system, registry) =>
            {
                system.ActorOf(
                    Producer.Of(() => new PushScoutActor(services.GetRequiredService<PushScout>(), registry.Get<PushActor>(), DistributedPubSub.Get(system).Mediator)), "push-scout");
                var push = services.GetRequiredService<PushService>();
                services.GetRequiredService<RevocationFeed>().Seen += seen => _ = push.ForgetAsync(seen);
            });
    }
}
