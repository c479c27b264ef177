using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections.Upgrade;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Topics;
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
        services.AddSingleton(s => new Admission(s.GetRequiredService<LimitOptions>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new Handshake(
            s.GetRequiredService<UpgradeOptions>(), s.GetRequiredService<Admission>(), s.GetRequiredService<ITokenValidator>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new UpgradeMiddleware(
            s.GetRequiredService<UpgradeOptions>(),
            s.GetRequiredService<Handshake>(),
            s.GetRequiredService<TimeProvider>(),
            () => s.GetRequiredService<IRequiredActor<ConnectionsActor>>().ActorRef));
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        services.AddHostedService<ConnectionsDrain>();
        return services;
    }

    /// <summary>
    /// Starts <see cref="ConnectionsActor"/> and registers it as <see cref="ConnectionsActor"/>; after the actors that connections talk to.
    /// </summary>
    public static AkkaConfigurationBuilder WithConnections(this AkkaConfigurationBuilder builder, Func<IReadOnlyActorRegistry, NodeActors> actors, string epoch) =>
        builder.WithActors((system, registry, resolver) =>
        {
            var services = new ConnectionServices(
                actors(registry),
                resolver.GetService<RequestCatalog>(),
                resolver.GetService<ITokenValidator>(),
                resolver.GetService<LimitOptions>(),
                resolver.GetService<ConnectionOptions>(),
                resolver.GetService<Admission>(),
                resolver.GetService<RealtimeMetrics>(),
                resolver.GetService<TimeProvider>(),
                epoch,
                resolver.GetService<ILoggerFactory>().CreateLogger("AkkaRealtime.Connections"))
            {
                Mailbox = LeanMailbox.Id,
                MaxFileBytes = resolver.GetService<FilesOptions>().MaxBytes,
            };
            var connections = system.ActorOf(ConnectionsActor.Props(services), "connections");
            registry.Register<ConnectionsActor>(connections);
            DistributedPubSub.Get(system).Mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(TopicNames.Everybody, connections), connections);
        });
}
