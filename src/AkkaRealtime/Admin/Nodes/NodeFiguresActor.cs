using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Routing.Calls.Owner;

namespace AkkaRealtime.Admin.Nodes;

/// <summary>Answers the operator for this node, whichever node they have asked.</summary>
internal sealed class NodeFiguresActor : UntypedActor
{
    /// <summary>Its name on every node.</summary>
    public const string Name = "node-figures";

    private readonly NodeFiguresServices _services;
    private readonly DateTimeOffset _startedAt;

    /// <summary>Use <see cref="Props"/>.</summary>
    public NodeFiguresActor(NodeFiguresServices services) => (_services, _startedAt) = (services, services.Time.GetUtcNow());

    /// <summary>How it is made.</summary>
    public static Props Props(NodeFiguresServices services) => Akka.Actor.Props.Create(() => new NodeFiguresActor(services));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GetNodeFigures:
                Sender.Tell(Figures(_services.Admission.Draining));
                break;
            case GetNodeCalls get:
                Sender.Tell(NodeCalls.Of(_services.Calls, get.Limit));
                break;
            case DrainNode { Draining: true }:
                _services.Connections().Tell(new Drain(_services.DrainMs));
                Sender.Tell(Figures(isDraining: true));
                break;
            case DrainNode:
                // Who stops goes on stopping.
                var isStopping = _services.IsStopping();
                if (!isStopping)
                    _services.Connections().Tell(EndDrain.Instance);
                Sender.Tell(Figures(isStopping));
                break;
            case Drained:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private NodeFigures Figures(bool isDraining)
    {
        var figures = _services.Figures;
        figures.Look();
        return new NodeFigures(
            ServerVersion.Text,
            _startedAt,
            _services.Time.GetUtcNow(),
            _services.Admission.Count,
            _services.Admission.MaxConnections,
            isDraining,
            figures.UsersOnline.Total,
            figures.Calls.Total,
            figures.MessagesIn.Total,
            figures.MessagesOut.Total,
            figures.Deliveries.Total,
            figures.ActorRestarts.Total,
            Environment.CpuUsage.TotalTime.TotalSeconds,
            Environment.WorkingSet,
            figures.Queues.By,
            figures.Drops.By,
            figures.Closes.By);
    }
}

/// <summary>What <see cref="NodeFiguresActor"/> needs.</summary>
/// <param name="Figures">What is counted.</param>
/// <param name="Admission">Who is here.</param>
/// <param name="Connections">The actor that drains.</param>
/// <param name="IsStopping">Whether the host stops.</param>
/// <param name="DrainMs">Over how long a drain lets go.</param>
/// <param name="Time">The clock.</param>
/// <param name="Calls">What goes on here.</param>
internal sealed record NodeFiguresServices(
    FigureListener Figures, Admission Admission, Func<IActorRef> Connections, Func<bool> IsStopping, int DrainMs, TimeProvider Time, OngoingCalls Calls);
