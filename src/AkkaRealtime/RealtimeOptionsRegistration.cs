using AkkaRealtime.Admin.Api;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Domains;
using AkkaRealtime.Routing.Calls.Settings;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AkkaRealtime;

/// <summary>Reads what the operator set, and gives each folder its own part: none of them knows the others'.</summary>
internal static class RealtimeOptionsRegistration
{
    /// <summary>Adds <see cref="RealtimeOptions"/>, checked at start, and its parts.</summary>
    public static IServiceCollection AddRealtimeOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RealtimeOptions>, RealtimeOptionsValidator>());
        services.AddSingleton<IValidateOptions<RealtimeOptions>>(new RenamedOptions(configuration.GetSection(RealtimeOptions.Section)));
        services.AddAkkaRealtimeOptionNames<RealtimeOptions>().AddAkkaRealtimeOptionNames<AdminOptions>("Admin");
        services.AddSingleton<IValidateOptions<RealtimeOptions>>(provider =>
            new UnknownOptions(configuration.GetSection(RealtimeOptions.Section), provider.GetServices<OptionNames>()));
        services.AddOptions<RealtimeOptions>().Bind(configuration.GetSection(RealtimeOptions.Section))
            .Configure(o => o.Topics = ConfiguredTopic.Read(configuration.GetSection($"{RealtimeOptions.Section}:{nameof(RealtimeOptions.Topics)}")))
            .Configure(o => o.Calls.Janus = JanusOptions.Read(configuration.GetSection($"{RealtimeOptions.Section}:Calls:Janus")))
            .ValidateOnStart();
        return services
            .AddPart(o => o.Limits)
            .AddPart(o => o.Connections)
            .AddPart(o => o.Management)
            .AddPart(o => o.Calls)
            .AddPart(o => o.Status)
            .AddPart(o => o.Files)
            .AddPart(o => o.Retention)
            .AddPart(o => o.People)
            .AddPart(o => o.Pictures)
            .AddPart(o => o.Chat)
            .AddPart(o => o.LinkPreviews)
            .AddPart(o => o.ConnectHook)
            .AddPart(o => o.BeforeSend)
            .AddPart(o => o.Moderation)
            .AddPart(o => o.Webhooks)
            .AddPart(o => o.Push)
            .AddPart(o => o.Cluster)
            .AddPart(o => new StorageOptions(o.DataDirectory))
            .AddPart(o => o.Upgrade())
            .AddPart(o => o.Execution());
    }

    /// <summary>The part of the handshake.</summary>
    public static UpgradeOptions Upgrade(this RealtimeOptions o) =>
        new(o.AllowedOrigins, o.Connections.Deflate, o.Connections.BelowHttp);

    /// <summary>The bounds of what routers run beside them.</summary>
    public static ExecutorLimits Execution(this RealtimeOptions o) =>
        new ExecutorLimits().ForBursts(o.Limits.RateLimiting ? o.Limits.Burst : int.MaxValue);

    private static IServiceCollection AddPart<TPart>(this IServiceCollection services, Func<RealtimeOptions, TPart> part)
        where TPart : class
    {
        services.TryAddSingleton(provider => part(provider.GetRequiredService<IOptions<RealtimeOptions>>().Value));
        return services;
    }
}
