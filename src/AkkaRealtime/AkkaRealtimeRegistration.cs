using Akka.Hosting;
using AkkaRealtime.Storage;
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
    /// The host adds an <see cref="Connections.ITokenValidator"/>.
    /// </summary>
    public static IServiceCollection AddAkkaRealtime(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddRealtimeOptions(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<RealtimeMetrics>();
        services.AddStorage(configuration);
        services.AddAkka(ClusterSetup.SystemName, (node, provider) => node
            .WithCluster(provider.GetRequiredService<IOptions<RealtimeOptions>>().Value)
            .WithRelay(provider));
        return services;
    }

    private static void AddRealtimeOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RealtimeOptions>, RealtimeOptionsValidator>());
        services.AddOptions<RealtimeOptions>().Bind(configuration.GetSection(RealtimeOptions.Section)).ValidateOnStart();
    }
}
