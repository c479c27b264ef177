using System.Globalization;
using Akka.Cluster.Sharding;
using AkkaRealtime.Clustering.Owners;

namespace AkkaRealtime.Clustering;

/// <summary>Finds the entity that a message is for: a command of the domain, or one that names the entity itself.</summary>
/// <typeparam name="TCommand">The domain's commands.</typeparam>
/// <param name="shards">Shards of a region: about ten for each node of the largest cluster that is meant. All nodes of a cluster have the same (<see cref="ClusterOptions.Shards"/>).</param>
/// <param name="idOf">The entity's id in a command.</param>
internal sealed class EntityExtractor<TCommand>(int shards, Func<TCommand, string> idOf) : HashCodeMessageExtractor(shards)
{
    private readonly string[] _names = [.. Enumerable.Range(0, shards).Select(shard => shard.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Akka's own, but for ids that name a shard.</summary>
    public override string ShardId(string entityId, object? messageHint = null) => _names[OwnerRegion.ShardOf(entityId, MaxNumberOfShards)];

    /// <inheritdoc/>
    public override string? EntityId(object message) => message switch
    {
        TCommand command => idOf(command),
        IEntityMessage named => named.EntityId,
        _ => null,
    };
}
