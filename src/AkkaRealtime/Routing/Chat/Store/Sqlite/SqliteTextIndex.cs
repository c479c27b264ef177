using AkkaRealtime.Routing.Chat.Store.Search;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>
/// Brings the full-text index up to what messages say now: at once where messages come many at a time and in order, as from the append log, and otherwise step by step behind the commits.
/// </summary>
internal sealed class SqliteTextIndex(SqliteSession session)
{
    // Some milliseconds: as long as a commit may have to wait for one. Bigger steps cost less a message, since FTS5 writes a segment for each.
    private const int StepRows = 1_024;
    private const int StepCharacters = 256 * 1_024;

    // As many as a big step of the append log has: all of them are one segment.
    private const int OrderedCharacters = 1_024 * 1_024;
    private const int MergePages = 64;

    private readonly List<(long Pos, bool Again)> _step = new(StepRows);
    private readonly SqliteStatement _insert = session["INSERT INTO room_words (rowid, words) VALUES (?1, ?2)"];

    // What may still be added at once.
    private int _room;

    /// <summary>From now on messages are added in the order of their positions. One that comes before the last would have FTS5 write a segment of its own.</summary>
    public void BeginOrder() => _room = OrderedCharacters;

    /// <summary>From now on they are not.</summary>
    public void EndOrder() => _room = 0;

    /// <summary>Indexes a new message; false where it has to wait.</summary>
    public bool TryAdd(long pos, string text)
    {
        if (_room <= 0)
            return false;
        _room -= text.Length + 1;
        Add(pos, text);
        return true;
    }

    /// <summary>Indexes some, inside the caller's transaction; true where more may be waiting.</summary>
    public bool Step()
    {
        _step.Clear();
        var waiting = session["SELECT pos, again FROM unindexed ORDER BY pos LIMIT ?1"].Bind(1, StepRows);
        while (waiting.Step())
            _step.Add((waiting.Number(0), waiting.Number(1) != 0));
        if (_step.Count == 0)
            return false;
        var (done, characters) = (0, 0);
        for (; done < _step.Count && characters < StepCharacters; done++)
            characters += Index(_step[done].Pos, _step[done].Again);
        session["DELETE FROM unindexed WHERE pos <= ?1"].Bind(1, _step[done - 1].Pos).Run();
        return _step.Count == StepRows || done < _step.Count;
    }

    /// <summary>Merges some pages of the index into one segment, which leaves out deleted texts; true where there is more to do.</summary>
    /// <param name="first">Takes all segments there are for the merge (a negative count of pages, as FTS5 has it).</param>
    public bool Merge(bool first)
    {
        var before = session.TotalChanges;
        session["INSERT INTO room_words (room_words, rank) VALUES ('merge', ?1)"].Bind(1, first ? -MergePages : MergePages).Run();
        return first || session.TotalChanges - before >= 2;
    }

    /// <summary>Indexes messages whose ids come before <paramref name="before"/>, the last ones first, whether or not they are in the index.</summary>
    /// <returns>The id that is next, null where all are done; and how many messages they were.</returns>
    public (string? Before, int Done) StepBack(string before)
    {
        var messages = new List<(long Pos, string Id, bool IsMessage)>(StepRows);
        var row = session["SELECT pos, id, type FROM events WHERE id < ?1 AND id IS NOT NULL ORDER BY id DESC LIMIT ?2"].Bind(1, before).Bind(2, StepRows);
        while (row.Step())
            messages.Add((row.Number(0), row.Text(1), row.Number(2) == 1));
        var (characters, done) = (0, 0);
        foreach (var (pos, id, isMessage) in messages)
        {
            if (characters >= StepCharacters)
                return (before, done);
            before = id;
            if (!isMessage)
                continue;
            characters += Index(pos, again: true);
            session["DELETE FROM unindexed WHERE pos = ?1"].Bind(1, pos).Run();
            done++;
        }

        return (messages.Count == StepRows ? before : null, done);
    }

    private int Index(long pos, bool again)
    {
        if (again)
            session["DELETE FROM room_words WHERE rowid = ?1"].Bind(1, pos).Run();
        if (Text(pos) is not { Length: > 0 } text)
            return 0;
        Add(pos, text);
        return text.Length;
    }

    private void Add(long pos, string text) => _insert.Bind(1, pos).Bind(2, RoomWords.Of(LogPosition.Room(pos), text)).Run();

    private string? Text(long pos)
    {
        var row = session["SELECT e.envelope, o.text, coalesce(o.deleted, 0) FROM events e LEFT JOIN overlays o ON o.pos = e.pos WHERE e.pos = ?1"].Bind(1, pos);
        if (!row.Step())
            return null;
        var text = row.Number(2) != 0 ? null : row.TextOrNull(1) ?? RoomEventJson.TextOf(row.Bytes(0));
        row.Reset();
        return text;
    }
}
