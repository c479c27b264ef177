using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Topics;

/// <summary>What a relay needs of its node.</summary>
/// <param name="Self">The node's address.</param>
/// <param name="Mediator">Akka's DistributedPubSub mediator.</param>
/// <param name="Owners">The owners of topics, and their logs: for what late subscribers missed, and who may still be on a topic after much was missed.</param>
/// <param name="Metrics">Counts deliveries.</param>
/// <param name="Logger">For faults.</param>
/// <param name="Cluster">For nodes that are removed; null in specs without one.</param>
internal sealed record RelayServices(
    Address Self,
    IActorRef Mediator,
    TopicOwners Owners,
    RealtimeMetrics Metrics,
    ILogger Logger,
    Cluster? Cluster)
{
    /// <summary>Whether connections may have negotiated permessage-deflate.</summary>
    public bool Deflates { get; init; }

    /// <summary>The clock that paces the fan-outs of large topics.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
