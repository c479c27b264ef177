using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>
/// Takes a database over from the version whose full-text index was <c>texts</c>: removes that, so that nothing in it outlives what is erased, and indexes
/// all messages anew. Each step is done or not at all, and new messages, edits and deletions take their usual way beside it: a step reads what stands then.
/// </summary>
internal sealed class SqliteReindex(SqliteSession session, SqliteTextIndex texts) : ISqliteRebuild
{
    private const int StepPages = 256;
    private const int StepRows = 8_192;
    private bool _isRemoved;

    /// <inheritdoc/>
    public RebuildProgress Rebuild()
    {
        var row = session["SELECT before, done, total FROM reindex"];
        if (!row.Step())
            return default;
        var (before, done, total) = (row.Text(0), row.Number(1), row.Number(2));
        row.Reset();
        if (RemoveFormer())
            return Progress(true);
        var (next, count) = texts.StepBack(before);
        done += count;
        if (next is null)
            session["DELETE FROM reindex"].Run();
        else
            session["UPDATE reindex SET before = ?1, done = ?2"].Bind(1, next).Bind(2, done).Run();
        return Progress(next is not null);

        RebuildProgress Progress(bool more) => new("Full-text index of messages", done, total, more);
    }

    /// <summary>Removes a part of the former index; true where there may be more of it. Its tables are emptied first: dropped as a whole, they would be one long step.</summary>
    public bool RemoveFormer()
    {
        if (_isRemoved)
            return false;
        var find = session["SELECT 1 FROM sqlite_master WHERE name = 'texts'"];
        _isRemoved = !find.Step();
        find.Reset();
        if (_isRemoved)
            return false;
        if (session["DELETE FROM texts_data WHERE id IN (SELECT id FROM texts_data LIMIT ?1)"].Bind(1, StepPages).RunChanges() > 0 ||
            session["DELETE FROM texts_docsize WHERE id IN (SELECT id FROM texts_docsize LIMIT ?1)"].Bind(1, StepRows).RunChanges() > 0)
        {
            return true;
        }

        session["DROP TABLE texts"].Run();
        return false;
    }
}
