using Akka.Actor;
using Akka.Cluster.Sharding;

namespace AkkaRealtime.Clustering.Owners;

/// <summary>Answers for its shard that it is here. Comes with the first question, and goes when nobody has asked for a while.</summary>
internal sealed class ShardItself : UntypedActor
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(2);

    /// <summary>Makes one.</summary>
    public static Props Props { get; } = LeanActor.Of(() => new ShardItself());

    /// <inheritdoc/>
    protected override void PreStart() => Context.SetReceiveTimeout(IdleTime);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is Reach reach)
            Sender.Tell(new Reached(reach.Region, reach.Shard), Self);
        else if (message is ReceiveTimeout)
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
        else
            Unhandled(message);
    }
}
