using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Connections.Hook;

/// <summary>Who checks tokens: this server its own, the host the others, and then whom the options name.</summary>
internal static class ConnectHookRegistration
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddConnectHook(this IServiceCollection services)
    {
        services.AddSingleton(s => new HttpConnectHook(s.GetRequiredService<ConnectHookOptions>(), s.GetRequiredService<TimeProvider>()));
        return services.AddSingleton(s => new HookedTokenValidator(
            s.GetRequiredService<ITokenValidator>(),
            s.GetRequiredService<HttpConnectHook>().AskAsync,
            s.GetRequiredService<ConnectHookOptions>(),
            s.GetRequiredService<RealtimeMetrics>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<HookedTokenValidator>>()));
    }

    /// <summary>Checks all tokens: those of this server's own by what is kept of them, and all others as the host and its hook do.</summary>
    public static ITokenValidator TokenValidator(this IServiceProvider services) => new IssuedTokenValidator(
        services.GetRequiredService<IIssuedTokens>(),
        services.GetRequiredService<ConnectHookOptions>().IsOn ? services.GetRequiredService<HookedTokenValidator>() : services.GetRequiredService<ITokenValidator>());
}
