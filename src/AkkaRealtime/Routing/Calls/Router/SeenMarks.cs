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
/// <c>call.seen</c>: kept first, then answered. The user's other devices are told the number that is left, counted after that, and so whatever
/// was missed meanwhile.
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

        SessionId? asker = null;
        if (pending.Take(token) is { } waiting)
        {
            asker = waiting.Request.Caller.Session;
            waiting.Connection.Tell(CallEnvelopes.Ok(seen.Call, waiting.Request.Ref), self);
        }

        queries.UnseenAsync(seen.User).PipeTo(
            self,
            success: missed => new Counted(seen.User, missed, asker),
            failure: _ => NotCounted.Instance);
    }

    /// <summary>Tells the user's other devices.</summary>
    public void Tell(Counted counted) =>
        services.Users.Tell(new TellUser(counted.User, CallEnvelopes.Unseen(counted.Missed), ExceptSession: counted.Asker), self);

    /// <summary>How many missed calls are left.</summary>
    internal sealed record Counted(UserId User, int Missed, SessionId? Asker);

    /// <summary>The store could not say. The next request for the history counts again.</summary>
    internal sealed class NotCounted
    {
        /// <summary>The only one.</summary>
        public static readonly NotCounted Instance = new();
    }
}
