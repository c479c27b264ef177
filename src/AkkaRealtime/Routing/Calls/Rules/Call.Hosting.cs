using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>What only the host may, and those who moderate the room: mute (the host alone), remove.</summary>
internal sealed partial record Call
{
    /// <summary>Asks a participant to be quiet. Nothing changes until its own client says so: no microphone is switched remotely behind the back of its page.</summary>
    public CallDecision Mute(Caller who, string participant)
    {
        if (CheckHost(who) is { } error)
            return new CallDecision(this, [], error);
        if (participant == ParticipantName.Of(who))
            return new CallDecision(this, [], RequestError.Bad("participant", "Use call.media to mute yourself."));
        if (Participants.FirstOrDefault(p => p.Key == participant) is not { } seat)
            return new CallDecision(this, [], new RequestError(ErrorCode.NotFound, "This participant is not in the call.", "participant"));
        if (seat.LostAt is not null)
            return new CallDecision(this, [], Away);
        var step = new CallStep(this);
        step.Tell(seat, new CallMuted(Id, ParticipantName.Of(who)));
        return step.Done();
    }

    /// <summary>
    /// Removes a user from a call of a group, or stops ringing them. They come back only when they are invited by somebody who may remove. Who
    /// <paramref name="moderates"/> the room need not be in the call.
    /// </summary>
    public CallDecision Remove(Caller who, UserId user, DateTimeOffset now, bool moderates = false)
    {
        if ((moderates ? CheckGoesOn() : CheckHost(who)) is { } error)
            return new CallDecision(this, [], error);
        if (user == who.User)
            return new CallDecision(this, [], RequestError.Bad("user", "Use call.leave to leave, or call.end to end the call for everybody."));
        if (OneToOne)
            return Refuse(ErrorCode.Conflict, "A one-to-one call ends when either participant leaves. Use call.leave.");
        var seat = SeatOf(user);
        var rung = CalleeOf(user) is { State: CalleeState.Ringing } callee ? callee : null;
        if (seat is null && rung is null)
            return new CallDecision(this, [], new RequestError(ErrorCode.NotFound, "This user is neither in the call nor being rung.", "user"));
        var step = new CallStep(this);
        step.Remove(user, seat, rung, now);
        step.Settle(now);
        return step.Done();
    }

    private RequestError? CheckGoesOn() => State == CallState.Ended ? Over().Error : null;

    private RequestError? CheckHost(Caller who)
    {
        if (CheckGoesOn() is { } over)
            return over;
        if (SeatOf(who) is null)
            return NotIn().Error;
        return who.User == Host ? null : new RequestError(ErrorCode.Forbidden, "Only the host of the call can do this.");
    }
}
