using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Cluster;
using Akka.Event;

namespace AkkaRealtime.Clustering;

/// <summary>Akka's provider of a cluster's actors, with <see cref="NodeWatcher"/> as what watches those of other nodes. Made by Akka, by its name.</summary>
internal sealed class NodeActorRefProvider(string systemName, Settings settings, EventStream eventStream) : ClusterActorRefProvider(systemName, settings, eventStream)
{
    /// <inheritdoc/>
    protected override IActorRef CreateRemoteWatcher(ActorSystemImpl system)
    {
        // The watcher needs the cluster, which has to be made by the thread that makes the system.
        Cluster.Get(system);
        return system.SystemActorOf(NodeWatcher.Props(CreateRemoteWatcherFailureDetector(system), RemoteSettings), "remote-watcher");
    }
}
