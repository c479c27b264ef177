using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Resuming;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Sessions.Revoking.Sqlite;

/// <summary>Revocations in SQLite.</summary>
internal sealed class SqliteRevocationTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 3;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "sessions", typeof(SqliteRevocationTables).Assembly, "AkkaRealtime.Sessions.Revoking.Store.Sqlite.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqliteRevocationWriter(session);
}

/// <summary>Writes revocations, inside the transactions of the journal.</summary>
internal sealed class SqliteRevocationWriter(SqliteSession session) : TableWriter
{
    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveRevocations save:
                Forget(save.At - SaveRevocations.Kept);
                foreach (var revocation in save.Revocations)
                    Add(revocation);
                return new Saved(entry);
            case LiftRevocation lift:
                Count();
                session["UPDATE revocations SET lifted_at = ?2, n = (SELECT n FROM revocation_head) WHERE id = ?1 AND lifted_at IS NULL"]
                    .Bind(1, lift.Id).Bind(2, lift.At.ToUnixTimeMilliseconds()).Run();
                return new Saved(entry);
            case SaveSessionKey save:
                session["INSERT OR IGNORE INTO session_keys (one, key) VALUES (1, ?1)"].Bind(1, save.Key.Span).Run();
                return new Saved(entry);
            default:
                return null;
        }
    }

    private void Add(Revocation r)
    {
        Count();
        session["INSERT OR IGNORE INTO revocations (id, n, user, device, session, token, issued_before, until, reason, at) " +
                "VALUES (?1, (SELECT n FROM revocation_head), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"]
            .Bind(1, r.Id).Bind(2, r.User?.Value).Bind(3, r.Device?.Value).Bind(4, r.Session?.Value).Bind(5, r.Token)
            .Bind(6, r.IssuedBefore?.ToUnixTimeMilliseconds()).Bind(7, r.Until?.ToUnixTimeMilliseconds()).Bind(8, r.Reason)
            .Bind(9, r.At.ToUnixTimeMilliseconds()).Run();
    }

    private void Count() => session["UPDATE revocation_head SET n = n + 1"].Run();

    private void Forget(DateTimeOffset before) =>
        session["DELETE FROM revocations WHERE until < ?1 OR lifted_at < ?1"].Bind(1, before.ToUnixTimeMilliseconds()).Run();
}

/// <summary>Reads of revocations on SQLite.</summary>
internal sealed class SqliteRevocationStore(SqliteEngine engine) : IRevocationStore
{
    private const string Columns = "id, user, device, session, token, issued_before, until, reason, at, lifted_at, n FROM revocations";

    /// <inheritdoc/>
    public Task<IReadOnlyList<RevocationChange>> ChangesAsync(long after, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<RevocationChange>>(
        s =>
        {
            var row = s[$"SELECT {Columns} WHERE n > ?1 ORDER BY n LIMIT ?2"].Bind(1, after).Bind(2, limit);
            var changes = new List<RevocationChange>();
            while (row.Step())
                changes.Add(new RevocationChange(Read(row), row.NumberOrNull(9) is not null, row.Number(10)));
            return changes;
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Revocation>> ListAsync(UserId? user, string? after, int limit, DateTimeOffset now, CancellationToken cancel) =>
        engine.ReadUnloggedAsync<IReadOnlyList<Revocation>>(
            s =>
            {
                var row = s[$"SELECT {Columns} WHERE id > ?1 {(user is null ? "AND ?2 IS NULL" : "AND user = ?2")} AND lifted_at IS NULL AND (until IS NULL OR until > ?3) ORDER BY id LIMIT ?4"]
                    .Bind(1, after ?? "").Bind(2, user?.Value).Bind(3, now.ToUnixTimeMilliseconds()).Bind(4, limit);
                var found = new List<Revocation>();
                while (row.Step())
                    found.Add(Read(row));
                return found;
            },
            cancel);

    private static Revocation Read(SqliteStatement row) => new(row.Text(0), Time(row.Number(8)))
    {
        User = row.TextOrNull(1) is { } user ? new UserId(user) : null,
        Device = row.TextOrNull(2) is { } device ? new DeviceId(device) : null,
        Session = row.TextOrNull(3) is { } session ? new SessionId(session) : null,
        Token = row.TextOrNull(4),
        IssuedBefore = row.NumberOrNull(5) is { } before ? Time(before) : null,
        Until = row.NumberOrNull(6) is { } until ? Time(until) : null,
        Reason = row.TextOrNull(7),
    };

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
