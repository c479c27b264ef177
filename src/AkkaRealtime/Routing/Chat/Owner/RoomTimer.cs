using Akka.Actor;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>A one-shot timer: an idle room that somebody follows has none at the scheduler. Made by <see cref="RoomScope.Timer"/>.</summary>
internal sealed class RoomTimer(IScheduler scheduler, IActorRef owner, object tick)
{
    private ICancelable? _due;

    /// <summary>Whether a tick is to come.</summary>
    public bool IsSet => _due is not null;

    /// <summary>Tells the owner after <paramref name="delay"/>, at once if that is negative.</summary>
    public void Set(TimeSpan delay) =>
        _due = scheduler.ScheduleTellOnceCancelable(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, owner, tick, ActorRefs.NoSender);

    /// <summary>The tick has come, or is not needed any more.</summary>
    public void Clear()
    {
        _due?.Cancel();
        _due = null;
    }
}
