using Akka.Actor;
using Akka.Actor.Setup;
using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Clustering;

/// <summary>Counts and logs the faults of this node's actors; part of the actor system's setup, so that every actor finds it.</summary>
internal sealed partial class NodeFaults(RealtimeMetrics metrics, ILogger log) : Setup
{
    /// <summary>Those of a system; null where it was set up without, as in specs.</summary>
    public static NodeFaults? Of(ActorSystem system) =>
        system.Settings.Setup.Get<NodeFaults>() is { HasValue: true, Value: var faults } ? faults : null;

    /// <summary>An actor failed and is started anew, or is stopped where it can't be.</summary>
    public void Failed(string actor, Exception cause)
    {
        metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", actor));
        LogFailed(log, actor, cause);
    }

    /// <summary>A request failed inside a router, which costs the request and nothing else.</summary>
    public void RequestFailed(string router, string request, Exception cause)
    {
        metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", "internal"));
        LogRequestFailed(log, router, request, cause);
    }

    [LoggerMessage(1_101, LogLevel.Error, "The actor {Actor} failed and starts anew.")]
    private static partial void LogFailed(ILogger log, string actor, Exception cause);

    [LoggerMessage(1_102, LogLevel.Error, "The router {Router} failed to handle a {Request}; it goes on with the next one.")]
    private static partial void LogRequestFailed(ILogger log, string router, string request, Exception cause);
}
