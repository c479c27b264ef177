using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>Coming in: accept, join, start where there is a call already, invite.</summary>
internal sealed partial record Call
{
    /// <summary>Compare-and-set: the first of a callee's connections gets the call, every other one a conflict.</summary>
    public CallDecision Accept(Caller who, string connection, DateTimeOffset now)
    {
        if (State == CallState.Ended)
            return Over();
        if (Removed.Contains(who.User))
            return RemovedByHost();
        if (SeatOf(who.User) is { } seat)
            return seat.Session == who.Session ? Nothing() : Refuse(ErrorCode.Conflict, "The call was answered on another device or in another tab.");
        if (CalleeOf(who.User) is not { } callee)
            return Refuse(ErrorCode.Forbidden, "This call is not ringing for you.");
        if (callee.State == CalleeState.Removed)
            return new CallDecision(this, [], NoSuchCall);
        if (callee.State != CalleeState.Ringing)
            return Refuse(ErrorCode.Conflict, "This call no longer rings for you. While it is going on, you can join it with call.join.");
        return IsFullFor(who.User) ? Full() : Enter(who, connection, JoinReasons.Accepted, null, now);
    }

    /// <summary>
    /// In, or back in. Asked from another device, it takes over the user's place: the device before is out (<see cref="LeaveReasons.Moved"/>).
    /// That the user is a member of the room was checked before.
    /// </summary>
    public CallDecision Join(Caller who, string connection, DateTimeOffset now)
    {
        if (State == CallState.Ended)
            return Over();
        if (Removed.Contains(who.User))
            return RemovedByHost();
        if (IsFullFor(who.User))
            return Full();
        var reason = CalleeOf(who.User)?.State == CalleeState.Ringing ? JoinReasons.Accepted : JoinReasons.Joined;
        return Enter(who, connection, reason, null, now);
    }

    /// <summary>A start where a call goes on already (glare, or somebody who did not know): leads into that one.</summary>
    public CallDecision StartHere(Caller who, string connection, string key, DateTimeOffset now)
    {
        if (State == CallState.Ended)
            return Over();
        if (Removed.Contains(who.User))
            return RemovedByHost();
        return IsFullFor(who.User) ? Full() : Enter(who, connection, JoinReasons.Accepted, key, now);
    }

    /// <summary>
    /// Rings for more users, whose membership in the room was checked before. Participants, and users for whom it rings already, are skipped. Who was
    /// removed is rung again only by the host, and by who <paramref name="moderates"/> the room.
    /// </summary>
    public CallDecision Invite(Caller who, IReadOnlyList<UserId> users, CallRules rules, DateTimeOffset now, bool moderates = false, IReadOnlyList<UserId>? quiet = null)
    {
        if (State == CallState.Ended)
            return Over();
        if (SeatOf(who) is null)
            return NotIn();
        if (who.User != Host && !moderates && users.FirstOrDefault(Removed.Contains) is { Value: not null } removed)
            return Refuse(ErrorCode.Forbidden, $"{removed} was removed from the call; only the host, and owners and admins of the room, can invite them again.");
        var rung = users.Distinct().Where(u => SeatOf(u) is null && !RingsAlready(u, quiet)).ToList();
        if (rung.Count == 0)
            return Nothing();
        if (Participants.Count >= Math.Max(CallRules.MaxInMesh, rules.MaxInSfu))
            return Full();
        var step = new CallStep(this);
        step.Ring(rung, who, rules, now, quiet ?? []);
        step.Settle(now);
        return step.Done();
    }

    private CallDecision Enter(Caller who, string connection, string reason, string? key, DateTimeOffset now)
    {
        var step = new CallStep(this);
        if (key is not null)
            step.Remember(new StartKey(who.User, key));
        var wasRinging = CalleeOf(who.User)?.State == CalleeState.Ringing;
        if (SeatOf(who.User) is { } before)
        {
            if (before.Session == who.Session && before.LostAt is null)
                return step.Done();
            if (before.Device != who.Device)
                step.Leave(LeaveReasons.Moved, before);
            step.Seat(who, connection, JoinReasons.Reconnected, now);
            step.TellWhoRings(who.User);
            if (before.LostAt is null)
                step.TellDevices(who.User, new CallAnsweredElsewhere(Id, ParticipantName.Of(who)), except: who.Session);
        }
        else
        {
            step.Seat(who, connection, reason, now);
            if (wasRinging)
                step.TellDevices(who.User, new CallAnsweredElsewhere(Id, ParticipantName.Of(who)), except: who.Session);
        }

        step.Settle(now);
        return step.Done();
    }

    // Of who has blocked the one who called them, only in name.
    private bool RingsAlready(UserId user, IReadOnlyList<UserId>? quiet) =>
        CalleeOf(user) is { State: CalleeState.Ringing } callee && (!callee.Quiet || quiet?.Contains(user) == true);

    private bool IsFullFor(UserId user) => Participants.Count(p => p.User != user) >= MaxParticipants;

    private CallDecision RemovedByHost() => Refuse(ErrorCode.Forbidden, "You were removed from this call. You can come back when the host, or an owner or admin of the room, invites you again.");
}
