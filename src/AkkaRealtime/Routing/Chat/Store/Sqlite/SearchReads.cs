using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Search;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Full-text search.</summary>
internal static class SearchReads
{
    // By position, which is what the index is kept by: it ends with the page.
    private const string InRoom =
        "SELECT " + OverlayRow.ViewColumns + " FROM tokens t CROSS JOIN events e ON e.pos = t.rowid LEFT JOIN overlays o ON o.pos = e.pos " +
        "WHERE tokens MATCH ?1 AND t.rowid > ?2 AND t.rowid < ?3 ORDER BY t.rowid DESC LIMIT ?4";

    // Between the first and the last of the user's rooms, and whose room it is, before anything else is read of a message; what it says only for those of the page.
    private const string InAllRooms =
        "SELECT " + OverlayRow.ViewColumns + ", r.id FROM (SELECT e.pos FROM tokens t CROSS JOIN events e ON e.pos = t.rowid " +
        "WHERE tokens MATCH ?1 AND t.rowid > ?6 AND t.rowid < ?7 AND t.rowid >> 32 IN (SELECT room FROM members WHERE user = ?2) AND (?3 IS NULL OR e.at < ?3 OR (e.at = ?3 AND e.id < ?4)) " +
        "ORDER BY e.at DESC, e.id DESC LIMIT ?5) h JOIN events e ON e.pos = h.pos LEFT JOIN overlays o ON o.pos = e.pos JOIN rooms r ON r.n = h.pos >> 32 " +
        "ORDER BY e.at DESC, e.id DESC";

    public static SearchPage Search(SqliteSession s, UserId user, string text, RoomId? room, SearchCursor? before, int limit)
    {
        var terms = SearchTerm.Of(text);
        if (terms.Count == 0)
            return new SearchPage([], false);
        var hits = room is { } one ? Search(s, user, Match(terms), one, before, limit + 1) : Search(s, user, Match(terms), before, limit + 1);
        return new SearchPage(hits.Count > limit ? hits.GetRange(0, limit) : hits, hits.Count > limit);
    }

    private static List<SearchHit> Search(SqliteSession s, UserId user, string match, RoomId room, SearchCursor? before, int limit)
    {
        var hits = new List<SearchHit>();
        var find = s["SELECT r.n, r.head FROM rooms r JOIN members m ON m.room = r.n AND m.user = ?2 WHERE r.id = ?1"].Bind(1, room.Value).Bind(2, user.Value);
        if (!find.Step())
            return hits;
        var (n, head) = (find.Number(0), find.Number(1));
        var row = s[InRoom].Bind(1, match).Bind(2, LogPosition.Of(n, 0)).Bind(3, LogPosition.Of(n, Math.Min(before?.Before ?? head + 1, head + 1))).Bind(4, limit);
        while (row.Step())
            hits.Add(new SearchHit(room, OverlayRow.View(row)));
        return hits;
    }

    private static List<SearchHit> Search(SqliteSession s, UserId user, string match, SearchCursor? before, int limit)
    {
        var hits = new List<SearchHit>();
        var rooms = s["SELECT min(room), max(room) FROM members WHERE user = ?1"].Bind(1, user.Value);
        if (!rooms.Step() || rooms.IsNull(0))
            return hits;
        var (first, last) = (rooms.Number(0), rooms.Number(1));
        var row = s[InAllRooms].Bind(1, match).Bind(2, user.Value).Bind(3, before?.Before).Bind(4, before?.Id?.Value).Bind(5, limit)
            .Bind(6, LogPosition.Of(first, 0)).Bind(7, LogPosition.Of(last, LogPosition.MaxSeq));
        while (row.Step())
            hits.Add(new SearchHit(new RoomId(row.Text(7)), OverlayRow.View(row)));
        return hits;
    }

    // Quoted, nothing in a token is syntax to FTS5, and there is nothing in it that would end the quotes.
    private static string Match(IReadOnlyList<SearchTerm> terms) =>
        string.Join(" AND ", terms.Select(t => $"\"{string.Join(' ', t.Tokens)}\"{(t.IsPrefix ? " *" : "")}"));
}
