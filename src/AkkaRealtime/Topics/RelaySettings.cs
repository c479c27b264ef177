using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Topics;

/// <summary>What a relay needs of its node.</summary>
/// <param name="Self">The node's address.</param>
/// <param name="Mediator">Akka's DistributedPubSub mediator.</param>
/// <param name="Owners">The shard region that holds the owner of a topic of that kind.</param>
/// <param name="ReadLog">Events of a room with <c>seq</c> in (after, up to], in order: for what late subscribers missed.</param>
/// <param name="LoadRoom">A room with its members: for who may still be on its topic after much was missed.</param>
/// <param name="Metrics">Counts deliveries.</param>
/// <param name="Logger">For faults.</param>
/// <param name="Cluster">For nodes that are removed; null in specs without one.</param>
internal sealed record RelaySettings(
    Address Self,
    IActorRef Mediator,
    Func<TopicKind, IActorRef> Owners,
    Func<RoomId, long, long, Task<IReadOnlyList<StoredEvent>>> ReadLog,
    Func<RoomId, Task<RoomSnapshot?>> LoadRoom,
    RealtimeMetrics Metrics,
    ILogger Logger,
    Cluster? Cluster)
{
    /// <summary>Whether connections may have negotiated permessage-deflate.</summary>
    public bool Deflates { get; init; }

    /// <summary>The clock that paces the fan-outs of large topics.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
