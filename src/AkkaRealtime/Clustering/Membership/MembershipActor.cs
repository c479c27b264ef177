using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;

namespace AkkaRealtime.Clustering.Membership;

/// <summary>
/// Hears what the cluster removes, and that this node was removed without having heard of it: Akka's resolver ignores that others quarantine this node
/// (akka.net #8482), so that after a pause it would go on beside them.
/// </summary>
/// <param name="removed">Told of each member that was removed.</param>
/// <param name="quarantined">Told of the member that wants to hear nothing more from this node.</param>
internal sealed class MembershipActor(Action<NodeRun> removed, Action<Address> quarantined) : UntypedActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved));
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.MemberRemoved gone:
                removed(NodeRun.Of(gone.Member));
                break;

            // Whoever has left may say so as well, and matters no more.
            case ThisActorSystemQuarantinedEvent by when _cluster.State.Members.Any(m => m.Address == by.RemoteAddress && m.Status is MemberStatus.Up or MemberStatus.WeaklyUp):
                quarantined(by.RemoteAddress);
                break;
            case ThisActorSystemQuarantinedEvent:
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
