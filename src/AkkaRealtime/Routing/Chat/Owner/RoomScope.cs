using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>What the parts of one room's owner share: the room as it is stored, and the means of its actor. For use inside that actor only.</summary>
internal sealed class RoomScope(RoomId id, RoomServices services, IActorContext context)
{
    // What is lost between nodes is lost for 5 s at most, unless a node is lost as well.
    private static readonly int[] SaidAgainAfter = [2, 6];

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

    /// <summary>This owner stops: tells the next one, wherever it will be, several times, as what goes between nodes may be lost.</summary>
    public void TellNextOwner(FindUnheard unheard)
    {
        var rooms = Services.Rooms();
        rooms.Tell(unheard, ActorRefs.NoSender);
        foreach (var seconds in SaidAgainAfter)
            _scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(seconds), rooms, unheard, ActorRefs.NoSender);
    }

    /// <summary>Asks the shard to stop this owner; messages that arrive meanwhile start the next one.</summary>
    public void Passivate() => _shard.Tell(new Passivate(PoisonPill.Instance), Self);
}
