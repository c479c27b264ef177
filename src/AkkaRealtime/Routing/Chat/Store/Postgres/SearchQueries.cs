using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Search;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Full-text search.</summary>
internal sealed class SearchQueries(PostgresReads reads)
{
    private const string Hits =
        "SELECT " + MessageQueries.ViewColumns + ", r.id FROM tokens t JOIN events e ON e.room = t.room AND e.seq = t.seq " +
        "LEFT JOIN overlays o ON o.room = e.room AND o.seq = e.seq JOIN rooms r ON r.n = t.room JOIN members m ON m.room = r.n AND m.user_id = $1 " +
        "WHERE t.vector @@ $2::tsquery ";

    private const string InRoom = Hits + "AND r.id = $3 AND t.seq < $4 ORDER BY t.seq DESC LIMIT $5";
    private const string InAllRooms = Hits + "AND ($3 IS NULL OR e.at < $3 OR (e.at = $3 AND e.id < $4)) ORDER BY e.at DESC, e.id DESC LIMIT $5";

    public async Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, SearchCursor? before, int limit, CancellationToken cancel)
    {
        var terms = SearchTerm.Of(text);
        if (terms.Count == 0)
            return new SearchPage([], false);
        PostgresParameter[] which = room is { } one ? [one.Value, before?.Before ?? long.MaxValue] : [before?.Before, before?.Id?.Value];
        var hits = await reads.QueryAsync(
            room is null ? InAllRooms : InRoom,
            row => new SearchHit(new RoomId(row.GetString(6)), MessageQueries.View(row)),
            cancel,
            [user.Value, Tokens.Query(terms), .. which, limit + 1L]).ConfigureAwait(false);
        var more = hits.Count > limit;
        if (more)
            hits.RemoveAt(limit);
        return new SearchPage(hits, more);
    }
}
