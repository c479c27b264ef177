using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Clustering.Owners;

/// <summary>Starts what a node has of owners, sharded entities of one kind.</summary>
internal static class OwnersRegistration
{
    /// <summary>The owners of one kind; null where the host has no <see cref="OwnerWatch"/>, as in specs.</summary>
    public static OwnerRegion Owners(this IServiceProvider services, string name) => services.OwnerWatch().Region(name, services.ShardCount());

    /// <summary>The node's watch; one that watches nothing where the host has none, as in specs.</summary>
    public static OwnerWatch OwnerWatch(this IServiceProvider services) => services.GetService<OwnerWatch>() ?? new OwnerWatch();

    /// <summary>Has requests answered whose owners can't be reached.</summary>
    public static AkkaConfigurationBuilder WithOwnerWatch(this AkkaConfigurationBuilder builder, IServiceProvider services) =>
        builder.WithActors((system, _) => system.ActorOf(Producer.Of(() => new OwnerWatchActor(services.OwnerWatch())), "owner-watch"));

    /// <summary>Adds the shard region <paramref name="name"/>. Its owners end by themselves when nobody needs them.</summary>
    /// <param name="builder">The node.</param>
    /// <param name="services">The host's.</param>
    /// <param name="name">The region's name.</param>
    /// <param name="props">Makes the owner of an id.</param>
    /// <param name="idOf">The owner's id in a command.</param>
    public static AkkaConfigurationBuilder WithOwners<TActor, TCommand>(
        this AkkaConfigurationBuilder builder,
        IServiceProvider services,
        string name,
        Func<ActorSystem, IActorRegistry, Func<string, Props>> props,
        Func<TCommand, string> idOf) => builder.WithShardRegion<TActor>(
            name,
            (system, registry) =>
            {
                services.Owners(name);
                var make = props(system, registry);
                return id => OwnerRegion.IsShard(id) ? ShardItself.Props : make(id);
            },
            new EntityExtractor<TCommand>(services.ShardCount(), idOf),
            new ShardOptions { ShouldPassivateIdleEntities = false });
}
