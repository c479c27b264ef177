using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>A room's calls go from one owner to the next: by a hand-over, after a fault, or while the owner before still believes that they are its own.</summary>
internal sealed class CallTakeover(
    RoomId room,
    CallServices services,
    CallLedger ledger,
    CurrentCall current,
    CallConnections connections,
    CallEntrance entrance,
    CallLeases leases,
    CallMediaServer mediaServer,
    IActorContext context)
{
    /// <summary>How long after another owner has written somebody looks whether it still is there.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>
    /// Goes on with what the owner before has stored. Connections that are still there (only the owner failed, or moved) answer at once, hear again what it may
    /// have told nobody, and nobody else notices; the others have the usual time to come back.
    /// </summary>
    public void Restore(StoredCall stored)
    {
        if (StoredCalls.Decode(stored.State) is not { } saved)
        {
            CallLog.Unreadable(services.Log, stored.Call);
            return;
        }

        current.Restore(saved.Call);
        if (saved.Call.State == CallState.Ended)
        {
            if (!saved.Call.Recorded)
            {
                current.Apply(call => call.EndedBefore());
                ledger.Record(saved.Call, Now);
            }

            mediaServer.OpenAgain();
            return;
        }

        current.Apply(call => call.Restored(services.Rules, saved.AliveAt, Now));
        leases.RenewAtOnce(Now);
        mediaServer.OpenAgain();
        foreach (var seat in current.Value!.Participants)
            connections.Find(seat.Session, seat.Connection);
    }

    /// <summary>
    /// A user's entity has a call, and asks for it after a loss. One that is not there was never kept, as its owner was lost just after it began: it rings for nobody, and
    /// who was told that it did is told that it doesn't. So is who was told that it rings, or that they are in it, and not that this is over.
    /// </summary>
    public void Answer(UserId user, CallId asked)
    {
        var call = current.Value?.Id == asked ? current.Value : null;
        if (entrance.IsEntering(user, asked) || (call is not null && current.IsLive && Has(call, user)))
            return;
        var reason = call?.Outcome ?? EndReasons.Failed;
        services.Users.Tell(new ReleaseUser(user, asked), context.Self);
        services.Users.Tell(new TellUser(user, CallEnvelopes.Encode(new CallEnded(asked, reason, 0))), context.Self);
    }

    /// <summary>
    /// Another owner has written: nothing of what was decided here since has come about, and nobody hears of it. Where that owner is gone again (it stored its last
    /// state just before the first save here), or is found out (its node had stood still), the next one goes on with what it wrote.
    /// </summary>
    public void GiveWay()
    {
        CallLog.Superseded(services.Log, room);
        current.Abandon();
        entrance.Abandon();
        context.Parent.Tell(new Passivate(PoisonPill.Instance), context.Self);
        if (ledger.IsInOffice)
            context.System.Scheduler.ScheduleTellOnce(LookAgain, services.Calls(), new WakeCall(room), ActorRefs.NoSender);
        else
            WakeNext();
    }

    /// <summary>The owner stops. Where a call goes on, the next owner takes it over at once, and not only when somebody asks for something.</summary>
    public void HandOver()
    {
        var goesOn = current.IsLive;
        current.Stop();
        if (goesOn)
            WakeNext();
    }

    private static bool Has(Call call, UserId user) => call.SeatOf(user) is not null || call.CalleeOf(user) is { State: CalleeState.Ringing };

    private void WakeNext() => services.Calls().Tell(new WakeCall(room), ActorRefs.NoSender);
}
