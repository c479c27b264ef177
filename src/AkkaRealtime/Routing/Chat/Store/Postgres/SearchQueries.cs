using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Search;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Full-text search: the index is asked for each of the user's rooms, and so never reads what other rooms hold.</summary>
internal sealed class SearchQueries(PostgresReads reads)
{
    /// <summary>In all rooms of user $1, for $2 with the prefix of a room left open, before time $3 and id $4; $5 at most.</summary>
    internal const string InAllRooms =
        "WITH " + Mine + ") SELECT " + MessageQueries.ViewColumns + ", q.id FROM mine q " +
        "CROSS JOIN LATERAL (SELECT t.seq FROM room_words t WHERE t.vector @@ q.query) h " + Messages +
        "WHERE $3 IS NULL OR e.at < $3 OR (e.at = $3 AND e.id < $4) ORDER BY e.at DESC, e.id DESC LIMIT $5";

    // Nothing but its tokens says of which room a message is: so it is looked for by them alone, and not by reading the room.
    private const string InRoom =
        "WITH " + Mine + " AND r.id = $3) SELECT " + MessageQueries.ViewColumns + ", q.id FROM mine q " +
        "CROSS JOIN LATERAL (SELECT t.seq FROM room_words t WHERE t.vector @@ q.query AND t.seq < $4 ORDER BY t.seq DESC LIMIT $5) h " + Messages +
        "ORDER BY e.seq DESC";

    private const string Mine =
        "mine AS MATERIALIZED (SELECT r.n, r.id, replace($2, '" + Tokens.RoomPlace + "', to_hex(r.n) || 'x')::tsquery AS query FROM members m JOIN rooms r ON r.n = m.room WHERE m.user_id = $1";

    private const string Messages = "JOIN events e ON e.room = q.n AND e.seq = h.seq LEFT JOIN overlays o ON o.room = e.room AND o.seq = e.seq ";

    public async Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, SearchCursor? before, int limit, CancellationToken cancel)
    {
        var terms = SearchTerm.Of(text);
        if (terms.Count == 0)
            return new SearchPage([], false);
        PostgresParameter[] which = room is { } one ? [one.Value, before?.Before ?? long.MaxValue] : [before?.Before, before?.Id?.Value];
        var hits = await reads.QueryAsync(
            room is null ? InAllRooms : InRoom,
            row => new SearchHit(new RoomId(row.GetString(MessageQueries.ViewWidth)), MessageQueries.View(row)),
            cancel,
            [user.Value, Tokens.Query(terms), .. which, limit + 1L]).ConfigureAwait(false);
        var more = hits.Count > limit;
        if (more)
            hits.RemoveAt(limit);
        return new SearchPage(hits, more);
    }
}
