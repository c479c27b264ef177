using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Users.Status.Router;

/// <summary>
/// Ends what a subscription was granted for a room that is no longer shared, or before one blocked the other. Whoever leaves a room, or blocks somebody, is checked at once, against all whom they watch
/// and who watch them on this node; and everybody who watches, one after the other, every <see cref="RepairEvery"/>, in case that was not heard of.
/// The store is asked outside of the router.
/// </summary>
internal sealed class StatusRights(StatusRouterServices services, StatusBroadcast broadcast, StatusQueries queries, IActorRef self)
{
    /// <summary>The most checks under way.</summary>
    public const int MaxUnderWay = 4;

    /// <summary>How often everybody is checked.</summary>
    public static readonly TimeSpan RepairEvery = TimeSpan.FromMinutes(5);

    /// <summary>How often <see cref="Tick"/> is to be called.</summary>
    public static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(5);

    private readonly Queue<UserId> _left = [];
    private readonly HashSet<UserId> _waiting = [];
    private readonly HashSet<UserId> _failed = [];
    private readonly Queue<UserId> _repair = [];
    private DateTimeOffset? _repairAt;
    private int _underWay;

    /// <summary>A user has left a room.</summary>
    public void Left(LeftTopic left)
    {
        if (!services.Options.VisibleToAll && left.Topic.Kind == TopicKind.Room)
            LookAt(left.User);
    }

    /// <summary>A user has blocked somebody.</summary>
    public void Blocked(BlockChanged changed) => LookAt(changed.By);

    /// <summary>The store has said whom a user may still see.</summary>
    public void Take(Checked known)
    {
        _underWay--;
        foreach (var other in known.Related)
        {
            if (known.Visible.Contains(other))
                continue;
            broadcast.Revoke(known.User, other, known.Number);
            queries.Revoke(known.User, other, known.Number);
        }

        Pump();
    }

    /// <summary>The store could not say: it is asked again with the next <see cref="Tick"/>, and no earlier.</summary>
    public void Fail(CheckFailed failed)
    {
        _underWay--;
        StatusLog.RightsFailed(services.Log, failed.Cause, failed.User);
        _failed.Add(failed.User);
    }

    /// <summary>Begins what is due.</summary>
    public void Tick(DateTimeOffset now)
    {
        foreach (var user in _failed)
            Enqueue(user);
        _failed.Clear();
        _repairAt ??= now + RepairEvery;
        if (_repairAt <= now && _repair.Count == 0)
        {
            _repairAt = now + RepairEvery;
            foreach (var viewer in broadcast.Viewers)
                _repair.Enqueue(viewer);
        }

        Pump();
    }

    private void LookAt(UserId user)
    {
        queries.Left(user);
        Enqueue(user);
        Pump();
    }

    private void Enqueue(UserId user)
    {
        if (_waiting.Add(user))
            _left.Enqueue(user);
    }

    // Who left goes first; the repair is in no hurry, and asks one question at a time.
    private void Pump()
    {
        while (_underWay < MaxUnderWay && _left.TryDequeue(out var user))
        {
            _waiting.Remove(user);
            Check(user);
        }

        while (_underWay == 0 && _repair.TryDequeue(out var user))
            Check(user);
    }

    private void Check(UserId user)
    {
        var related = broadcast.RelatedTo(user);
        if (related.Count == 0)
            return;
        _underWay++;
        var number = queries.NextNumber();
        services.Visibility.VisibleAsync(user, related, CancellationToken.None).PipeTo(
            self,
            success: visible => new Checked(user, number, related, visible),
            failure: cause => new CheckFailed(user, cause));
    }

    /// <summary>Whom of <paramref name="Related"/> a user may see.</summary>
    internal sealed record Checked(UserId User, long Number, IReadOnlySet<UserId> Related, IReadOnlySet<UserId> Visible) : INoSerializationVerificationNeeded;

    /// <summary>The store could not say.</summary>
    internal sealed record CheckFailed(UserId User, Exception Cause) : INoSerializationVerificationNeeded;
}
