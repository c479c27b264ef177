using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Push.Store.Postgres;

/// <summary>Push subscriptions, in PostgreSQL.</summary>
internal sealed class PostgresPushTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 6;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "push", typeof(PostgresPushTables).Assembly, $"{typeof(PostgresPushTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public IReadOnlyList<string> Scrubbed { get; } = ["push_subscriptions"];

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresPushWriter();
}

/// <summary>Writes those of one batch, in the order of the entries.</summary>
internal sealed class PostgresPushWriter : PostgresTableWriter
{
    private const string Revoked =
        "DELETE FROM push_subscriptions WHERE ($1::text IS NULL OR user_id = $1) AND CASE WHEN $2::text IS NULL " +
        "THEN ($3::text IS NULL OR device = $3) AND ($4::text IS NULL OR token = $4) AND ($5::bigint IS NULL OR at <= $5) " +
        "ELSE session = $2 OR token = $4 OR (device = $3 AND at <= $5) END";

    private readonly List<JournalEntry> _entries = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not (SavePushSubscription or RemovePushSubscription or RevokePushSubscriptions or ForgetPushSubscriptions or SavePushPositions or SaveVapidKeys))
            return null;
        _entries.Add(entry);
        return new Saved(entry);
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        foreach (var entry in _entries)
            Add(batch, entry);
    }

    private static void Add(NpgsqlBatch batch, JournalEntry entry)
    {
        switch (entry)
        {
            case SavePushSubscription save:
                Add(batch, save.Subscription, save.Most);
                break;
            case RemovePushSubscription remove:
                batch.Add("DELETE FROM push_subscriptions WHERE endpoint = $1 AND ($2::text IS NULL OR user_id = $2)", remove.Endpoint, remove.User?.Value);
                break;
            case RevokePushSubscriptions revoke:
                foreach (var r in revoke.Revocations)
                    batch.Add(Revoked, r.User?.Value, r.Session?.Value, r.Device?.Value, r.Token, r.IssuedBefore?.ToUnixTimeMilliseconds());
                break;
            case ForgetPushSubscriptions { User: var user }:
                batch.Add("DELETE FROM push_subscriptions WHERE user_id = $1", user.Value);
                break;
            case SavePushPositions { Positions: var positions }:
                batch.Add(
                    "INSERT INTO push_positions (room, position) SELECT * FROM unnest($1::text[], $2::bigint[]) " +
                    "ON CONFLICT (room) DO UPDATE SET position = greatest(push_positions.position, excluded.position)",
                    positions.Keys.Select(room => room.Value).ToArray(),
                    positions.Values.ToArray());
                break;
            case SaveVapidKeys { Keys: var keys }:
                batch.Add("INSERT INTO push_keys (one, public_key, private_key) VALUES (1, $1, $2) ON CONFLICT DO NOTHING", keys.PublicKey, keys.PrivateKey);
                break;
            default:
                throw new InvalidOperationException($"{entry.GetType().Name} is no entry of push.");
        }
    }

    private static void Add(NpgsqlBatch batch, DeviceSubscription s, int most)
    {
        batch.Add(
            "INSERT INTO push_subscriptions (endpoint, user_id, device, session, token, p256dh, auth, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) " +
            "ON CONFLICT (endpoint) DO UPDATE SET user_id = excluded.user_id, device = excluded.device, session = excluded.session, token = excluded.token, " +
            "p256dh = excluded.p256dh, auth = excluded.auth, at = excluded.at",
            s.Endpoint,
            s.User.Value,
            s.Device.Value,
            s.Session?.Value,
            s.Token,
            s.P256dh,
            s.Auth,
            s.At.ToUnixTimeMilliseconds());
        batch.Add("DELETE FROM push_subscriptions WHERE user_id = $1 AND device = $2 AND endpoint <> $3", s.User.Value, s.Device.Value, s.Endpoint);
        batch.Add(
            "DELETE FROM push_subscriptions WHERE user_id = $1 AND endpoint NOT IN " +
            "(SELECT endpoint FROM push_subscriptions WHERE user_id = $1 ORDER BY (endpoint = $3) DESC, at DESC, endpoint LIMIT $2)",
            s.User.Value,
            (long)most,
            s.Endpoint);
        batch.Add(
            "INSERT INTO push_positions (room, position) SELECT r.id, r.head FROM members m JOIN rooms r ON r.n = m.room WHERE m.user_id = $1 ON CONFLICT DO NOTHING",
            s.User.Value);
    }
}

/// <summary>Reads of them on PostgreSQL.</summary>
internal sealed class PostgresPushStore(PostgresReads reads) : IPushStore
{
    private const string Columns = "s.endpoint, s.user_id, s.device, s.p256dh, s.auth, s.at, s.session, s.token";

    /// <inheritdoc/>
    public async Task<bool> AnyAsync(CancellationToken cancel) =>
        await reads.QueryAsync("SELECT EXISTS (SELECT 1 FROM push_subscriptions)", row => row.GetBoolean(0), cancel).ConfigureAwait(false) is [true];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeviceSubscription>> OfUserAsync(UserId user, CancellationToken cancel) => await reads.QueryAsync(
        $"SELECT {Columns} FROM push_subscriptions s WHERE s.user_id = $1 ORDER BY s.at DESC, s.endpoint", Read, cancel, user.Value).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<SubscribedRoom?> RoomAsync(RoomId room, CancellationToken cancel)
    {
        SubscribedRoom? found = null;
        var members = new List<RoomSubscription>();
        await reads.QueryAsync(
            $"SELECT {Columns}, t.notify, r.kind, r.name, r.head, p.position FROM rooms r JOIN members m ON m.room = r.n JOIN push_subscriptions s ON s.user_id = m.user_id " +
            "LEFT JOIN room_settings t ON t.user_id = m.user_id AND t.room = r.id LEFT JOIN push_positions p ON p.room = r.id WHERE r.id = $1 ORDER BY s.user_id, s.endpoint",
            row =>
            {
                found ??= new SubscribedRoom(room, row.GetString(9), row.GetString(10), row.GetInt64(11), row.IsDBNull(12) ? null : row.GetInt64(12), members);
                members.Add(new RoomSubscription(Read(row), row.TextOrNull(8)));
                return true;
            },
            cancel,
            room.Value).ConfigureAwait(false);
        return found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RoomId>> BehindAsync(int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT r.id FROM rooms r LEFT JOIN push_positions p ON p.room = r.id WHERE r.head > coalesce(p.position, 0) AND r.n IN " +
        "(SELECT m.room FROM push_subscriptions s JOIN members m ON m.user_id = s.user_id) LIMIT $1",
        row => new RoomId(row.GetString(0)),
        cancel,
        (long)limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<VapidKeys?> KeysAsync(CancellationToken cancel) =>
        await reads.QueryAsync("SELECT public_key, private_key FROM push_keys", row => new VapidKeys(row.GetString(0), row.GetString(1)), cancel).ConfigureAwait(false) is [var keys]
            ? keys
            : null;

    private static DeviceSubscription Read(NpgsqlDataReader row) =>
        new(row.GetString(0), new UserId(row.GetString(1)), new DeviceId(row.GetString(2)), row.GetString(3), row.GetString(4), row.Time(5))
        {
            Session = row.TextOrNull(6) is { } session ? new SessionId(session) : null,
            Token = row.TextOrNull(7),
        };
}
