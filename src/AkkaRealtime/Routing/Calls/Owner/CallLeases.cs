using Akka.Actor;
using AkkaRealtime.Routing.Calls.Rules;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// The signs of life of a live call: users' entities, the store and the media server hear of it every 20 s. Where they hear nothing for longer,
/// they let it go; so nothing rings on, and nobody stays busy, for an owner that is gone.
/// </summary>
internal sealed class CallLeases(CallServices services, CallLedger ledger, CallMediaServer mediaServer, IActorRef owner)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    /// <summary>When they are renewed next; null: no call goes on.</summary>
    public DateTimeOffset? Next { get; private set; }

    /// <summary>A call has begun, goes on, or there is none.</summary>
    public void Follow(bool isLive, DateTimeOffset now) => Next = isLive ? Next ?? now + Every : null;

    /// <summary>The owner has just taken the call over: everybody is to know at once.</summary>
    public void RenewAtOnce(DateTimeOffset now) => Next = now;

    /// <summary>Renews what is due.</summary>
    public void Advance(Call call, DateTimeOffset now)
    {
        if (Next is not { } due || due > now)
            return;
        var told = new CallForUsers(call);
        foreach (var seat in call.Participants)
            services.Users.Tell(told.Reserve(seat.User), owner);
        foreach (var callee in call.Ringing.Where(c => !c.Quiet))
            services.Users.Tell(told.Ring(callee), owner);
        mediaServer.OpenAgain();
        ledger.Save(call, now);
        Next = now + Every;
    }
}
