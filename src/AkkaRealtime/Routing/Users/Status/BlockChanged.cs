using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>
/// Somebody has blocked somebody, or no longer does; that is stored. Published to the status routers of all nodes (<see cref="Topic"/>), each of which looks whom these may still see.
/// Where it is lost, the routers find out when they look everybody through.
/// </summary>
internal sealed record BlockChanged(UserId By, UserId User) : ICrossesNodes
{
    /// <summary>The mediator's topic of all status routers.</summary>
    public const string Topic = "status-routers";
}
