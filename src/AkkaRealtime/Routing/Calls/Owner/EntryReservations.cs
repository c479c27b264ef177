using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// Asks users' entities whether those who want in are in another call. A yes reserves the user for the call that was named; whoever doesn't come in
/// after all is released again.
/// </summary>
internal sealed class EntryReservations(CallServices services, CurrentCall current, PendingEntries pending, EntryDecisions decisions, IActorRef owner)
{
    /// <summary>Asks for the call that goes on, or the one that the request would start. False where there is neither.</summary>
    public bool TryAsk(PendingEntry entry)
    {
        var call = entry.Command.Request is CallStartRequest start && !current.IsLive ? decisions.Start(start, entry).Call : current.Value;
        if (call is null)
            return false;
        entry.Entering = call.Id;
        entry.Asked = services.Owners.Expect(entry.Command.Caller.User, owner, entry.Token);
        var enter = new CallForUsers(call).Enter(entry.Command.Caller.User);
        entry.Ask(() => services.Users.Tell(enter, owner), services.Time.GetUtcNow());
        return true;
    }

    /// <summary>The request doesn't lead into the call that was asked for.</summary>
    public void Release(PendingEntry entry)
    {
        if (entry.Entering is not { } entering)
            return;
        entry.Entering = null;
        Release(entry.Command.Caller.User, entering);
    }

    /// <summary>Releases a user of <paramref name="call"/>, unless they are in it or rung by it, or another request of theirs is about to lead into it.</summary>
    public void Release(UserId user, CallId call)
    {
        if (pending.IsEntering(user, call))
            return;
        if (current.Value is { } now && now.Id == call && (now.SeatOf(user) is not null || now.CalleeOf(user) is { State: CalleeState.Ringing }))
            return;
        services.Users.Tell(new ReleaseUser(user, call), owner);
    }
}
