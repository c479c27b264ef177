using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>
/// Rings a user's devices, and answers calls' owners. To an owner an invisible user is never anything but offline: "busy" or "it rings" would
/// give them away.
/// </summary>
internal sealed class UserRinging(UserId user, UserStatus status, UserConnections connections, ILiveCalls liveCalls, IAwayDevices away, IActorRef self)
{
    // Calls whose ring was answered "offline", and who asked: they hear of it when a device connects in time.
    private readonly Dictionary<CallId, IActorRef> _unheard = [];

    // What rings, or may ring, at devices that have no connection: they are told of its end.
    private readonly Dictionary<CallId, AwayRing> _away = [];

    private readonly HashSet<CallId> _declined = [];

    private UserCalls Calls => status.Calls;

    /// <summary>Rings, if it may; <paramref name="ringer"/> is told the outcome.</summary>
    public void Ring(RingUser ring, IActorRef ringer, DateTimeOffset now)
    {
        var call = ring.Call.Id;
        if ((status.IsBusyByChoice && !Calls.Has(call)) || !Calls.TryRing(ring.Call, ring.ExpiresAt, now, out var isNew))
        {
            Answer(ringer, call, status.IsInvisible ? RingOutcome.Offline : RingOutcome.Busy);
            return;
        }

        if (isNew)
        {
            connections.Tell(ring.Incoming, self);
            if (!status.IsHere)
                RingAway(new AwayRing(user, ring.Call, ring.ExpiresAt, ring.Incoming));
        }

        var isHeard = status.HasSessions && !status.IsInvisible;
        if (isHeard)
            _unheard.Remove(call);
        else
            _unheard[call] = ringer;
        Answer(ringer, call, isHeard ? RingOutcome.Ringing : RingOutcome.Offline);
    }

    /// <summary>The user is in this call: whatever else rings finds them busy, as if it began to ring now.</summary>
    public void Reserve(UserCall call, DateTimeOffset now)
    {
        Calls.Reserve(call, now);
        if (Calls.Has(call.Id))
            StopRinging();
    }

    /// <summary>The call no longer rings for the user, nor are they in it.</summary>
    public void Release(ReleaseUser release)
    {
        if (Calls.Release(release.Call) && release.Declined && _away.ContainsKey(release.Call))
            _declined.Add(release.Call);
    }

    /// <summary>The user has chosen a status: it stops ringing for who chose to be busy.</summary>
    public void StatusChosen()
    {
        if (status.IsBusyByChoice)
            StopRinging();
    }

    /// <summary>A device has connected: what rang for nobody so far rings there.</summary>
    public void DeviceConnected()
    {
        if (status.IsInvisible)
            return;
        foreach (var (call, ringer) in _unheard)
        {
            if (Calls.Rings(call))
                Answer(ringer, call, RingOutcome.Ringing);
        }

        _unheard.Clear();
    }

    /// <summary>Forgets who waits for calls that no longer ring, and has devices without a connection ring no more.</summary>
    public void Trim()
    {
        foreach (var (call, ring) in _away)
        {
            if (Calls.Rings(call))
                continue;
            _away.Remove(call);
            away.Silence(ring, Calls.Has(call) ? AwayRingEnd.Answered : _declined.Remove(call) ? AwayRingEnd.Declined : AwayRingEnd.Missed);
        }

        foreach (var call in _unheard.Keys)
        {
            if (!Calls.Rings(call))
                _unheard.Remove(call);
        }
    }

    /// <summary>
    /// Calls that go on after a restart. What was kept counts as told: without it, the first <c>session.ready</c> would say that the user has no calls.
    /// Their owners, once awake, correct it.
    /// </summary>
    public void Resume(IReadOnlyList<ResumedCall> calls, DateTimeOffset now)
    {
        // What rings comes first: where the user turns out to be busy, its owner is told.
        foreach (var (call, ringsUntil) in calls.OrderBy(c => c.RingsUntil is null))
        {
            if (ringsUntil is { } until)
            {
                Calls.TryRing(call, until, now, out _);

                // The entity before this one may have had it ring: that is to end, and not to be done twice.
                if (Calls.Rings(call.Id))
                    _away[call.Id] = new AwayRing(user, call, until, Incoming: null);
            }
            else
                Reserve(call, now);
        }

        Calls.Doubt(now);
        StatusChosen();
    }

    /// <summary>A node is gone: whatever calls it owned, somebody has to go on with, and it is cheaper to ask than to know.</summary>
    public void WakeAll(DateTimeOffset now)
    {
        foreach (var call in Calls.TakeAll(now))
            liveCalls.Wake(user, call);
    }

    /// <summary>Wakes the owners of which nothing was heard for too long. Calls whose owners didn't answer even so are over for this user, whose devices are told.</summary>
    public void WakeOverdue(DateTimeOffset now)
    {
        foreach (var call in Calls.TakeOverdue(now))
            liveCalls.Wake(user, call);
        foreach (var call in Calls.TakeLapsed())
            connections.Tell(liveCalls.Lapsed(call), self);
    }

    /// <summary>An administrator ends the user's sessions: nothing rings for them, and no call holds them, from now on.</summary>
    public void SignOut()
    {
        foreach (var call in Calls.Clear())
            liveCalls.SignOut(user, call);
    }

    private void RingAway(AwayRing ring)
    {
        _away[ring.Call.Id] = ring;
        away.Ring(ring);
    }

    private void StopRinging()
    {
        foreach (var call in Calls.StopRinging())
            liveCalls.StopRinging(user, call, status.IsInvisible ? RingOutcome.Silenced : RingOutcome.Busy);
    }

    private void Answer(IActorRef ringer, CallId call, RingOutcome outcome) => ringer.Tell(new RingAnswer(call, user, outcome), self);
}
