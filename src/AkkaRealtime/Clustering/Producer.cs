using Akka.Actor;

namespace AkkaRealtime.Clustering;

/// <summary>Makes actors by plain code. Akka's own way takes an expression tree apart each time, which costs more than the actor.</summary>
internal sealed class Producer : IIndirectActorProducer
{
    private readonly Func<ActorBase> _make;

    private Producer(Type type, Func<ActorBase> make)
    {
        ActorType = type;
        _make = make;
    }

    /// <inheritdoc/>
    public Type ActorType { get; }

    /// <summary>Props that run <paramref name="make"/>, also for each restart.</summary>
    public static Props Of<TActor>(Func<TActor> make)
        where TActor : ActorBase => Props.CreateBy(new Producer(typeof(TActor), make));

    /// <inheritdoc/>
    public ActorBase Produce() => _make();

    /// <inheritdoc/>
    public void Release(ActorBase actor)
    {
    }
}
