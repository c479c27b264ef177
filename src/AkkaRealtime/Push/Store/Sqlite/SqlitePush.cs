using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Push.Store.Sqlite;

/// <summary>Push subscriptions, in SQLite.</summary>
internal sealed class SqlitePushTables : ISqliteTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 6;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "push", typeof(SqlitePushTables).Assembly, $"{typeof(SqlitePushTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new SqlitePushWriter(session);
}

/// <summary>Writes them, inside the transactions of the journal.</summary>
internal sealed class SqlitePushWriter(SqliteSession session) : TableWriter
{
    private const string Revoked =
        "DELETE FROM push_subscriptions WHERE (?1 IS NULL OR user = ?1) AND CASE WHEN ?2 IS NULL " +
        "THEN (?3 IS NULL OR device = ?3) AND (?4 IS NULL OR token = ?4) AND (?5 IS NULL OR at <= ?5) " +
        "ELSE session = ?2 OR token = ?4 OR (device = ?3 AND at <= ?5) END";

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SavePushSubscription save:
                Save(save.Subscription, save.Most);
                break;
            case RemovePushSubscription remove:
                session["DELETE FROM push_subscriptions WHERE endpoint = ?1 AND (?2 IS NULL OR user = ?2)"].Bind(1, remove.Endpoint).Bind(2, remove.User?.Value).Run();
                break;
            case RevokePushSubscriptions revoke:
                foreach (var revocation in revoke.Revocations)
                    Revoke(revocation);
                break;
            case ForgetPushSubscriptions { User: var user }:
                session["DELETE FROM push_subscriptions WHERE user = ?1"].Bind(1, user.Value).Run();
                break;
            case SavePushPositions { Positions: var positions }:
                foreach (var (room, position) in positions)
                {
                    session["INSERT INTO push_positions (room, position) VALUES (?1, ?2) ON CONFLICT (room) DO UPDATE SET position = max(position, excluded.position)"]
                        .Bind(1, room.Value).Bind(2, position).Run();
                }

                break;
            case SaveVapidKeys { Keys: var keys }:
                session["INSERT OR IGNORE INTO push_keys (one, public_key, private_key) VALUES (1, ?1, ?2)"].Bind(1, keys.PublicKey).Bind(2, keys.PrivateKey).Run();
                break;
            default:
                return null;
        }

        return new Saved(entry);
    }

    private void Save(DeviceSubscription s, int most)
    {
        session["INSERT OR REPLACE INTO push_subscriptions (endpoint, user, device, session, token, p256dh, auth, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"]
            .Bind(1, s.Endpoint).Bind(2, s.User.Value).Bind(3, s.Device.Value).Bind(4, s.Session?.Value).Bind(5, s.Token)
            .Bind(6, s.P256dh).Bind(7, s.Auth).Bind(8, s.At.ToUnixTimeMilliseconds()).Run();
        session["DELETE FROM push_subscriptions WHERE user = ?1 AND device = ?2 AND endpoint <> ?3"].Bind(1, s.User.Value).Bind(2, s.Device.Value).Bind(3, s.Endpoint).Run();
        session["DELETE FROM push_subscriptions WHERE user = ?1 AND endpoint NOT IN " +
                "(SELECT endpoint FROM push_subscriptions WHERE user = ?1 ORDER BY endpoint = ?3 DESC, at DESC, endpoint LIMIT ?2)"].Bind(1, s.User.Value).Bind(2, most).Bind(3, s.Endpoint).Run();
        session["INSERT OR IGNORE INTO push_positions (room, position) SELECT r.id, r.head FROM members m JOIN rooms r ON r.n = m.room WHERE m.user = ?1"]
            .Bind(1, s.User.Value).Run();
    }

    private void Revoke(Revocation r) => session[Revoked]
        .Bind(1, r.User?.Value).Bind(2, r.Session?.Value).Bind(3, r.Device?.Value).Bind(4, r.Token).Bind(5, r.IssuedBefore?.ToUnixTimeMilliseconds()).Run();
}

/// <summary>Reads of them on SQLite.</summary>
internal sealed class SqlitePushStore(SqliteEngine engine) : IPushStore
{
    private const string Columns = "s.endpoint, s.user, s.device, s.p256dh, s.auth, s.at, s.session, s.token";

    /// <inheritdoc/>
    public Task<bool> AnyAsync(CancellationToken cancel) => engine.ReadUnloggedAsync(
        s =>
        {
            var row = s["SELECT EXISTS (SELECT 1 FROM push_subscriptions)"];
            row.Step();
            var any = row.Number(0) != 0;
            row.Reset();
            return any;
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeviceSubscription>> OfUserAsync(UserId user, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<DeviceSubscription>>(
        s =>
        {
            var row = s[$"SELECT {Columns} FROM push_subscriptions s WHERE s.user = ?1 ORDER BY s.at DESC, s.endpoint"].Bind(1, user.Value);
            var found = new List<DeviceSubscription>();
            while (row.Step())
                found.Add(Read(row));
            return found;
        },
        cancel);

    /// <inheritdoc/>
    public Task<SubscribedRoom?> RoomAsync(RoomId room, CancellationToken cancel) => engine.ReadAsync<SubscribedRoom?>(
        s =>
        {
            var row = s[$"SELECT {Columns}, t.notify, r.kind, r.name, r.head, p.position FROM rooms r JOIN members m ON m.room = r.n JOIN push_subscriptions s ON s.user = m.user " +
                        "LEFT JOIN room_settings t ON t.user = m.user AND t.room = r.id LEFT JOIN push_positions p ON p.room = r.id WHERE r.id = ?1 ORDER BY s.user, s.endpoint"]
                .Bind(1, room.Value);
            SubscribedRoom? found = null;
            var members = new List<RoomSubscription>();
            while (row.Step())
            {
                found ??= new SubscribedRoom(room, row.Text(9), row.Text(10), row.Number(11), row.NumberOrNull(12), members);
                members.Add(new RoomSubscription(Read(row), row.TextOrNull(8)));
            }

            return found;
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomId>> BehindAsync(int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<RoomId>>(
        s =>
        {
            var row = s["SELECT r.id FROM rooms r LEFT JOIN push_positions p ON p.room = r.id WHERE r.head > coalesce(p.position, 0) AND r.n IN " +
                        "(SELECT m.room FROM push_subscriptions s JOIN members m ON m.user = s.user) LIMIT ?1"].Bind(1, limit);
            var found = new List<RoomId>();
            while (row.Step())
                found.Add(new RoomId(row.Text(0)));
            return found;
        },
        cancel);

    /// <inheritdoc/>
    public Task<VapidKeys?> KeysAsync(CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => s["SELECT public_key, private_key FROM push_keys"] is var row && row.Step() ? new VapidKeys(row.Text(0), row.Text(1)) : null, cancel);

    private static DeviceSubscription Read(SqliteStatement row) =>
        new(row.Text(0), new UserId(row.Text(1)), new DeviceId(row.Text(2)), row.Text(3), row.Text(4), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(5)))
        {
            Session = row.TextOrNull(6) is { } session ? new SessionId(session) : null,
            Token = row.TextOrNull(7),
        };
}
