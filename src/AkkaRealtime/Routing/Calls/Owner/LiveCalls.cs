using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>The live calls of a user, as the store knows them.</summary>
/// <param name="store">Keeps them.</param>
/// <param name="time">The clock.</param>
/// <param name="owners">The shard region of calls; looked up when it is first needed.</param>
internal sealed class LiveCalls(ICallStore store, TimeProvider time, Func<IActorRef> owners) : ILiveCalls
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ResumedCall>> ResumeAsync(UserId user, int limit, CancellationToken cancel)
    {
        var resumed = new List<ResumedCall>();
        foreach (var stored in await store.CallsAsync(user, null, limit, cancel).ConfigureAwait(false))
        {
            var call = Resume(stored, user, time.GetUtcNow());
            if (call is not null)
                resumed.Add(call);

            // It may have ended since: the owner is asked whether the user still has it. Of one that ended just then, it has to tell the room.
            if (stored.Live)
                owners().Tell(call is null ? new WakeCall(stored.Room) : new WakeCall(stored.Room, stored.Call, user), ActorRefs.NoSender);
        }

        return resumed;
    }

    /// <inheritdoc/>
    public void StopRinging(UserId user, CallId call, RingOutcome outcome)
    {
        if (call.Room is { } room)
            owners().Tell(new StopRinging(room, call, user, outcome), ActorRefs.NoSender);
    }

    /// <inheritdoc/>
    public void Wake(UserId user, CallId call)
    {
        if (call.Room is { } room)
            owners().Tell(new WakeCall(room, call, user), ActorRefs.NoSender);
    }

    /// <inheritdoc/>
    public EncodedEnvelope Lapsed(CallId call) => CallEnvelopes.Encode(new CallEnded(call, EndReasons.Failed, 0));

    /// <inheritdoc/>
    public void SignOut(UserId user, CallId call)
    {
        if (call.Room is { } room)
            owners().Tell(new SignOutOfCall(room, call, user), ActorRefs.NoSender);
    }

    private static ResumedCall? Resume(StoredCall stored, UserId user, DateTimeOffset now)
    {
        if (StoredCalls.Live(stored, now) is not { } call)
            return null;
        if (call.SeatOf(user) is not null)
            return new ResumedCall(CallForUsers.Of(call), null);
        return call.CalleeOf(user) is { State: CalleeState.Ringing, Quiet: false } callee && callee.ExpiresAt > now
            ? new ResumedCall(CallForUsers.Of(call), call.View().ExpiresAt)
            : null;
    }
}
