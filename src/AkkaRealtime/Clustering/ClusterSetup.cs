using System.Globalization;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Serialization;
using AkkaRealtime.Clustering.Membership;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.EventLoops;

namespace AkkaRealtime.Clustering;

/// <summary>
/// Akka's settings of a node, alone or in a cluster: the same code path, since a single node is a cluster of one. What was measured on one
/// node stands in docs/performance.md, "What actors cost".
/// </summary>
internal static class ClusterSetup
{
    /// <summary>The actor system's name where the node has no others.</summary>
    public const string SystemName = "akkarealtime";

    private const int SmallestFrame = 1_048_576;

    // Of the store's name: as many as tell any two apart.
    private const int StoreCharacters = 12;

    /// <summary>
    /// The actor system's name, which the nodes of one store share and those of another don't have: where a node takes over the address of a dead one of another
    /// cluster, what is sent there is not for it, and nobody joins it.
    /// </summary>
    public static string NameOf(INodeTable? table) => table is null ? SystemName : $"{SystemName}-{table.Store[..Math.Min(table.Store.Length, StoreCharacters)]}";

    /// <summary>The whole configuration.</summary>
    /// <param name="options">What the operator set.</param>
    /// <param name="maxMessageBytes">The longest message from a client, bytes.</param>
    /// <param name="shared">Whether the nodes share a node table, which then decides who goes on where they can't reach each other.</param>
    public static Config Config(ClusterOptions options, int maxMessageBytes, bool shared = false)
    {
        ArgumentNullException.ThrowIfNull(options);

        // A message of a client's, as an event, and inside a command: three times its size leaves room for both. 1 MiB also lets the gossip of
        // the mediator converge, whose deltas would outgrow Akka's default of 128 KB.
        var frame = Math.Max(SmallestFrame, 3 * maxMessageBytes).ToString(CultureInfo.InvariantCulture);
        var port = options.Port.ToString(CultureInfo.InvariantCulture);
        var bindPort = (options.BindPort ?? options.Port).ToString(CultureInfo.InvariantCulture);
        var tls = string.IsNullOrEmpty(options.Tls.CertificatePath) ? "off" : "on";
        return ConfigurationFactory.ParseString($$"""
            akka {
              actor.provider = "{{typeof(NodeActorRefProvider).FullName}}, {{typeof(NodeActorRefProvider).Assembly.GetName().Name}}"
              actor.guardian-supervisor-strategy = "{{typeof(CountedRestarts).FullName}}, {{typeof(CountedRestarts).Assembly.GetName().Name}}"
              actor.serialization-bindings { "System.Object" = {{NodeSerializer.Alias}} }
              scheduler.tick-duration = 50ms

              # The host stops the node, after connections were let go; the hook would pull it away under them at SIGTERM.
              coordinated-shutdown.run-by-clr-shutdown-hook = off
              remote.dot-netty.tcp {
                hostname = {{Quote(string.IsNullOrEmpty(options.BindHostname) ? options.Hostname : options.BindHostname)}}
                port = {{bindPort}}
                public-hostname = {{Quote(options.Hostname)}}
                public-port = {{port}}
                enable-ssl = {{tls}}
                maximum-frame-size = {{frame}}b
                send-buffer-size = {{frame}}b
                receive-buffer-size = {{frame}}b
              }
              cluster {
                # Shards go to the newest nodes while an update is rolled out.
                app-version = {{Quote(ServerVersion.Text)}}
                roles = [{{string.Join(", ", options.Roles.Select(Quote))}}]
                # Without a node table a first seed that founds too soon splits the cluster, so that it waits as long as Akka has it.
                seed-node-timeout = {{(shared ? "1s" : "5s")}}
                retry-unsuccessful-join-after = 2s
                leader-actions-interval = 100ms
                gossip-interval = 500ms

                # A node that was removed lets its clients go before its actors end (NodeLifetime).
                run-coordinated-shutdown-when-down = off

                # From a kill to rooms elsewhere: about 3 s until it is noticed, 3 s of calm, one for the resolver's clock, one for a minority, and the rest.
                failure-detector { heartbeat-interval = 500ms, acceptable-heartbeat-pause = 2s, expected-response-after = 2s }
                unreachable-nodes-reaper-interval = 250ms
                downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
                split-brain-resolver {
                  active-strategy = {{(shared ? "lease-majority" : "keep-majority")}}
                  stable-after = 3s
                  lease-majority { lease-implementation = {{NodeTableLease.Id}}, acquire-lease-delay-for-minority = 1s, release-after = 1s }
                }

                # The store keeps two owners of a room apart, not time.
                down-removal-margin = 200ms
                singleton { hand-over-retry-interval = 50ms, min-number-of-hand-over-retries = 300 }
                sharding {
                  use-dispatcher = "{{EventLoopDispatcher.Id}}"
                  state-store-mode = ddata
                  retry-interval = 100ms
                  remember-entities = off

                  # A plain majority: two of three decide where a new room lives while the third is away.
                  coordinator-state { write-majority-plus = 0, read-majority-plus = 0 }
                  distributed-data.majority-min-cap = 0
                  updating-state-timeout = 2s
                  waiting-for-state-timeout = 1s
                }
                # A node takes clients when the others' mediators have heard of it.
                pub-sub { gossip-interval = 250ms, use-dispatcher = "{{EventLoopDispatcher.Id}}", send-to-dead-letters-when-no-subscribers = off }
              }
            }
            {{NodeTableLease.Id}} {
              lease-class = "{{typeof(NodeTableLease).FullName}}, {{typeof(NodeTableLease).Assembly.GetName().Name}}"
              heartbeat-timeout = 120s
              heartbeat-interval = 12s
              lease-operation-timeout = 15s
            }
            {{LeanActor.Config}}
            """);
    }

    /// <summary>Our serializer, for all that has one of <paramref name="manifests"/>; whatever else would leave the node fails (see <see cref="NodeSerializer"/>).</summary>
    public static Setup Serializers(IReadOnlyList<Manifest> manifests, Action<string>? unknown = null) => SerializationSetup.Create(system =>
    [
        SerializerDetails.Create(
            NodeSerializer.Alias,
            new NodeSerializer(system, manifests, unknown),
            [typeof(ICrossesNodes), typeof(EncodedEnvelope), typeof(object)]),
    ]);

    // As JSON strings, which HOCON's quoted strings are.
    private static string Quote(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
