using Akka.Actor;
using Akka.Hosting;
using AkkaRealtime.Admin;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Handlers;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Routing.Calls.Router;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Chat.Router;
using AkkaRealtime.Routing.Users;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Status.Router;
using AkkaRealtime.Routing.Users.Status.Wire;
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
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration.</param>
    /// <param name="configure">Adds what is the host's own: requests that it answers, topics that its users may follow.</param>
    /// <exception cref="ArgumentException">What the host added can't be; the message says what to change.</exception>
    public static IServiceCollection AddAkkaRealtime(
        this IServiceCollection services, IConfiguration configuration, Action<RealtimeBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var own = new RealtimeBuilder(services);
        configure?.Invoke(own);
        services.AddRealtimeOptions(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<RealtimeMetrics>();
        services.TryAddSingleton<SfuStatus>();
        services.AddSingleton(new RequestCatalog(
            SessionRequests.Types,
            ChatRequests.Types,
            CallRequests.Types,
            StatusRequests.Types,
            TopicRequests.Types,
            own.BuildHandlers().Select(handler => handler.Entry),
            own.Domains.SelectMany(domain => domain.BuildRequests())));
        services.AddTopicOwners();

        // Hosted services start in this order and stop in the reverse of it: the store is there before the first actor, and closed after the last.
        // Connections are let go before any of them stops (ConnectionsDrain).
        services.AddStorage(configuration);
        services.AddFiles();
        services.AddCalls();
        services.AddDomains(own.Json, own.BuildTopics(), own.Limits);
        services.AddAkka(ClusterSetup.SystemName, (node, provider) =>
        {
            var options = provider.GetRequiredService<IOptions<RealtimeOptions>>().Value;
            node
                .WithCluster(options.Cluster, options.Limits.MaxMessageBytes, [.. NodeManifests.All, .. own.Domains.SelectMany(domain => domain.Manifests)])
                .WithRelay(provider, options.Connections.Deflate)
                .WithChat(provider)
                .WithUsers(provider)
                .WithCalls(provider, options.Limits.RateLimiting)
                .WithDomains(provider, own.Domains)
                .WithMaintenance(provider)
                .WithConnections(registry => Actors(registry, own.Domains), provider.GetRequiredService<IRealtimeStore>().Epoch);
        });
        ConnectionsRegistration.AddConnections(services);
        services.AddAdmin();
        return services;
    }

    private static NodeActors Actors(IReadOnlyActorRegistry registry, IReadOnlyCollection<DomainBuilder> domains) => new(
        new Dictionary<string, IActorRef>(domains.Where(d => d.RouterOf is not null).Select(d => KeyValuePair.Create(d.Name, d.RouterOf!(registry))))
        {
            ["chat"] = registry.Get<ChatRouterActor>(),
            ["call"] = registry.Get<CallRouterActor>(),
            ["status"] = registry.Get<StatusRouterActor>(),
            [TopicRouterActor.Name] = registry.Get<TopicRouterActor>(),
            [HandlerRouterActor.Name] = registry.Get<HandlerRouterActor>(),
        },
        registry.Get<UserActor>(),
        registry.Get<ChatRouterActor>(),
        registry.Get<RelayActor>());
}
