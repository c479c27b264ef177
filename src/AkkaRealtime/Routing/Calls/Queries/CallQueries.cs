using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Queries;

/// <summary>What the store answers without the owner of any call. Runs outside of the router.</summary>
internal sealed class CallQueries(ICallStore store, TimeProvider time)
{
    private const int DefaultPage = 50;

    // Calls of one `call.list`. Who is in more busy rooms sees the newest.
    private const int MaxListed = 200;

    /// <summary><c>call.history</c> of a user.</summary>
    public async Task<EncodedEnvelope> HistoryAsync(UserId user, CallHistoryRequest request, string? @ref)
    {
        // One more than asked for tells whether there is more.
        var limit = request.Limit ?? DefaultPage;
        var calls = await store.CallsAsync(user, request.Before, limit + 1, CancellationToken.None).ConfigureAwait(false);
        var entries = calls.Take(limit).Select(c => CallHistoryEntries.Of(c, user)).OfType<CallHistoryEntry>().ToList();
        var unseen = await UnseenAsync(user).ConfigureAwait(false);
        return CallEnvelopes.History(new CallHistory(entries, calls.Count > limit, unseen.Missed, unseen.Revision), @ref);
    }

    /// <summary><c>call.list</c> of a user.</summary>
    public async Task<EncodedEnvelope> ListAsync(UserId user, string? @ref)
    {
        var calls = await store.LiveCallsAsync(user, MaxListed, CancellationToken.None).ConfigureAwait(false);
        var now = time.GetUtcNow();
        return CallEnvelopes.List([.. calls.Select(c => StoredCalls.Live(c, now)?.View()).OfType<CallView>()], @ref);
    }

    /// <summary>How many missed calls a user has not seen.</summary>
    public async Task<UnseenCalls> UnseenAsync(UserId user) =>
        (await store.UnseenCallsAsync([user], CancellationToken.None).ConfigureAwait(false)).GetValueOrDefault(user);
}
