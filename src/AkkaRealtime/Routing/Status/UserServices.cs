using Akka.Actor;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Status;

/// <summary>What a user's entity needs from its node.</summary>
/// <param name="Store">For what was kept of the user.</param>
/// <param name="CallStore">For the calls that were kept as going on.</param>
/// <param name="Journal">For keeping it.</param>
/// <param name="Time">The clock.</param>
/// <param name="Options">The grace time.</param>
/// <param name="Metrics">Drops, restarts.</param>
/// <param name="Router">This node's status router, which broadcasts.</param>
/// <param name="Calls">The shard region of calls, for waking the owners of calls that the store knows.</param>
/// <param name="Node">This node's address.</param>
/// <param name="Log">For faults of the store.</param>
internal sealed record UserServices(
    IUserStore Store,
    ICallStore CallStore,
    IJournal Journal,
    TimeProvider Time,
    StatusOptions Options,
    RealtimeMetrics Metrics,
    IActorRef Router,
    Func<IActorRef> Calls,
    Address Node,
    ILogger Log);
