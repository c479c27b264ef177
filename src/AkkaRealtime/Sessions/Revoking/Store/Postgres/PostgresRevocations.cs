using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Resuming;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Sessions.Revoking.Postgres;

/// <summary>Revocations in PostgreSQL.</summary>
internal sealed class PostgresRevocationTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 3;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "sessions", typeof(PostgresRevocationTables).Assembly, "AkkaRealtime.Sessions.Revoking.Store.Postgres.Migrations");

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresRevocationWriter();
}

/// <summary>Writes the revocations of one batch, in their order.</summary>
internal sealed class PostgresRevocationWriter : PostgresTableWriter
{
    // The row of the head is locked until the commit: numbers become visible in their order.
    private const string Numbered = "WITH head AS (UPDATE revocation_head SET n = n + 1 RETURNING n) ";

    private readonly List<JournalEntry> _entries = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not (SaveRevocations or LiftRevocation or SaveSessionKey))
            return null;
        _entries.Add(entry);
        return new Saved(entry);
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        foreach (var entry in _entries)
        {
            if (entry is SaveRevocations save)
                Add(batch, save);
            else if (entry is SaveSessionKey key)
                batch.Add("INSERT INTO session_keys (one, key) VALUES (1, decode($1, 'hex')) ON CONFLICT DO NOTHING", Convert.ToHexString(key.Key.Span));
            else if (entry is LiftRevocation lift)
                batch.Add(Numbered + "UPDATE revocations SET lifted_at = $2, n = head.n FROM head WHERE id = $1 AND lifted_at IS NULL", lift.Id, lift.At.ToUnixTimeMilliseconds());
        }
    }

    private static void Add(NpgsqlBatch batch, SaveRevocations save)
    {
        batch.Add("DELETE FROM revocations WHERE until < $1 OR lifted_at < $1", (save.At - SaveRevocations.Kept).ToUnixTimeMilliseconds());
        foreach (var r in save.Revocations)
        {
            batch.Add(
                Numbered + "INSERT INTO revocations (id, n, user_id, device, session, token, issued_before, until, reason, at) " +
                "SELECT $1, head.n, $2, $3, $4, $5, $6::bigint, $7::bigint, $8, $9 FROM head ON CONFLICT (id) DO NOTHING",
                r.Id,
                r.User?.Value,
                r.Device?.Value,
                r.Session?.Value,
                r.Token,
                r.IssuedBefore?.ToUnixTimeMilliseconds(),
                r.Until?.ToUnixTimeMilliseconds(),
                r.Reason is null ? null : PostgresRows.Clean(r.Reason),
                r.At.ToUnixTimeMilliseconds());
        }
    }
}

/// <summary>Reads of revocations on PostgreSQL.</summary>
internal sealed class PostgresRevocationStore(PostgresReads reads) : IRevocationStore
{
    private const string Columns = "id, user_id, device, session, token, issued_before, until, reason, at, lifted_at, n FROM revocations";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RevocationChange>> ChangesAsync(long after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        $"SELECT {Columns} WHERE n > $1 ORDER BY n LIMIT $2",
        row => new RevocationChange(Read(row), row.TimeOrNull(9) is not null, row.GetInt64(10)), cancel, after, (long)limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Revocation>> ListAsync(UserId? user, string? after, int limit, DateTimeOffset now, CancellationToken cancel) => await reads.QueryAsync(
        $"SELECT {Columns} WHERE id > $1 AND ($2 = '' OR user_id = $2) AND lifted_at IS NULL AND (until IS NULL OR until > $3) ORDER BY id LIMIT $4",
        Read, cancel, after ?? "", user?.Value ?? "", now.ToUnixTimeMilliseconds(), (long)limit).ConfigureAwait(false);

    private static Revocation Read(NpgsqlDataReader row) => new(row.GetString(0), row.Time(8))
    {
        User = row.TextOrNull(1) is { } user ? new UserId(user) : null,
        Device = row.TextOrNull(2) is { } device ? new DeviceId(device) : null,
        Session = row.TextOrNull(3) is { } session ? new SessionId(session) : null,
        Token = row.TextOrNull(4),
        IssuedBefore = row.TimeOrNull(5),
        Until = row.TimeOrNull(6),
        Reason = row.TextOrNull(7),
    };
}
