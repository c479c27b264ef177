using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Users.Store.Pictures.Postgres;

/// <summary>People's pictures, in PostgreSQL.</summary>
internal sealed class PostgresPictureTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "pictures", typeof(PostgresPictureTables).Assembly, $"{typeof(PostgresPictureTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public IReadOnlyList<string> Scrubbed { get; } = ["pictures"];

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresPictureWriter();
}

/// <summary>Writes those of one batch.</summary>
internal sealed class PostgresPictureWriter : PostgresTableWriter
{
    private readonly List<JournalEntry> _entries = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not (SavePicture or SaveClaimedPicture or ForgetPicture))
            return null;
        _entries.Add(entry);
        return new Saved(entry);
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        foreach (var entry in _entries)
        {
            switch (entry)
            {
                case SavePicture { User: var user, Picture: { } picture }:
                    batch.Add(
                        "INSERT INTO pictures (user_id, hash, type, at, bytes) VALUES ($1, $2, $3, $4, $5) " +
                        "ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, type = excluded.type, at = excluded.at, bytes = excluded.bytes",
                        user.Value,
                        picture.Hash,
                        picture.Type,
                        picture.At.ToUnixTimeMilliseconds(),
                        picture.Bytes.ToArray());
                    break;
                case SavePicture { User: var user }:
                    batch.Add("UPDATE pictures SET hash = NULL, type = NULL, at = NULL, bytes = NULL WHERE user_id = $1", user.Value);
                    break;
                case SaveClaimedPicture { User: var user, Address: { } address }:
                    batch.Add("INSERT INTO pictures (user_id, claimed) VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE SET claimed = excluded.claimed", user.Value, address);
                    break;
                case SaveClaimedPicture { User: var user }:
                    batch.Add("UPDATE pictures SET claimed = NULL WHERE user_id = $1", user.Value);
                    break;
                case ForgetPicture { User: var user }:
                    batch.Add("DELETE FROM pictures WHERE user_id = $1", user.Value);
                    break;
                default:
                    break;
            }
        }
    }
}

/// <summary>Reads of them on PostgreSQL.</summary>
internal sealed class PostgresPictureStore(PostgresReads reads) : IPictureStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeptPicture>> FindAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT user_id, hash, claimed FROM pictures WHERE user_id = ANY ($1) AND (hash IS NOT NULL OR claimed IS NOT NULL)",
        row => new KeptPicture(new UserId(row.GetString(0)), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)),
        cancel,
        users.Select(u => u.Value).ToArray()).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<Picture?> LoadAsync(UserId user, CancellationToken cancel) => (await reads.QueryAsync(
        "SELECT hash, type, bytes, at FROM pictures WHERE user_id = $1 AND hash IS NOT NULL",
        row => new Picture(row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.Time(3)),
        cancel,
        user.Value).ConfigureAwait(false)).FirstOrDefault();
}
