using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Routing.Calls.Settings;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Sfu.Janus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Calls;

/// <summary>Starts what a node has of media servers.</summary>
internal static class SfuRegistration
{
    /// <summary>Adds the links to the configured Januses; nothing where there are none.</summary>
    public static AkkaConfigurationBuilder WithSfu(this AkkaConfigurationBuilder builder, IServiceProvider services)
    {
        var calls = services.GetRequiredService<CallOptions>();
        if (calls.Janus.Count == 0)
            return builder;
        var status = services.GetService<SfuStatus>() ?? new SfuStatus();
        status.Configured = calls.Janus.Count;
        return builder.WithActors((system, registry) =>
        {
            var sfu = new SfuServices(
                services.GetRequiredService<TimeProvider>(),
                calls.Sfu,
                services.GetRequiredService<RealtimeMetrics>().Calls.Sfu,
                status,
                services.GetRequiredService<ILoggerFactory>().CreateLogger<JanusSfuActor>());
            registry.Register<JanusSfuActor>(system.ActorOf(LeanActor.Of(() => new JanusSfuActor(calls.Janus, sfu)), "sfu"));
        });
    }
}
