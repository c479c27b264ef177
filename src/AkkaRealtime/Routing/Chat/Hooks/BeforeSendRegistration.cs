using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Hooks;

/// <summary>Who judges messages: a service of the host's, or whom the options name, or nobody.</summary>
internal static class BeforeSendRegistration
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddBeforeSend(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new HttpBeforeSend(provider.GetRequiredService<BeforeSendOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new BeforeSend(
            Judge(provider),
            provider.GetRequiredService<BeforeSendOptions>(),
            provider.GetRequiredService<RealtimeMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BeforeSend>>()));
        return services;
    }

    private static IBeforeSend? Judge(IServiceProvider provider) => provider.GetService<IBeforeSend>()
        ?? (string.IsNullOrEmpty(provider.GetRequiredService<BeforeSendOptions>().Url) ? null : provider.GetRequiredService<HttpBeforeSend>());
}
