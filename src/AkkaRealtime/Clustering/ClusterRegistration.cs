using Akka.Cluster;
using Akka.Hosting;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.EventLoops;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Clustering;

/// <summary>Makes the actor system a node of a cluster: of the one its seeds belong to, or of its own.</summary>
internal static class ClusterRegistration
{
    /// <summary>Configures the node and has it join. Without loops, all actors run on the thread pool.</summary>
    public static AkkaConfigurationBuilder WithCluster(
        this AkkaConfigurationBuilder builder, ClusterOptions options, int maxMessageBytes, IReadOnlyList<Manifest> manifests, EventLoopGroup? loops = null)
    {
        builder.AddHocon(ClusterSetup.Config(options, maxMessageBytes), HoconAddMode.Prepend);
        builder.AddSetup(ClusterSetup.Serializers(manifests));
        if (loops is not null)
            builder.AddSetup(new EventLoopSetup(loops));
        builder.ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLoggerFactory();
        });

        // With seeds Akka joins by itself.
        if (options.SeedNodes.Count == 0)
        {
            builder.AddStartup((system, _) =>
            {
                var cluster = Cluster.Get(system);
                cluster.Join(cluster.SelfAddress);
            });
        }

        return builder;
    }

    /// <summary>Has faults of actors counted and logged.</summary>
    public static AkkaConfigurationBuilder WithFaults(this AkkaConfigurationBuilder builder, RealtimeMetrics metrics, ILoggerFactory log)
    {
        builder.AddSetup(new NodeFaults(metrics, log.CreateLogger("AkkaRealtime.Actors")));
        return builder;
    }
}
