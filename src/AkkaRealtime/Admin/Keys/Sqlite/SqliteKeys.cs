using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Admin.Keys.Sqlite;

/// <summary>Keys, in SQLite.</summary>
internal sealed class SqliteKeyTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 9;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "keys", typeof(SqliteKeyTables).Assembly, $"{typeof(SqliteKeyTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteKeyWriter(session);
}

/// <summary>Writes them, inside the transactions of the journal.</summary>
internal sealed class SqliteKeyWriter(SqliteSession session) : TableWriter
{
    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveKey { Key: var key }:
                session["INSERT INTO api_keys (id, name, hash, scopes, at, expires_at, by_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING"]
                    .Bind(1, key.Id).Bind(2, key.Name).Bind(3, key.Hash).Bind(4, key.Scopes).Bind(5, key.At.ToUnixTimeMilliseconds())
                    .Bind(6, key.ExpiresAt?.ToUnixTimeMilliseconds()).Bind(7, key.By).Run();
                return new Saved(entry);
            case DeleteKey delete:
                session["DELETE FROM api_keys WHERE id = ?1"].Bind(1, delete.Id).Run();
                return new Saved(entry);
            default:
                return null;
        }
    }
}

/// <summary>Reads of them on SQLite.</summary>
internal sealed class SqliteKeyStore(SqliteEngine engine) : IApiKeyStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<ApiKey>>(
        s =>
        {
            var all = new List<ApiKey>();
            var row = s["SELECT id, name, hash, scopes, at, expires_at, by_key FROM api_keys ORDER BY id"];
            while (row.Step())
            {
                all.Add(new ApiKey(
                    row.Text(0),
                    row.Text(1),
                    row.Text(2),
                    row.Text(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.Number(4)),
                    row.NumberOrNull(5) is { } expires ? DateTimeOffset.FromUnixTimeMilliseconds(expires) : null,
                    row.Text(6)));
            }

            return all;
        },
        cancel);
}
