using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Queries;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls.Router;

/// <summary>
/// <c>call.seen</c>: kept first, then answered with the number that is left, counted after that, and so with whatever was missed meanwhile. The user's
/// other devices are told the same.
/// </summary>
internal sealed class SeenMarks(CallServices services, CallQueries queries, PendingRequests pending, IActorRef self)
{
    private readonly Dictionary<JournalEntry, string> _underWay = new(ReferenceEqualityComparer.Instance);

    /// <summary>Hands the mark to the journal; <paramref name="token"/> is the request that waits for it.</summary>
    public void Keep(UserId user, CallId? call, string token)
    {
        var entry = new SaveCallsSeen(self, user, call);
        if (services.Journal.TryWrite(entry))
            _underWay.Add(entry, token);
        else
            pending.GiveUp(token);
    }

    /// <summary>The journal's answer.</summary>
    public void Take(JournalResult result)
    {
        var entry = result switch { Saved saved => saved.Entry, SaveFailed failed => failed.Entry, _ => null };
        if (entry is not SaveCallsSeen seen || !_underWay.Remove(entry, out var token))
            return;
        if (result is SaveFailed)
        {
            pending.GiveUp(token);
            return;
        }

        queries.UnseenAsync(seen.User).PipeTo(
            self,
            success: unseen => new Counted(token, seen.User, seen.Call, unseen),
            failure: _ => new Counted(token, seen.User, seen.Call, null));
    }

    /// <summary>Answers, and tells the user's other devices.</summary>
    public void Tell(Counted counted)
    {
        var (token, user, call, unseen) = counted;
        var waiting = pending.Take(token);
        waiting?.Connection.Tell(CallEnvelopes.Ok(new CallOk(call, unseen?.Missed, unseen?.Revision), waiting.Request.Ref), self);
        if (unseen is { } left)
            services.Users.Tell(new TellUser(user, CallEnvelopes.Unseen(new CallUnseen(left.Missed, left.Revision)), ExceptSession: waiting?.Request.Caller.Session), self);
    }

    /// <summary>
    /// How many missed calls are left after <paramref name="Call"/>, or all, were marked. Null where the store could not say: the next request for the history counts again.
    /// </summary>
    internal sealed record Counted(string Token, UserId User, CallId? Call, UnseenCalls? Unseen);
}
