using AkkaRealtime.Storage;

namespace AkkaRealtime.Sessions.Revoking;

/// <summary>Makes revocations and lifts them: when a call returns, the store has them, they are in force on this node, and other nodes have been told.</summary>
/// <param name="journal">Keeps them.</param>
/// <param name="feed">This node's.</param>
/// <param name="time">The clock.</param>
/// <param name="publish">Tells the connections of every node, at most once.</param>
internal sealed class Revoker(JournalPromise journal, RevocationFeed feed, TimeProvider time, Action<object> publish)
{
    /// <summary>Stores them, and has them take hold.</summary>
    /// <exception cref="StoreUnavailableException">They were not stored.</exception>
    public async Task RevokeAsync(IReadOnlyList<Revocation> revocations, CancellationToken cancel)
    {
        await journal.SaveAsync(owner => new SaveRevocations(owner, revocations, time.GetUtcNow()), cancel).ConfigureAwait(false);
        await TellAsync().ConfigureAwait(false);
    }

    /// <summary>Lifts one.</summary>
    /// <exception cref="StoreUnavailableException">That was not stored.</exception>
    public async Task LiftAsync(string id, CancellationToken cancel)
    {
        await journal.SaveAsync(owner => new LiftRevocation(owner, id, time.GetUtcNow()), cancel).ConfigureAwait(false);
        await TellAsync().ConfigureAwait(false);
    }

    private async Task TellAsync()
    {
        publish(LookForRevocations.Instance);
        await feed.LookAsync().ConfigureAwait(false);
    }
}
