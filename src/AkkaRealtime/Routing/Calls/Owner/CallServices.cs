using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Settings;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>What the actors of this domain work with.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Options">The settings of calls.</param>
/// <param name="Store">For going on with a call, and for histories.</param>
/// <param name="Journal">For keeping calls.</param>
/// <param name="Metrics">Counts calls, signals, errors and restarts.</param>
/// <param name="Log">For faults of the store.</param>
/// <param name="Users">The shard region of users.</param>
/// <param name="Rooms">The shard region of rooms.</param>
internal sealed record CallServices(
    TimeProvider Time,
    CallOptions Options,
    ICallStore Store,
    IJournal Journal,
    RealtimeMetrics Metrics,
    ILogger Log,
    IActorRef Users,
    IActorRef Rooms)
{
    /// <summary>The times and sizes that calls go by.</summary>
    public CallRules Rules { get; } = RulesOf(Options);

    /// <summary>False lifts every rate limit, for load tests.</summary>
    public bool RateLimiting { get; init; } = true;

    /// <summary>The media servers.</summary>
    public ISfu Sfu { get; init; } = NoSfu.Instance;

    /// <summary>The shard region of calls, for an owner that another one is to follow; looked up when it is first needed.</summary>
    public Func<IActorRef> Calls { get; init; } = () => ActorRefs.Nobody;

    /// <summary>What goes on on this node.</summary>
    public OngoingCalls Ongoing { get; init; } = new();

    /// <summary>Says who can't be reached.</summary>
    public CallOwners Owners { get; init; } = CallOwners.AlwaysThere;

    private static CallRules RulesOf(CallOptions options) =>
        new(TimeSpan.FromMilliseconds(options.RingMs), TimeSpan.FromMilliseconds(options.ReconnectMs))
        {
            MaxInSfu = options.Janus.Count > 0 ? options.Sfu.MaxParticipants : 0,
        };
}
