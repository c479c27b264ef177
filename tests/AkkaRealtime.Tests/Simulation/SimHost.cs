using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Simulation;

/// <summary>The parent of a node's relay, router and rooms, which starts rooms when they are needed and lets them go as a shard does.</summary>
internal sealed class SimHost(Action<Exception> fault, Func<RoomId, Props> room) : UntypedActor
{
    private readonly Dictionary<IActorRef, List<Deliver>> _stopping = [];

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(e =>
    {
        fault(e);
        return Directive.Restart;
    });

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Start start:
                start.Made(Context.ActorOf(start.Props, start.Name));
                break;
            case Deliver deliver:
                var owner = Context.Child(deliver.Room.Value);
                if (owner.IsNobody())
                    owner = Context.Watch(Context.ActorOf(room(deliver.Room), deliver.Room.Value));
                if (_stopping.TryGetValue(owner, out var waiting))
                    waiting.Add(deliver);
                else
                    owner.Tell(deliver.Message, deliver.Sender);
                break;
            case Passivate passivate:
                Stop(Sender, passivate.StopMessage);
                break;
            case HandOver over:
                if (Context.Child(over.Room.Value) is var moves && !moves.IsNobody())
                    Stop(moves, PoisonPill.Instance);
                break;
            case RelayGone gone:
                foreach (var child in Context.GetChildren())
                    child.Tell(gone);
                break;
            case Terminated ended:
                if (_stopping.Remove(ended.ActorRef, out var late))
                    late.ForEach(d => Self.Tell(d));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Stop(IActorRef owner, object message)
    {
        if (_stopping.TryAdd(owner, []))
            owner.Tell(message);
    }

    /// <summary>Makes a child.</summary>
    internal sealed record Start(string Name, Props Props, Action<IActorRef> Made);

    /// <summary>For a room, which lives here.</summary>
    internal sealed record Deliver(RoomId Room, object Message, IActorRef Sender);

    /// <summary>The room moves to another node.</summary>
    internal sealed record HandOver(RoomId Room);
}

/// <summary>A router as far as it broadcasts.</summary>
internal sealed class SimRouter : UntypedActor
{
    private readonly TopicPublisher _publisher;

    public SimRouter(IActorRef mediator) => _publisher = new TopicPublisher(Context, mediator, null);

    protected override void OnReceive(object message) => _publisher.TryHandle(message, Sender);

    protected override void PostStop() => _publisher.Stop();
}
