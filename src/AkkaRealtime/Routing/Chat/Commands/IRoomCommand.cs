using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>What is told to a room's entity, through the shard region of <c>RoomActor</c>.</summary>
internal interface IRoomCommand : ICrossesNodes
{
    /// <summary>The room.</summary>
    RoomId Room { get; }
}
