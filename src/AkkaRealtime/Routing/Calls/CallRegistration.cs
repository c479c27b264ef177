using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Sfu.Janus;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Routing.Calls;

/// <summary>Starts what a node has of calls.</summary>
internal static class CallRegistration
{
    /// <summary>Adds the shard region of calls and this node's call router. The regions of rooms and users and the chat router come before it.</summary>
    public static AkkaConfigurationBuilder WithCalls(this AkkaConfigurationBuilder builder, IServiceProvider services) => builder
        .WithShardRegion<ActorKeys.Calls>(
            "calls",
            (_, registry) =>
            {
                var call = new Lazy<CallServices>(() => Services(services, registry));
                return room => Props.Create(() => new CallActor(new RoomId(room), call.Value)).WithMailbox(LeanMailbox.Id);
            },
            new EntityExtractor<ICallCommand>(command => command.Room.Value),
            //// A call goes on for hours without a message through its region: its owner ends by itself when there is no call.
            new ShardOptions { ShouldPassivateIdleEntities = false })
        .WithSfu(services)
        .WithActors((system, registry) => registry.Register<ActorKeys.CallRouter>(system.ActorOf(
            Props.Create(() => new CallRouterActor(Services(services, registry), registry.Get<ActorKeys.Calls>(), registry.Get<ActorKeys.ChatRouter>())),
            "calls-router")));

    private static CallServices Services(IServiceProvider services, IReadOnlyActorRegistry registry) => new(
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<IOptions<RealtimeOptions>>().Value,
        services.GetRequiredService<ICallStore>(),
        services.GetRequiredService<IJournal>(),
        services.GetRequiredService<RealtimeMetrics>(),
        services.GetRequiredService<ILoggerFactory>().CreateLogger<CallActor>(),
        registry.Get<ActorKeys.Users>(),
        registry.Get<ActorKeys.Rooms>())
    {
        Sfu = registry.TryGet<ActorKeys.Sfu>(out var sfu) ? new JanusSfu(sfu) : NoSfu.Instance,
    };
}
