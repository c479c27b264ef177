using Akka.Cluster.Sharding;

namespace AkkaRealtime.Clustering;

/// <summary>Finds the entity that a message is for: a command of the domain, or one that names the entity itself.</summary>
/// <typeparam name="TCommand">The domain's commands.</typeparam>
/// <param name="idOf">The entity's id in a command.</param>
internal sealed class EntityExtractor<TCommand>(Func<TCommand, string> idOf) : HashCodeMessageExtractor(Shards)
{
    /// <summary>Shards of a region: about ten for each node of the largest cluster that is meant. All nodes have the same, for good.</summary>
    public const int Shards = 100;

    /// <inheritdoc/>
    public override string? EntityId(object message) => message switch
    {
        TCommand command => idOf(command),
        IEntityMessage named => named.EntityId,
        _ => null,
    };
}
