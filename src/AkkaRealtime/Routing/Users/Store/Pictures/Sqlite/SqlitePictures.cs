using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Users.Store.Pictures.Sqlite;

/// <summary>People's pictures, in SQLite.</summary>
internal sealed class SqlitePictureTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "pictures", typeof(SqlitePictureTables).Assembly, $"{typeof(SqlitePictureTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqlitePictureWriter(session);
}

/// <summary>Writes them, inside the transactions of the journal.</summary>
internal sealed class SqlitePictureWriter(SqliteSession session) : TableWriter
{
    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SavePicture { User: var user, Picture: { } picture }:
                session["INSERT INTO pictures (user, hash, type, at, bytes) VALUES (?1, ?2, ?3, ?4, ?5) " +
                        "ON CONFLICT (user) DO UPDATE SET hash = excluded.hash, type = excluded.type, at = excluded.at, bytes = excluded.bytes"]
                    .Bind(1, user.Value).Bind(2, picture.Hash).Bind(3, picture.Type).Bind(4, picture.At.ToUnixTimeMilliseconds()).Bind(5, picture.Bytes.Span).Run();
                return new Saved(entry);
            case SavePicture { User: var user }:
                session["UPDATE pictures SET hash = NULL, type = NULL, at = NULL, bytes = NULL WHERE user = ?1"].Bind(1, user.Value).Run();
                return new Saved(entry);
            case SaveClaimedPicture { User: var user, Address: var address }:
                session["INSERT INTO pictures (user, claimed) VALUES (?1, ?2) ON CONFLICT (user) DO UPDATE SET claimed = excluded.claimed"]
                    .Bind(1, user.Value).Bind(2, address).Run();
                return new Saved(entry);
            case ForgetPicture { User: var user }:
                session["DELETE FROM pictures WHERE user = ?1"].Bind(1, user.Value).Run();
                return new Saved(entry);
            default:
                return null;
        }
    }
}

/// <summary>Reads of them on SQLite.</summary>
internal sealed class SqlitePictureStore(SqliteEngine engine) : IPictureStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptPicture>> FindAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<KeptPicture>>(
        s =>
        {
            var found = new List<KeptPicture>();
            foreach (var user in users.Distinct())
            {
                var row = s["SELECT hash, claimed FROM pictures WHERE user = ?1"].Bind(1, user.Value);
                if (row.Step() && (row.TextOrNull(0), row.TextOrNull(1)) is var (hash, claimed) && (hash ?? claimed) is not null)
                    found.Add(new KeptPicture(user, hash, claimed));
                row.Reset();
            }

            return found;
        },
        cancel);

    /// <inheritdoc/>
    public Task<Picture?> LoadAsync(UserId user, CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => s["SELECT hash, type, bytes, at FROM pictures WHERE user = ?1 AND hash IS NOT NULL"].Bind(1, user.Value) is var row && row.Step()
            ? new Picture(row.Text(0), row.Text(1), row.Blob(2), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(3)))
            : null,
        cancel);
}
