using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>What a user's entity needs from its node.</summary>
/// <param name="Store">What was kept of the user.</param>
/// <param name="Rooms">Which rooms the user is in: those who share one are told of a new name.</param>
/// <param name="Journal">Keeps what is new.</param>
/// <param name="LiveCalls">The calls that go on after a restart.</param>
/// <param name="Time">The clock.</param>
/// <param name="Options">The grace time.</param>
/// <param name="Metrics">Counts drops, errors and restarts.</param>
/// <param name="Router">This node's status router, which broadcasts.</param>
/// <param name="Node">This node's address.</param>
/// <param name="Revoker">Has ended sessions not come back.</param>
/// <param name="Log">For faults of the store.</param>
internal sealed record UserServices(
    IUserStore Store,
    IRoomAccess Rooms,
    IJournal Journal,
    ILiveCalls LiveCalls,
    TimeProvider Time,
    StatusOptions Options,
    RealtimeMetrics Metrics,
    IActorRef Router,
    Address Node,
    Revoker Revoker,
    ILogger Log)
{
    /// <summary>Is told which picture a token of the user names, or that it names none.</summary>
    public Action<UserId, string?> Claimed { get; init; } = (_, _) => { };

    /// <summary>Devices that have no connection.</summary>
    public IAwayDevices Away { get; init; } = NoAwayDevices.Instance;
}
