using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Admin.Keys.Postgres;

/// <summary>Keys, in PostgreSQL.</summary>
internal sealed class PostgresKeyTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 9;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "keys", typeof(PostgresKeyTables).Assembly, $"{typeof(PostgresKeyTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresKeyWriter();
}

/// <summary>Writes those of one batch, in the order in which they came.</summary>
internal sealed class PostgresKeyWriter : PostgresTableWriter
{
    private readonly List<JournalEntry> _entries = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not (SaveKey or DeleteKey))
            return null;
        _entries.Add(entry);
        return new Saved(entry);
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        foreach (var entry in _entries)
        {
            if (entry is SaveKey { Key: var key })
            {
                batch.Add(
                    "INSERT INTO api_keys (id, name, hash, scopes, at, expires_at, by_key) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                    key.Id,
                    PostgresRows.Clean(key.Name),
                    key.Hash,
                    key.Scopes,
                    key.At.ToUnixTimeMilliseconds(),
                    key.ExpiresAt?.ToUnixTimeMilliseconds(),
                    key.By);
            }
            else if (entry is DeleteKey delete)
            {
                batch.Add("DELETE FROM api_keys WHERE id = $1", delete.Id);
            }
        }
    }
}

/// <summary>Reads of them on PostgreSQL.</summary>
internal sealed class PostgresKeyStore(PostgresReads reads) : IApiKeyStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel) => await reads.QueryAsync(
        "SELECT id, name, hash, scopes, at, expires_at, by_key FROM api_keys ORDER BY id",
        row => new ApiKey(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4), row.TimeOrNull(5), row.GetString(6)),
        cancel).ConfigureAwait(false);
}
