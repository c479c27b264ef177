using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>Being taken out: by losing the room, or by an administrator who ends the user's sessions.</summary>
internal sealed partial record Call
{
    /// <summary>Who has to be a member of the room: the participants, and those for whom it rings.</summary>
    [JsonIgnore]
    public IReadOnlyList<UserId> Present => [.. Participants.Select(p => p.User).Union(Ringing.Select(c => c.User))];

    /// <summary>
    /// These users are not members of the room any more. They are out, and hear that it is over; it rings for them no more, which is no missed call; none
    /// of them is host. A ringing call that its caller lost is cancelled. Whoever becomes a member again may join again.
    /// </summary>
    public CallDecision Dismiss(IReadOnlyList<UserId> users, DateTimeOffset now)
    {
        if (State == CallState.Ended)
            return Nothing();
        var seats = Participants.Where(p => users.Contains(p.User)).ToList();
        var rung = Ringing.Where(c => users.Contains(c.User)).ToList();
        if (seats.Count == 0 && rung.Count == 0)
            return Nothing();
        var step = new CallStep(this);
        step.Dismiss(seats, rung, now);
        step.Settle(now);
        return step.Done();
    }

    /// <summary>
    /// An administrator has ended the user's sessions. Nobody comes back from that within seconds: the place is not kept as for a lost connection, and it
    /// rings for them no more, which they missed.
    /// </summary>
    public CallDecision SignedOut(UserId user, DateTimeOffset now)
    {
        if (State == CallState.Ended)
            return Nothing();
        var seat = SeatOf(user);
        var rung = CalleeOf(user) is { State: CalleeState.Ringing } callee ? callee : null;
        if (seat is null && rung is null)
            return Nothing();
        var step = new CallStep(this);
        if (rung is not null)
            step.StopRinging(rung, CalleeState.Missed);
        if (seat is not null && (OneToOne || Participants.Count == 1))
            step.End(State == CallState.Ringing ? EndReasons.Cancelled : EndReasons.Hangup, now);
        else if (seat is not null)
            step.Leave(LeaveReasons.Left, seat);
        step.Settle(now);
        return step.Done();
    }
}
