using Akka.Actor;
using Akka.Actor.Internal;

namespace AkkaRealtime.Clustering;

/// <summary>
/// How the actors that a node has one of are supervised: as by Akka's default, but a fault is counted by the actor's name, and logged once. Named in the
/// configuration as the guardian's, it holds for every actor at the top, those of the host's own domains among them.
/// </summary>
internal sealed class CountedRestarts : SupervisorStrategyConfigurator
{
    /// <summary>The same for the children of another actor.</summary>
    public static SupervisorStrategy Strategy { get; } = new Counting();

    /// <inheritdoc/>
    public override SupervisorStrategy Create() => Strategy;

    private sealed class Counting() : OneForOneStrategy(-1, System.Threading.Timeout.Infinite, SupervisorStrategy.DefaultDecider, loggingEnabled: false)
    {
        public override void ProcessFailure(
            IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children)
        {
            NodeFaults.Of(context.System)?.Failed(child.Path.Name, cause);
            base.ProcessFailure(context, restart, child, cause, stats, children);
        }
    }
}
