using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Who may not be in which room.</summary>
internal static class BanCommands
{
    /// <summary>Writes what a batch makes of bans: null where there is none any more.</summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyDictionary<(long Room, string User), (UserId By, DateTimeOffset At, RoomBan Ban)?> bans)
    {
        var lifted = bans.Where(b => b.Value is null).Select(b => b.Key).ToArray();
        if (lifted.Length > 0)
        {
            batch.Add(
                "DELETE FROM bans b USING unnest($1::bigint[], $2::text[]) v (room, user_id) WHERE b.room = v.room AND b.user_id = v.user_id",
                Array.ConvertAll(lifted, b => b.Room),
                Array.ConvertAll(lifted, b => b.User));
        }

        var made = bans.Where(b => b.Value is not null).Select(b => (b.Key, Value: b.Value!.Value)).ToArray();
        if (made.Length == 0)
            return;
        batch.Add(
            "DELETE FROM bans b USING unnest($1::bigint[], $2::bigint[]) v (room, at) WHERE b.room = v.room AND b.until <= v.at",
            Array.ConvertAll(made, b => b.Key.Room),
            Array.ConvertAll(made, b => b.Value.At.ToUnixTimeMilliseconds()));
        batch.Add(
            "INSERT INTO bans (room, user_id, by_user, at, until, reason) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[]) " +
            "ON CONFLICT (room, user_id) DO UPDATE SET by_user = excluded.by_user, at = excluded.at, until = excluded.until, reason = excluded.reason",
            Array.ConvertAll(made, b => b.Key.Room),
            Array.ConvertAll(made, b => b.Key.User),
            Array.ConvertAll(made, b => b.Value.By.Value),
            Array.ConvertAll(made, b => b.Value.At.ToUnixTimeMilliseconds()),
            Array.ConvertAll(made, b => b.Value.Ban.Until?.ToUnixTimeMilliseconds()),
            Array.ConvertAll(made, b => b.Value.Ban.Reason is { } reason ? PostgresRows.Clean(reason) : null));
    }

    public static async Task<IReadOnlyList<KeyValuePair<UserId, RoomBan>>> LoadAsync(PostgresReads reads, RoomId room, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT b.user_id, b.until, b.reason FROM rooms r JOIN bans b ON b.room = r.n WHERE r.id = $1",
        row => KeyValuePair.Create(new UserId(row.GetString(0)), Ban(row, 1)),
        cancel,
        room.Value).ConfigureAwait(false);

    public static async Task<IReadOnlyList<BanView>> PageAsync(PostgresReads reads, RoomId room, UserId? after, int limit, DateTimeOffset now, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT b.user_id, coalesce(nullif(u.name, ''), b.user_id), b.by_user, b.at, b.until, b.reason FROM rooms r JOIN bans b ON b.room = r.n LEFT JOIN users u ON u.user_id = b.user_id " +
        "WHERE r.id = $1 AND b.user_id > $2 AND (b.until IS NULL OR b.until > $3) ORDER BY b.user_id LIMIT $4",
        row => new BanView(new UserId(row.GetString(0)), row.GetString(1), new UserId(row.GetString(2)), row.Time(3), row.TimeOrNull(4), row.TextOrNull(5)),
        cancel,
        room.Value,
        after?.Value ?? "",
        now.ToUnixTimeMilliseconds(),
        (long)limit).ConfigureAwait(false);

    public static async Task<IReadOnlyList<(RoomId Room, DateTimeOffset At, RoomBan Ban)>> OfAsync(
        PostgresReads reads, UserId user, IReadOnlyCollection<RoomId> rooms, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT r.id, b.at, b.until, b.reason FROM bans b JOIN rooms r ON r.n = b.room WHERE b.user_id = $1 AND r.id = ANY($2) ORDER BY r.id",
        row => (new RoomId(row.GetString(0)), row.Time(1), Ban(row, 2)),
        cancel,
        user.Value,
        rooms.Select(r => r.Value).ToArray()).ConfigureAwait(false);

    /// <summary>A ban in two columns of a row: until when, and why.</summary>
    public static RoomBan Ban(NpgsqlDataReader row, int column) => new(row.TimeOrNull(column), row.TextOrNull(column + 1));
}
