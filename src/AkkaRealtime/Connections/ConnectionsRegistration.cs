using Akka.Hosting;
using AkkaRealtime.Connections.Doors;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Connections;

/// <summary>How this step becomes part of a host.</summary>
internal static class ConnectionsRegistration
{
    /// <summary>
    /// The doors, the counts, Kestrel's limits, and the drain when the host stops. Needs <see cref="ITokenValidator"/> and <see cref="RequestCatalog"/>.
    /// </summary>
    public static IServiceCollection AddConnections(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => new Admission(Options(s).Limits, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new Handshake(
            Options(s), s.GetRequiredService<Admission>(), s.GetRequiredService<ITokenValidator>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new SocketDoor(
            Options(s),
            s.GetRequiredService<Handshake>(),
            s.GetRequiredService<TimeProvider>(),
            () => s.GetRequiredService<IRequiredActor<ActorKeys.Connections>>().ActorRef));
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        services.AddHostedService<ConnectionsDrain>();
        return services;
    }

    /// <summary>
    /// Starts <see cref="ConnectionsActor"/> and registers it as <see cref="ActorKeys.Connections"/>; after the actors that connections talk to.
    /// </summary>
    public static AkkaConfigurationBuilder WithConnections(this AkkaConfigurationBuilder builder) =>
        builder.WithActors((system, registry, resolver) =>
        {
            var services = new ConnectionServices(
                ActorKeys.NodeActors(registry),
                resolver.GetService<RequestCatalog>(),
                resolver.GetService<ITokenValidator>(),
                resolver.GetService<IOptions<RealtimeOptions>>().Value,
                resolver.GetService<Admission>(),
                resolver.GetService<RealtimeMetrics>(),
                resolver.GetService<TimeProvider>(),
                resolver.GetService<IStore>().Epoch,
                resolver.GetService<ILoggerFactory>().CreateLogger("AkkaRealtime.Connections"))
            {
                Mailbox = LeanMailbox.Id,
            };
            registry.Register<ActorKeys.Connections>(system.ActorOf(ConnectionsActor.Props(services), "connections"));
        });

    private static RealtimeOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<RealtimeOptions>>().Value;
}
