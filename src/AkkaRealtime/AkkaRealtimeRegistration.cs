using Akka.Actor;
using Akka.Hosting;
using AkkaRealtime.Admin;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Routing.Calls.Router;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Chat.Router;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Users;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Status.Router;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AkkaRealtime;

/// <summary>Registers everything that the server is made of. The endpoint is mapped by <c>MapAkkaRealtime</c>.</summary>
public static class AkkaRealtimeRegistration
{
    /// <summary>
    /// Adds options (section <see cref="RealtimeOptions.Section"/>, checked at start), metrics, the store and the actor system of this node.
    /// The host adds an <see cref="ITokenValidator"/>.
    /// </summary>
    public static IServiceCollection AddAkkaRealtime(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddRealtimeOptions(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<RealtimeMetrics>();
        services.TryAddSingleton<SfuStatus>();
        services.AddSingleton(new RequestCatalog(SessionRequests.Types, ChatRequests.Types, CallRequests.Types, StatusRequests.Types));
        services.AddTopicOwners();

        // Hosted services start in this order and stop in the reverse of it: the store is there before the first actor, and closed after the last.
        // Connections are let go before any of them stops (ConnectionsDrain).
        services.AddUserStore().AddChatStore().AddCallStore();
        services.AddStorage(configuration);
        services.AddFiles();
        services.AddCalls();
        services.AddAkka(ClusterSetup.SystemName, (node, provider) =>
        {
            var options = provider.GetRequiredService<IOptions<RealtimeOptions>>().Value;
            node
                .WithCluster(options.Cluster, options.Limits.MaxMessageBytes, NodeManifests.All)
                .WithRelay(provider, options.Connections.Deflate)
                .WithChat(provider)
                .WithUsers(provider)
                .WithCalls(provider, options.Limits.RateLimiting)
                .WithMaintenance(provider)
                .WithConnections(Actors, provider.GetRequiredService<IStore>().Epoch);
        });
        ConnectionsRegistration.AddConnections(services);
        services.AddAdmin();
        return services;
    }

    private static NodeActors Actors(IReadOnlyActorRegistry registry) => new(
        new Dictionary<string, IActorRef>
        {
            ["chat"] = registry.Get<ChatRouterActor>(),
            ["call"] = registry.Get<CallRouterActor>(),
            ["status"] = registry.Get<StatusRouterActor>(),
        },
        registry.Get<UserActor>(),
        registry.Get<ChatRouterActor>(),
        registry.Get<RelayActor>());
}
