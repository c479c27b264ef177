using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Router;
using AkkaRealtime.Routing.Calls.Settings;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Sfu.Janus;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Router;
using AkkaRealtime.Routing.Users;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Calls;

/// <summary>Starts what a node has of calls.</summary>
internal static class CallRegistration
{
    /// <summary>The shard region of calls.</summary>
    public const string Calls = "calls";

    /// <summary>Adds what others ask this domain for, on whatever node.</summary>
    public static IServiceCollection AddCalls(this IServiceCollection services)
    {
        services.TryAddSingleton<OngoingCalls>();
        services.TryAddSingleton<ILiveCalls>(provider => new LiveCalls(
            provider.GetRequiredService<ICallStore>(),
            provider.GetRequiredService<TimeProvider>(),
            () => provider.GetRequiredService<RealtimeNode>().Actor<CallActor>()));
        return services;
    }

    /// <summary>Adds the shard region of calls and this node's call router. The regions of rooms and users and the chat router come before it.</summary>
    public static AkkaConfigurationBuilder WithCalls(this AkkaConfigurationBuilder builder, IServiceProvider services, bool rateLimiting) => builder
        .WithOwners<CallActor, ICallCommand>(
            services,
            Calls,
            (_, registry) =>
            {
                var call = new Lazy<CallServices>(() => Services(services, registry, rateLimiting));
                return room => LeanActor.Of(() => new CallActor(new RoomId(room), call.Value));
            },
            //// A call goes on for hours without a message through its region: its owner ends by itself when there is no call.
            command => command.Room.Value)
        .WithSfu(services)
        .WithActors((system, registry) => registry.Register<CallRouterActor>(system.ActorOf(
            Producer.Of(() => new CallRouterActor(Services(services, registry, rateLimiting), registry.Get<CallActor>(), registry.Get<ChatRouterActor>())).WithDispatcher(EventLoopDispatcher.Id),
            "calls-router")));

    private static CallServices Services(IServiceProvider services, IReadOnlyActorRegistry registry, bool rateLimiting) => new(
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<CallOptions>(),
        services.GetRequiredService<ICallStore>(),
        services.GetRequiredService<IJournal>(),
        services.GetRequiredService<RealtimeMetrics>(),
        services.GetRequiredService<ILoggerFactory>().CreateLogger<CallActor>(),
        registry.Get<UserActor>(),
        registry.Get<RoomActor>())
    {
        RateLimiting = rateLimiting,
        Ongoing = services.GetRequiredService<OngoingCalls>(),
        Calls = registry.Get<CallActor>,
        Owners = new CallOwners(
            services.OwnerWatch(), services.Owners(Calls), services.Owners(ChatRegistration.Rooms), services.Owners(UserRegistration.Users)),
        Sfu = registry.TryGet<JanusSfuActor>(out var sfu) ? new JanusSfu(sfu) : NoSfu.Instance,
    };
}
