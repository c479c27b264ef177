using Akka.Cluster;
using Akka.Hosting;

namespace AkkaRealtime;

/// <summary>Makes the actor system a node of a cluster: of the one its seeds belong to, or of its own.</summary>
internal static class ClusterRegistration
{
    /// <summary>Configures the node and has it join.</summary>
    public static AkkaConfigurationBuilder WithCluster(this AkkaConfigurationBuilder builder, RealtimeOptions options)
    {
        builder.AddHocon(ClusterSetup.Config(options), HoconAddMode.Prepend);
        builder.AddSetup(ClusterSetup.Serializers);
        builder.ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLoggerFactory();
        });

        // With seeds Akka joins by itself.
        if (options.Cluster.SeedNodes.Count == 0)
        {
            builder.AddStartup((system, _) =>
            {
                var cluster = Cluster.Get(system);
                cluster.Join(cluster.SelfAddress);
            });
        }

        return builder;
    }
}
