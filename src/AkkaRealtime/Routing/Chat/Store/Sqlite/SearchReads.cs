using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Search;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Full-text search: one query of the index for each of the user's rooms, none of which reads what other rooms hold.</summary>
internal static class SearchReads
{
    // By position, which is what the index is kept by: it ends with the page.
    private const string InRoom =
        "SELECT " + OverlayRow.ViewColumns + " FROM room_words t CROSS JOIN events e ON e.pos = t.rowid LEFT JOIN overlays o ON o.pos = e.pos " +
        "WHERE room_words MATCH ?1 AND t.rowid > ?2 AND t.rowid < ?3 ORDER BY t.rowid DESC LIMIT ?4";

    // What a message says is read only for those of the page.
    private const string Places =
        "SELECT e.pos, e.at, e.id FROM room_words t CROSS JOIN events e ON e.pos = t.rowid " +
        "WHERE room_words MATCH ?1 AND t.rowid > ?4 AND t.rowid < ?5 AND (?2 IS NULL OR e.at < ?2 OR (e.at = ?2 AND e.id < ?3)) ORDER BY t.rowid DESC";

    private const string Hit = "SELECT " + OverlayRow.ViewColumns + " FROM events e LEFT JOIN overlays o ON o.pos = e.pos WHERE e.pos = ?1";

    // A room's messages are ordered by number, a page of all rooms by time. Clocks are set back now and then: not by more than this.
    private const long ClockMs = 3_600_000;

    public static SearchPage Search(SqliteSession s, UserId user, string text, RoomId? room, SearchCursor? before, int limit)
    {
        var terms = SearchTerm.Of(text);
        if (terms.Count == 0)
            return new SearchPage([], false);
        var hits = room is { } one ? Search(s, user, terms, one, before, limit + 1) : Search(s, user, terms, before, limit + 1);
        return new SearchPage(hits.Count > limit ? hits.GetRange(0, limit) : hits, hits.Count > limit);
    }

    private static List<SearchHit> Search(SqliteSession s, UserId user, IReadOnlyList<SearchTerm> terms, RoomId room, SearchCursor? before, int limit)
    {
        var hits = new List<SearchHit>();
        var find = s["SELECT r.n, r.head FROM rooms r JOIN members m ON m.room = r.n AND m.user = ?2 WHERE r.id = ?1"].Bind(1, room.Value).Bind(2, user.Value);
        if (!find.Step())
            return hits;
        var (n, head) = (find.Number(0), find.Number(1));
        var row = s[InRoom].Bind(1, Match(terms, n)).Bind(2, LogPosition.Of(n, 0)).Bind(3, LogPosition.Of(n, Math.Min(before?.Before ?? head + 1, head + 1))).Bind(4, limit);
        while (row.Step())
            hits.Add(new SearchHit(room, OverlayRow.View(row)));
        return hits;
    }

    private static List<SearchHit> Search(SqliteSession s, UserId user, IReadOnlyList<SearchTerm> terms, SearchCursor? before, int limit)
    {
        // Where something was said last comes first: of the others, hardly anything is looked at then.
        var rooms = new List<(long N, string Id)>();
        var mine = s["SELECT r.n, r.id FROM members m JOIN rooms r ON r.n = m.room WHERE m.user = ?1 ORDER BY r.active_at DESC"].Bind(1, user.Value);
        while (mine.Step())
            rooms.Add((mine.Number(0), mine.Text(1)));

        var newest = new PriorityQueue<(long Pos, string Room), Place>();
        foreach (var (n, id) in rooms)
        {
            var row = s[Places].Bind(1, Match(terms, n)).Bind(2, before?.Before).Bind(3, before?.Id?.Value).Bind(4, LogPosition.Of(n, 0)).Bind(5, LogPosition.Of(n, LogPosition.MaxSeq));
            Gather(row, id, newest, limit);
        }

        var hits = new List<SearchHit>(newest.Count);
        while (newest.TryDequeue(out var place, out _))
        {
            var row = s[Hit].Bind(1, place.Pos);
            if (row.Step())
                hits.Add(new SearchHit(new RoomId(place.Room), OverlayRow.View(row)));
        }

        hits.Reverse();
        return hits;
    }

    private static void Gather(SqliteStatement row, string room, PriorityQueue<(long Pos, string Room), Place> newest, int limit)
    {
        while (row.Step())
        {
            var place = new Place(row.Number(1), row.Text(2));
            if (newest.Count < limit)
                newest.Enqueue((row.Number(0), room), place);
            else if (newest.TryPeek(out _, out var oldest) && place.CompareTo(oldest) > 0)
                newest.DequeueEnqueue((row.Number(0), room), place);
            else if (place.At < oldest.At - ClockMs)
                break;
        }

        row.Reset();
    }

    // Quoted, nothing in a token is syntax to FTS5, and there is nothing in it that would end the quotes.
    internal static string Match(IReadOnlyList<SearchTerm> terms, long room)
    {
        var prefix = RoomWords.Prefix(room);
        return string.Join(" AND ", terms.Select(t => $"\"{string.Join(' ', t.Tokens.Select(token => prefix + token))}\"{(t.IsPrefix ? " *" : "")}"));
    }

    /// <summary>Where a hit stands among those of all rooms.</summary>
    private readonly record struct Place(long At, string Id) : IComparable<Place>
    {
        public int CompareTo(Place other) => At != other.At ? At.CompareTo(other.At) : string.CompareOrdinal(Id, other.Id);
    }
}
