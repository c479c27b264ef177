using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>Brings the full-text index up to what messages say now, step by step.</summary>
internal sealed class SqliteTextIndex(SqliteSession session)
{
    // Some milliseconds: as long as a commit may have to wait for one.
    private const int StepRows = 256;
    private const int MergePages = 64;

    private readonly List<(long Pos, bool Again)> _step = new(StepRows);

    /// <summary>Indexes some, inside the caller's transaction; true where more may be waiting.</summary>
    public bool Step()
    {
        _step.Clear();
        var waiting = session["SELECT pos, again FROM unindexed ORDER BY pos LIMIT ?1"].Bind(1, StepRows);
        while (waiting.Step())
            _step.Add((waiting.Number(0), waiting.Number(1) != 0));
        if (_step.Count == 0)
            return false;
        foreach (var (pos, again) in _step)
            Index(pos, again);
        session["DELETE FROM unindexed WHERE pos <= ?1"].Bind(1, _step[^1].Pos).Run();
        return _step.Count == StepRows;
    }

    /// <summary>Merges some pages of the index into one segment, which leaves out deleted texts; true where there is more to do.</summary>
    /// <param name="first">Takes all segments there are for the merge (a negative count of pages, as FTS5 has it).</param>
    public bool Merge(bool first)
    {
        var before = session.TotalChanges;
        session["INSERT INTO texts (texts, rank) VALUES ('merge', ?1)"].Bind(1, first ? -MergePages : MergePages).Run();
        return first || session.TotalChanges - before >= 2;
    }

    private void Index(long pos, bool again)
    {
        if (again)
            session["DELETE FROM texts WHERE rowid = ?1"].Bind(1, pos).Run();
        if (Text(pos) is { Length: > 0 } text)
            session["INSERT INTO texts (rowid, text) VALUES (?1, ?2)"].Bind(1, pos).Bind(2, text).Run();
    }

    private string? Text(long pos)
    {
        var row = session["SELECT e.envelope, o.text, coalesce(o.deleted, 0) FROM events e LEFT JOIN overlays o ON o.pos = e.pos WHERE e.pos = ?1"].Bind(1, pos);
        if (!row.Step())
            return null;
        var text = row.Number(2) != 0 ? null : row.TextOrNull(1) ?? ((ChatMessage)RoomEventJson.Decode(row.Blob(0))).Text;
        row.Reset();
        return text;
    }
}
