using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Status;

/// <summary>What a status router needs from its node.</summary>
/// <param name="Rooms">For who may see whom.</param>
/// <param name="Time">The clock.</param>
/// <param name="Options">Whether everybody may see everybody.</param>
/// <param name="Metrics">Counts errors and faults.</param>
/// <param name="Users">The shard region of users; looked up when it is needed first.</param>
/// <param name="Relay">The node's relay; likewise.</param>
/// <param name="Mediator">Akka's DistributedPubSub mediator.</param>
/// <param name="Cluster">For nodes that are removed; null in specs without one.</param>
/// <param name="Log">For faults.</param>
internal sealed record StatusRouterServices(
    IRoomAccess Rooms,
    TimeProvider Time,
    StatusOptions Options,
    RealtimeMetrics Metrics,
    Func<IActorRef> Users,
    Func<IActorRef> Relay,
    IActorRef Mediator,
    Cluster? Cluster,
    ILogger Log);
