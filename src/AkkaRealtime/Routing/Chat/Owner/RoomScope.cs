using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>What the parts of one room's owner share: the room as it is stored, and the means of its actor. For use inside that actor only.</summary>
internal sealed class RoomScope(RoomId id, RoomServices services, IActorContext context)
{
    private readonly IScheduler _scheduler = context.System.Scheduler;
    private readonly IActorRef _shard = context.Parent;

    /// <summary>The room's id.</summary>
    public RoomId Id { get; } = id;

    /// <summary>What the node has.</summary>
    public RoomServices Services { get; } = services;

    /// <summary>The owner.</summary>
    public IActorRef Self { get; } = context.Self;

    /// <summary>The room as stored; null if there is none, and until it is loaded.</summary>
    public Room? Room { get; set; }

    /// <summary>Its last <c>seq</c>.</summary>
    public long Head { get; set; }

    /// <summary>The clock.</summary>
    public DateTimeOffset Now => Services.Time.GetUtcNow();

    /// <summary>A timer that tells the owner <paramref name="tick"/>.</summary>
    public RoomTimer Timer(object tick) => new(_scheduler, Self, tick);

    /// <summary>Asks the shard to stop this owner; messages that arrive meanwhile start the next one.</summary>
    public void Passivate() => _shard.Tell(new Passivate(PoisonPill.Instance), Self);
}
