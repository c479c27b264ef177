using Akka.Actor;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>
/// The one timer of an entity, for whatever comes first: the entity is told <see cref="Due"/>. It may ring before its time, never much later: a
/// time that lies far ahead is approached in steps.
/// </summary>
internal sealed class UserTimer(IScheduler scheduler, IActorRef self)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private DateTimeOffset? _at;
    private ICancelable? _running;

    /// <summary>Rings at <paramref name="at"/>, unless it will ring earlier; null: nothing to wait for.</summary>
    public void Schedule(DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is not { } due || _at <= due)
            return;
        _running?.Cancel();
        _at = due;
        var delay = due - now;
        if (delay > Longest)
            (delay, _at) = (Longest, now + Longest);
        if (delay < TimeSpan.Zero)
            delay = TimeSpan.Zero;
        _running = scheduler.ScheduleTellOnceCancelable(delay, self, Due.Instance, ActorRefs.NoSender);
    }

    /// <summary>It rang.</summary>
    public void Rang() => _at = null;

    /// <summary>The entity ends.</summary>
    public void Cancel() => _running?.Cancel();

    /// <summary>The earlier one of two times; null stands for never.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    /// <summary>It is time.</summary>
    internal sealed class Due : INoSerializationVerificationNeeded
    {
        /// <summary>The only one.</summary>
        public static readonly Due Instance = new();
    }
}
