using AkkaRealtime.Routing.Chat.Store.Search;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Store.Memory;

/// <summary>Full-text search in memory: looks at everything.</summary>
internal static class MemorySearch
{
    public static SearchPage Search(IEnumerable<MemoryChatRoom> rooms, string text, bool inOneRoom, SearchCursor? before, int limit)
    {
        var terms = SearchTerm.Of(text);
        if (terms.Count == 0)
            return new SearchPage([], false);
        var found = rooms
            .SelectMany(r => r.Tokens.Where(t => terms.All(term => term.Matches(t.Value))).Select(t => new SearchHit(r.Log.Id, r.View(t.Key)!)))
            .Where(h => IsBefore(h, inOneRoom, before));
        var ordered = inOneRoom
            ? found.OrderByDescending(h => h.Message.Seq)
            : found.OrderByDescending(At).ThenByDescending(h => h.Message.Id.Value, StringComparer.Ordinal);
        var hits = ordered.Take(limit + 1).ToList();
        return new SearchPage([.. hits.Take(limit)], hits.Count > limit);
    }

    private static bool IsBefore(SearchHit hit, bool inOneRoom, SearchCursor? before)
    {
        if (before is not { } last)
            return true;
        return inOneRoom
            ? hit.Message.Seq < last.Before
            : At(hit) < last.Before || (At(hit) == last.Before && last.Id is { } id && string.CompareOrdinal(hit.Message.Id.Value, id.Value) < 0);
    }

    private static long At(SearchHit hit) => hit.Message.At.ToUnixTimeMilliseconds();
}
