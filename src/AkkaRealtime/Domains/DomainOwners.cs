using Akka.Actor;
using Akka.Hosting;
using AkkaRealtime.Clustering.Owners;

namespace AkkaRealtime.Domains;

/// <summary>Owners of a domain, as its router finds them.</summary>
/// <param name="Actor">Their actor's type, by which their region is registered.</param>
/// <param name="Name">The region's name in the cluster.</param>
/// <param name="Find">The region.</param>
/// <param name="IdOf">The owner that a command is for; null where it is none of theirs.</param>
internal sealed record DomainOwners(Type Actor, string Name, Func<IReadOnlyActorRegistry, IActorRef> Find, Func<object, string?> IdOf)
{
    /// <summary>Which of them can't be reached.</summary>
    public OwnerRegion Region(IServiceProvider services) => services.Owners(Name);
}
