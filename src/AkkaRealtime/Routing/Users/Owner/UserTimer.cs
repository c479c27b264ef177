using Akka.Actor;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>
/// The one timer of an entity, for whatever comes first: the entity is told <see cref="Due"/>. It may fire early, never much later: a
/// time far ahead is approached in steps.
/// </summary>
internal sealed class UserTimer(IScheduler scheduler, IActorRef self)
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(1);

    private DateTimeOffset? _at;
    private ICancelable? _running;

    /// <summary>Fires at <paramref name="at"/>, unless it is set to fire earlier; null: there is nothing to wait for.</summary>
    public void Schedule(DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is not { } due || _at <= due)
            return;
        _running?.Cancel();
        _at = due;
        var delay = due - now;
        if (delay > MaxDelay)
            (delay, _at) = (MaxDelay, now + MaxDelay);
        if (delay < TimeSpan.Zero)
            delay = TimeSpan.Zero;
        _running = scheduler.ScheduleTellOnceCancelable(delay, self, Due.Instance, ActorRefs.NoSender);
    }

    /// <summary>It has fired.</summary>
    public void Fired() => _at = null;

    /// <summary>The entity ends.</summary>
    public void Cancel() => _running?.Cancel();

    /// <summary>It is time.</summary>
    internal sealed class Due : INoSerializationVerificationNeeded
    {
        /// <summary>The only one.</summary>
        public static readonly Due Instance = new();
    }
}
