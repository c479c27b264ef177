using Akka.Hosting;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Operator;
using AkkaRealtime.Routing.Status;
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

        // Hosted services start in this order and stop in the reverse of it: the store is there before the first actor, and closed after the last.
        // Connections are let go before any of them stops (ConnectionsDrain).
        services.AddUserStore().AddChatStore().AddCallStore();
        services.AddStorage(configuration);
        services.AddFiles();
        services.AddAkka(ClusterSetup.SystemName, (node, provider) => node
            .WithCluster(provider.GetRequiredService<IOptions<RealtimeOptions>>().Value)
            .WithRelay(provider)
            .WithChat(provider)
            .WithStatus(provider)
            .WithCalls(provider)
            .WithUpkeep(provider)
            .WithConnections());
        ConnectionsRegistration.AddConnections(services);
        services.AddOperator();
        return services;
    }

    private static void AddRealtimeOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RealtimeOptions>, RealtimeOptionsValidator>());
        services.AddOptions<RealtimeOptions>().Bind(configuration.GetSection(RealtimeOptions.Section))
            .Configure(o => o.Calls.Janus = JanusOptions.Read(configuration.GetSection($"{RealtimeOptions.Section}:Calls:Janus")))
            .ValidateOnStart();
    }
}
