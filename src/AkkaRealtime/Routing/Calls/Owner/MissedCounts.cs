using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// Tells users how many missed calls they have not seen, when they miss one, or enter one that they had missed. Counted in the store once it has the call, so that no counter here can be wrong.
/// </summary>
internal sealed class MissedCounts(CallServices services, IActorRef owner)
{
    private CallId _call;
    private IReadOnlyList<UserId> _before = [];

    /// <summary>The store has <paramref name="entry"/>: whoever has missed the call, or no longer has, is counted. The owner is told <see cref="Counted"/>.</summary>
    public void Kept(JournalEntry entry)
    {
        if (entry is not SaveCall { Missed: { } missed } save)
            return;
        if (save.Call != _call)
            (_call, _before) = (save.Call, []);
        var changed = missed.Except(_before).Concat(_before.Except(missed)).ToList();
        _before = missed;
        if (changed.Count > 0)
            CountAsync(services.Store, changed).PipeTo(owner, success: counts => new Counted(counts), failure: _ => NotCounted.Instance);
    }

    /// <summary>Tells the users.</summary>
    public void Tell(Counted counted)
    {
        foreach (var (user, missed) in counted.Missed)
            services.Users.Tell(new TellUser(user, CallEnvelopes.Unseen(new CallUnseen(missed.Missed, missed.Revision))), owner);
    }

    private static async Task<IReadOnlyDictionary<UserId, UnseenCalls>> CountAsync(ICallStore store, IReadOnlyCollection<UserId> users) =>
        await store.UnseenCallsAsync(users, CancellationToken.None).ConfigureAwait(false);

    /// <summary>How many missed calls each of them has not seen.</summary>
    internal sealed record Counted(IReadOnlyDictionary<UserId, UnseenCalls> Missed);

    /// <summary>The store could not say. The next request for the history counts again.</summary>
    internal sealed class NotCounted
    {
        /// <summary>The only one.</summary>
        public static readonly NotCounted Instance = new();
    }
}
