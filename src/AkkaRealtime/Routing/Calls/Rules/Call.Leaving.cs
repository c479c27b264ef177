using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>Going: decline, cancel, leave, end. Of a call that has ended, all of them are granted: what they ask for is so.</summary>
internal sealed partial record Call
{
    /// <summary>A callee declines. One to one, that is the end; in a group the others go on.</summary>
    public CallDecision Decline(Caller who, string? reason, DateTimeOffset now)
    {
        if (State == CallState.Ended)
            return Nothing();
        if (CalleeOf(who.User) is not { } callee)
            return Refuse(ErrorCode.Forbidden, "This call is not ringing for you.");
        if (callee.State == CalleeState.Declined)
            return Nothing();
        if (callee.State != CalleeState.Ringing)
            return Refuse(ErrorCode.Conflict, "This call no longer rings for you.");
        var step = new CallStep(this);
        step.StopRinging(callee, CalleeState.Declined);
        step.Tell(new CallDeclined(Id, who.User, reason));
        step.Settle(now);
        if (step.Call.State != CallState.Ended)
            step.TellDevices(who.User, new CallAnsweredElsewhere(Id, ParticipantName.Of(who)), except: who.Session);
        return step.Done();
    }

    /// <summary>The host takes the call back. Where that crosses somebody's accept, the host leaves: either way it has hung up.</summary>
    public CallDecision Cancel(Caller who, DateTimeOffset now)
    {
        if (State == CallState.Ended)
            return Nothing();
        return who.User == Host || who.User == Starter ? Leave(who, now) : Refuse(ErrorCode.Forbidden, "Only the user who started the call can cancel it. Use call.leave or call.decline.");
    }

    /// <summary>A participant leaves. One to one, or as the last, that is the end. Whoever has left already is granted it again.</summary>
    public CallDecision Leave(Caller who, DateTimeOffset now)
    {
        if (State == CallState.Ended)
            return Nothing();
        if (SeatOf(who) is not { } seat)
            return EverIn.Contains(who.User) && SeatOf(who.User) is null ? Nothing() : NotIn();
        var step = new CallStep(this);
        if (OneToOne || Participants.Count == 1)
            step.End(State == CallState.Ringing ? EndReasons.Cancelled : EndReasons.Hangup, now);
        else
            step.Leave(LeaveReasons.Left, seat);
        step.Settle(now);
        return step.Done();
    }

    /// <summary>The host ends it for everybody, or somebody who <paramref name="moderates"/> the room, in the call or not.</summary>
    public CallDecision EndForAll(Caller who, DateTimeOffset now, bool moderates = false)
    {
        if (State == CallState.Ended)
            return Nothing();
        if (who.User != Host && !moderates)
            return Refuse(ErrorCode.Forbidden, "Only the host, and owners and admins of the room, can end the call for everybody. Use call.leave.");
        return End(now);
    }

    /// <summary>Ends it for everybody, whoever wants it.</summary>
    public CallDecision End(DateTimeOffset now)
    {
        var step = new CallStep(this);
        step.End(EndReasons.Host, now);
        return step.Done();
    }
}
