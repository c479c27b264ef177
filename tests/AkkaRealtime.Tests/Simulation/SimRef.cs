using Akka.Actor;

namespace AkkaRealtime.Tests.Simulation;

/// <summary>Stands for somebody on another node, or for a part of a node that is none of the simulation's subjects: whatever it is told goes to <c>tell</c>.</summary>
internal sealed class SimRef(string name, Address node, IActorRefProvider provider, Action<object, IActorRef> tell) : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(node) / "user" / name;

    public override IActorRefProvider Provider => provider;

    /// <summary>It leads to another node already, whoever is told of it.</summary>
    public bool IsOutward { get; init; }

    protected override void TellInternal(object message, IActorRef sender) => tell(message, sender);
}
