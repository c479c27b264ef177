using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Users.Status.Router;

/// <summary>What a status router needs from its node.</summary>
/// <param name="Rooms">For who may see whom.</param>
/// <param name="Time">The clock.</param>
/// <param name="Options">Whether everybody may see everybody.</param>
/// <param name="Metrics">Counts errors and faults.</param>
/// <param name="Users">The shard region of users; looked up when it is first needed.</param>
/// <param name="Relay">The node's relay; likewise.</param>
/// <param name="Mediator">Akka's DistributedPubSub mediator.</param>
/// <param name="Cluster">For nodes that are removed; null in specs that have none.</param>
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
    ILogger Log)
{
    /// <summary>Says which users' entities can't be reached.</summary>
    public OwnerWatch Owners { get; init; } = new();

    /// <summary>The region of users, for that.</summary>
    public OwnerRegion Region { get; init; } = new(UserRegistration.Users, 1);

    /// <summary>Who doesn't want to hear of whom.</summary>
    public IBlockStore Blocks { get; init; } = NoBlocks.Instance;

    /// <summary>Who may see whom.</summary>
    public StatusVisibility Visibility => field ??= new StatusVisibility(Rooms, Blocks, Options);

    /// <summary>Answers a request with an error, and counts it.</summary>
    public void Refuse(IActorRef connection, string? @ref, RequestError error, IActorRef self)
    {
        Metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
        connection.Tell(EnvelopeWriter.Error(error, @ref), self);
    }
}
