using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>The <see cref="StateTag"/>s of one batch: locked and loaded with its other rows, so that what is decided in memory holds until the commit.</summary>
/// <param name="table">A table of a key and its <c>tag</c>.</param>
/// <param name="key">The column of the key.</param>
internal sealed class PostgresTags(string table, string key)
{
    private readonly HashSet<string> _needed = [];
    private readonly HashSet<string> _first = [];
    private readonly Dictionary<string, long> _stored = [];
    private readonly HashSet<string> _replaced = [];

    /// <summary>A save of the batch.</summary>
    public void Need(string id, StateTag tag)
    {
        _needed.Add(id);
        if (tag.Before == 0)
            _first.Add(id);
    }

    /// <summary>Adds the locks. What there is no row of yet gets one, since a row that is not there can't be locked.</summary>
    public void AddQueries(PostgresQueries queries)
    {
        if (_first.Count > 0)
        {
            queries.Add(
                $"INSERT INTO {table} ({key}, tag) SELECT id, 0 FROM unnest($1::text[]) AS id ORDER BY id ON CONFLICT DO NOTHING RETURNING 1", _ => { }, _first.ToArray());
        }

        if (_needed.Count > 0)
            queries.Add($"SELECT {key}, tag FROM {table} WHERE {key} = ANY($1) ORDER BY {key} FOR UPDATE", row => _stored.Add(row.GetString(0), row.GetInt64(1)), _needed.ToArray());
    }

    /// <summary>False where somebody else wrote meanwhile.</summary>
    public bool TryReplace(string id, StateTag tag)
    {
        if (!tag.Replaces(_stored.GetValueOrDefault(id)))
            return false;
        _stored[id] = tag.Tag;
        _replaced.Add(id);
        return true;
    }

    /// <summary>Adds the command that writes what was replaced.</summary>
    public void AddCommands(NpgsqlBatch batch)
    {
        if (_replaced.Count == 0)
            return;
        batch.Add(
            $"UPDATE {table} t SET tag = v.tag FROM unnest($1::text[], $2::bigint[]) v (id, tag) WHERE t.{key} = v.id",
            _replaced.ToArray(),
            _replaced.Select(id => _stored[id]).ToArray());
    }
}
