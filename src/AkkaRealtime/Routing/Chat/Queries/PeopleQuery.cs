using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>people.sync</c>: for a client that keeps names, those that changed while it was away.</summary>
internal sealed class PeopleQuery(IChatStore store) : IChatQuery<PeopleSyncRequest>
{
    /// <summary>The most people of one page.</summary>
    public const int MaxPeople = 1_000;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, PeopleSyncRequest request, CancellationToken cancel)
    {
        var renamed = await store.RenamedAsync(caller.User, request.Since!.Value, MaxPeople + 1, cancel).ConfigureAwait(false);
        var more = renamed.Count > MaxPeople;
        var page = more ? renamed.Take(MaxPeople).ToList() : renamed;
        var people = new PeopleSynced([.. page.Select(r => new Person(r.User, r.Name))], more, more ? UpTo(page) : null);
        return [EnvelopeWriter.Write("people.synced", people, ChatJson.Default.PeopleSynced, @ref)];
    }

    // Others of the last millisecond may be on the next page: it begins with all of them, unless they fill a page by themselves.
    private static DateTimeOffset UpTo(IReadOnlyList<RenamedUser> page) =>
        page[0].At < page[^1].At ? page[^1].At.AddMilliseconds(-1) : page[^1].At;
}
