using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Chat.Store.Sqlite;

/// <summary>
/// Takes a database over from the versions whose full-text indexes were <c>texts</c> and <c>tokens</c>: removes these, so that nothing in them outlives what is erased, and indexes
/// all messages anew. Each step is done or not at all, and new messages, edits and deletions take their usual way beside it: a step reads what stands then.
/// </summary>
internal sealed class SqliteReindex(SqliteSession session, SqliteTextIndex texts) : ISqliteRebuild
{
    private const int StepPages = 256;
    private const int StepRows = 8_192;
    private static readonly string[] Former = ["texts", "tokens"];
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

    /// <summary>
    /// Removes a part of a former index; true where there may be more. Its tables are emptied first: dropped as a whole, they would be one long step. And before that it gets a name by
    /// which <see cref="StoreCheck"/> knows that it isn't whole any more: a copy may be made, or the server be killed, in between.
    /// </summary>
    public bool RemoveFormer()
    {
        if (_isRemoved)
            return false;
        foreach (var former in Former.Where(IsThere))
        {
            session[$"ALTER TABLE {former} RENAME TO {StoreCheck.Discarded}{former}"].Run();
            return true;
        }

        foreach (var index in Former.Select(former => StoreCheck.Discarded + former).Where(IsThere))
        {
            if (session[$"DELETE FROM {index}_data WHERE id IN (SELECT id FROM {index}_data LIMIT ?1)"].Bind(1, StepPages).RunChanges() > 0 ||
                session[$"DELETE FROM {index}_docsize WHERE id IN (SELECT id FROM {index}_docsize LIMIT ?1)"].Bind(1, StepRows).RunChanges() > 0)
            {
                return true;
            }

            session[$"DROP TABLE {index}"].Run();
        }

        _isRemoved = true;
        return false;
    }

    private bool IsThere(string table)
    {
        var find = session["SELECT 1 FROM sqlite_master WHERE name = ?1"].Bind(1, table);
        var found = find.Step();
        find.Reset();
        return found;
    }
}
