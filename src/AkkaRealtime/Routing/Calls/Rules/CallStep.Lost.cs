using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>Lost connections: whose page is gone, and whose page is back.</summary>
internal sealed partial class CallStep
{
    /// <summary>A page that has come back does not know for whom it rings.</summary>
    public void TellWhoRings(UserId user)
    {
        if (Call.SeatOf(user) is not { } seat)
            return;
        foreach (var callee in Call.Ringing.Where(c => c.Heard))
            Tell(seat, new CallRinging(Call.Id, callee.User));
    }

    /// <summary>It is over: these users' devices are told, and no user is in it any more.</summary>
    public void TellOfTheEnd(IReadOnlyList<UserId> users)
    {
        foreach (var user in users)
        {
            TellDevices(user, new CallEnded(Call.Id, Call.Outcome!, Call.DurationMs));
            _effects.Add(new Release(user));
        }
    }

    /// <summary>Nobody is there whom a callee could meet: a call that nobody has answered is cancelled, one that goes on rings no more.</summary>
    public void RingNoMore(DateTimeOffset now)
    {
        if (Call.State == CallState.Ringing)
            End(EndReasons.Cancelled, now);
        foreach (var callee in Call.Ringing.ToList())
            StopRinging(callee, CalleeState.Missed);
        Settle(now);
    }
}
