namespace AkkaRealtime.Storage.Sqlite;

/// <summary>The <see cref="StateTag"/>s that a domain keeps.</summary>
/// <param name="session">Of the transaction under way, or for reading.</param>
/// <param name="table">A table of a key and its <c>tag</c>.</param>
/// <param name="key">The column of the key.</param>
internal sealed class SqliteTags(SqliteSession session, string table, string key)
{
    private readonly string _find = $"SELECT tag FROM {table} WHERE {key} = ?1";
    private readonly string _save = $"INSERT INTO {table} ({key}, tag) VALUES (?1, ?2) ON CONFLICT ({key}) DO UPDATE SET tag = excluded.tag";

    /// <summary>The tag that is stored, or 0.</summary>
    public long Find(string id)
    {
        var row = session[_find].Bind(1, id);
        var tag = row.Step() ? row.Number(0) : 0;
        row.Reset();
        return tag;
    }

    /// <summary>False where somebody else wrote meanwhile.</summary>
    public bool TryReplace(string id, StateTag tag)
    {
        if (!tag.Replaces(Find(id)))
            return false;
        session[_save].Bind(1, id).Bind(2, tag.Tag).Run();
        return true;
    }
}
