using System.Globalization;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;

namespace AkkaRealtime.Clustering;

/// <summary>
/// Akka's settings of a node, alone or in a cluster: the same code path, since a single node is a cluster of one. What was measured on one
/// node stands in docs/performance.md, "What actors cost".
/// </summary>
internal static class ClusterSetup
{
    /// <summary>The actor system's name; all nodes share it.</summary>
    public const string SystemName = "akkarealtime";

    private const int SmallestFrame = 1_048_576;

    /// <summary>The whole configuration.</summary>
    /// <param name="options">What the operator set.</param>
    /// <param name="maxMessageBytes">The longest message from a client, bytes.</param>
    public static Config Config(ClusterOptions options, int maxMessageBytes)
    {
        ArgumentNullException.ThrowIfNull(options);

        // A message of a client's, as an event, and inside a command: three times its size leaves room for both. 1 MiB also lets the gossip of
        // the mediator converge, whose deltas would outgrow Akka's default of 128 KB.
        var frame = Math.Max(SmallestFrame, 3 * maxMessageBytes).ToString(CultureInfo.InvariantCulture);
        var port = options.Port.ToString(CultureInfo.InvariantCulture);
        var seeds = options.SeedNodes.Select(seed => $"akka.tcp://{SystemName}@{seed}");
        return ConfigurationFactory.ParseString($$"""
            akka {
              actor.provider = cluster
              actor.guardian-supervisor-strategy = "{{typeof(CountedRestarts).FullName}}, {{typeof(CountedRestarts).Assembly.GetName().Name}}"
              actor.serialization-bindings { "System.Object" = {{NodeSerializer.Alias}} }
              scheduler.tick-duration = 50ms

              # The host stops the node, after connections were let go; the hook would pull it away under them at SIGTERM.
              coordinated-shutdown.run-by-clr-shutdown-hook = off
              remote.dot-netty.tcp {
                hostname = {{Quote(options.Hostname)}}
                port = {{port}}
                maximum-frame-size = {{frame}}b
                send-buffer-size = {{frame}}b
                receive-buffer-size = {{frame}}b
              }
              cluster {
                seed-nodes = [{{string.Join(", ", seeds.Select(Quote))}}]
                roles = [{{string.Join(", ", options.Roles.Select(Quote))}}]
                seed-node-timeout = 500ms
                leader-actions-interval = 100ms
                downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
                split-brain-resolver { active-strategy = keep-majority, stable-after = 10s }
                singleton { hand-over-retry-interval = 50ms, min-number-of-hand-over-retries = 300 }
                sharding { use-dispatcher = "{{EventLoopDispatcher.Id}}", state-store-mode = ddata, retry-interval = 100ms, remember-entities = off }
                pub-sub { use-dispatcher = "{{EventLoopDispatcher.Id}}", send-to-dead-letters-when-no-subscribers = off }
              }
            }
            {{LeanActor.Config}}
            """);
    }

    /// <summary>Our serializer, for all that has one of <paramref name="manifests"/>; whatever else would leave the node fails (see <see cref="NodeSerializer"/>).</summary>
    public static Setup Serializers(IReadOnlyList<Manifest> manifests) => SerializationSetup.Create(system =>
    [
        SerializerDetails.Create(
            NodeSerializer.Alias,
            new NodeSerializer(system, manifests),
            [typeof(ICrossesNodes), typeof(EncodedEnvelope), typeof(object)]),
    ]);

    // As JSON strings, which HOCON's quoted strings are.
    private static string Quote(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
