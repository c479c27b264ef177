using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>What nobody asks for: answers to ringing, lost connections, time, a new owner.</summary>
internal sealed partial record Call
{
    /// <summary>When <see cref="Advance"/> has something to do next; null: never.</summary>
    public DateTimeOffset? Next(CallRules rules)
    {
        if (State == CallState.Ended)
            return ClosingUntil;
        var next = AloneSince + CallRules.Alone;
        foreach (var callee in Ringing)
            next = Earlier(next, callee.ExpiresAt);
        foreach (var seat in Participants)
        {
            if (seat.LostAt is not { } lost)
                continue;
            next = Earlier(next, lost + rules.Reconnect);
            if (!seat.LossShown)
                next = Earlier(next, lost + CallRules.HideLoss);
        }

        return next;
    }

    /// <summary>The user's entity says whether it rings.</summary>
    public CallDecision RingAnswered(UserId user, RingOutcome outcome, DateTimeOffset now)
    {
        if (State == CallState.Ended || CalleeOf(user) is not { State: CalleeState.Ringing } callee)
            return Nothing();
        var step = new CallStep(this);
        switch (outcome)
        {
            case RingOutcome.Ringing when !callee.Heard:
                step.Replace(callee, callee with { Heard = true });
                step.Tell(new CallRinging(Id, user));
                break;
            case RingOutcome.Busy:
                step.StopRinging(callee, CalleeState.Busy);
                step.Tell(new CallBusy(Id, user));
                step.Settle(now);
                break;
            case RingOutcome.Silenced:
                //// Rings on for everybody else, as for a callee who is offline.
                step.TellDevices(user, new CallEnded(Id, EndReasons.Busy, (this with { EndedAt = now }).DurationMs));
                break;
            default:
                return Nothing();
        }

        return step.Done();
    }

    /// <summary>The connection of a participant ended. The others hear of it only if it stays away.</summary>
    public CallDecision Lost(SessionId session, DateTimeOffset now)
    {
        if (Participants.FirstOrDefault(p => p.Session == session) is not { LostAt: null } seat)
            return Nothing();
        var step = new CallStep(this);
        step.Replace(seat, seat with { LostAt = now });
        return step.Done();
    }

    /// <summary>
    /// A connection that was thought lost is there after all. It hears again who is in the call and for whom it rings: the owner before may have stored that and told nobody.
    /// </summary>
    public CallDecision Found(SessionId session)
    {
        if (Participants.FirstOrDefault(p => p.Session == session) is not { LostAt: not null } seat)
            return Nothing();
        var step = new CallStep(this);
        var back = seat with { LostAt = null, LossShown = false };
        step.Replace(seat, back);
        if (seat.LossShown)
            step.Tell(CallParticipantJoined.Of(Id, back.View, JoinReasons.Reconnected), except: back.Key);
        foreach (var other in Participants.Where(p => p.Key != back.Key))
            step.Tell(back, CallParticipantJoined.Of(Id, other.View, JoinReasons.Reconnected));
        step.TellWhoRings(back.User);
        return step.Done();
    }

    /// <summary>Everything whose time has come at <paramref name="now"/>.</summary>
    public CallDecision Advance(CallRules rules, DateTimeOffset now)
    {
        if (Next(rules) is not { } next || next > now)
            return Nothing();
        var step = new CallStep(this);
        if (State == CallState.Ended)
        {
            step.Closed([]);
            return step.Done();
        }

        foreach (var callee in Ringing.Where(c => c.ExpiresAt <= now).ToList())
            step.StopRinging(callee, CalleeState.Missed);
        step.Settle(now);
        if (step.Call.IsDeserted(rules, now))
            step.RingNoMore(now);
        foreach (var seat in Participants.Where(p => p.LostAt is not null))
            AdvanceLost(step, seat, rules, now);
        if (step.Call is { State: not CallState.Ended, AloneSince: { } alone } && alone + CallRules.Alone <= now)
            step.End(AnsweredAt is null ? EndReasons.Timeout : EndReasons.Hangup, now);
        return step.Done();
    }

    /// <summary>
    /// For an owner that has just started: every connection counts as lost until it shows otherwise. A call whose owner was gone too long
    /// (last known to live at <paramref name="aliveAt"/>) ended then.
    /// </summary>
    public CallDecision Restored(CallRules rules, DateTimeOffset aliveAt, DateTimeOffset now)
    {
        if (State == CallState.Ended)
            return Nothing();
        var step = new CallStep(this with { Participants = [.. Participants.Select(p => p with { LostAt = now })] });
        if (State == CallState.Active && now - aliveAt > CallRules.Forgotten)
        {
            step.End(EndReasons.Failed, aliveAt);
            return step.Done();
        }

        return step.Call.Advance(rules, now);
    }

    /// <summary>For an owner that finds the call over, but not in the room's log: whom the owner before may not have told of the end, is told again.</summary>
    public CallDecision EndedBefore()
    {
        var step = new CallStep(this);
        step.TellOfTheEnd(Everybody);
        return step.Done();
    }

    // Nobody is there to be met, for longer than a page takes to load again: who answered now would be alone.
    private bool IsDeserted(CallRules rules, DateTimeOffset now)
    {
        var patience = rules.Reconnect < CallRules.HideLoss ? rules.Reconnect : CallRules.HideLoss;
        return State != CallState.Ended && Participants.All(p => p.LostAt + patience <= now);
    }

    private static void AdvanceLost(CallStep step, Participant seat, CallRules rules, DateTimeOffset now)
    {
        if (step.Call.State == CallState.Ended)
            return;
        if (seat.LostAt + rules.Reconnect <= now)
        {
            if (step.Call.OneToOne || step.Call.Participants.Count == 1)
                step.End(EndReasons.Failed, now);
            else
                step.Leave(LeaveReasons.Lost, seat);
            step.Settle(now);
        }
        else if (!seat.LossShown && seat.LostAt + CallRules.HideLoss <= now)
        {
            step.Replace(seat, seat with { LossShown = true });
            step.Tell(new CallParticipantLeft(step.Call.Id, seat.Key, LeaveReasons.Reconnecting), except: seat.Key);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset other) => one is null || other < one ? other : one;
}
