using Akka.Hosting;
using AkkaRealtime.Clustering.Membership;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.EventLoops;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Clustering;

/// <summary>Makes the actor system a node of a cluster: of the store's, of its seed nodes', or of its own (<see cref="NodeMembership"/>).</summary>
internal static class ClusterRegistration
{
    /// <summary>Adds <see cref="INodeLifetime"/> and <see cref="OwnerWatch"/>.</summary>
    public static IServiceCollection AddCluster(this IServiceCollection services)
    {
        services.TryAddSingleton<NodeLifetime>();
        services.TryAddSingleton(provider =>
        {
            var metrics = provider.GetService<RealtimeMetrics>();
            var watch = new OwnerWatch(metrics);
            metrics?.Cluster.ObserveAway(() => watch.Away);
            return watch;
        });
        services.TryAddSingleton<INodeLifetime>(provider => provider.GetRequiredService<NodeLifetime>());
        return services;
    }

    /// <summary>How many shards each region of the node has.</summary>
    public static int ShardCount(this IServiceProvider services) => (services.GetService<ClusterOptions>() ?? new ClusterOptions()).Shards;

    /// <summary>Configures the node, which <see cref="RealtimeNode"/> has join. Without loops, all actors run on the thread pool.</summary>
    public static AkkaConfigurationBuilder WithCluster(
        this AkkaConfigurationBuilder builder,
        IServiceProvider host,
        ClusterOptions options,
        int maxMessageBytes,
        IReadOnlyList<Manifest> manifests,
        EventLoopGroup? loops = null)
    {
        var table = host.GetService<INodeTable>();
        builder.AddHocon(ClusterSetup.Config(options, maxMessageBytes, shared: table is not null), HoconAddMode.Prepend);
        var log = host.GetRequiredService<ILoggerFactory>().CreateLogger("AkkaRealtime.Clustering");
        builder.AddSetup(ClusterSetup.Serializers(manifests, new UnknownKinds(host.GetService<RealtimeMetrics>(), log).Count));
        if (NodeTls.Setup(options.Tls) is { } tls)
            builder.AddSetup(tls);
        if (table is not null)
            builder.AddSetup(new NodeTableSetup(table, log));
        if (loops is not null)
            builder.AddSetup(new EventLoopSetup(loops));
        builder.WithOwnerWatch(host);
        builder.WithLastNodeShutdown();
        builder.ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLoggerFactory();
        });
        return builder;
    }

    /// <summary>Has faults of actors counted and logged.</summary>
    public static AkkaConfigurationBuilder WithFaults(this AkkaConfigurationBuilder builder, RealtimeMetrics metrics, ILoggerFactory log)
    {
        builder.AddSetup(new NodeFaults(metrics, log.CreateLogger("AkkaRealtime.Actors")));
        return builder;
    }
}
