using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Webhooks.Store.Postgres;

/// <summary>Reads of webhooks on PostgreSQL.</summary>
internal sealed class PostgresWebhookStore(PostgresReads reads) : IWebhookStore
{
    private const string Progress = "coalesce(s.position, 0), coalesce(s.attempts, 0), s.failing_since, s.retry_at, s.error";

    private const string RoomsBehind =
        $"SELECT r.id, {Progress} FROM rooms r LEFT JOIN webhook_streams s ON s.webhook = $1 AND s.stream = r.id " +
        "WHERE r.head > coalesce(s.position, 0) AND (cardinality($2::text[]) = 0 OR r.id = ANY ($2)) AND (s.retry_at IS NULL OR s.retry_at <= $3) LIMIT $4";

    private const string UsersBehind =
        $"SELECT p.stream, {Progress} FROM unnest($2::text[]) WITH ORDINALITY p (stream, place) LEFT JOIN webhook_streams s ON s.webhook = $1 AND s.stream = p.stream " +
        "WHERE EXISTS (SELECT 1 FROM user_events e WHERE e.part = p.place - 1 AND e.n > coalesce(s.position, 0)) AND (s.retry_at IS NULL OR s.retry_at <= $3)";

    private const string ReportsBehind =
        $"SELECT p.name, {Progress} FROM (SELECT '{StreamPosition.Reports}'::text COLLATE \"C\" AS name) p LEFT JOIN webhook_streams s ON s.webhook = $1 AND s.stream = p.name " +
        "WHERE EXISTS (SELECT 1 FROM reports r WHERE r.n > coalesce(s.position, 0)) AND (s.retry_at IS NULL OR s.retry_at <= $2)";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancel) => await reads.QueryAsync(
        "SELECT id, created_at, revision, settings FROM webhooks ORDER BY id",
        row => WebhookSettings.Read(row.GetString(0), row.Time(1), row.GetInt64(2), row.GetString(3)),
        cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<StreamPosition> StreamAsync(string webhook, string stream, CancellationToken cancel) =>
        (await reads.QueryAsync($"SELECT s.stream, {Progress} FROM webhook_streams s WHERE s.webhook = $1 AND s.stream = $2", Stream, cancel, webhook, stream).ConfigureAwait(false))
        .FirstOrDefault(new StreamPosition(stream, 0));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StreamPosition>> BehindAsync(Webhook webhook, DateTimeOffset now, int limit, CancellationToken cancel)
    {
        var due = now.ToUnixTimeMilliseconds();
        var found = await reads.QueryAsync(
            RoomsBehind, Stream, cancel, webhook.Id, webhook.Rooms.Select(r => r.Value).ToArray(), due, (long)limit).ConfigureAwait(false);
        if (webhook.FollowsUsers)
            found.AddRange(await reads.QueryAsync(UsersBehind, Stream, cancel, webhook.Id, StreamPosition.OfUsers.ToArray(), due).ConfigureAwait(false));
        if (webhook.FollowsReports)
            found.AddRange(await reads.QueryAsync(ReportsBehind, Stream, cancel, webhook.Id, due).ConfigureAwait(false));
        return found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StreamPosition>> FailingAsync(string webhook, int limit, CancellationToken cancel) => await reads.QueryAsync(
        $"SELECT s.stream, {Progress} FROM webhook_streams s WHERE s.webhook = $1 AND s.failing_since IS NOT NULL ORDER BY s.failing_since LIMIT $2",
        Stream, cancel, webhook, (long)limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string webhook, long after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT n, stream, position, type, at, attempts, error, given_up_at FROM webhook_dead_letters WHERE webhook = $1 AND n > $2 ORDER BY n LIMIT $3",
        row => new DeadLetter(
            row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.Time(4), row.GetInt32(5), row.GetString(6), row.Time(7)),
        cancel,
        webhook,
        after,
        (long)limit).ConfigureAwait(false);

    private static StreamPosition Stream(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt64(1))
    {
        Attempts = row.GetInt32(2),
        FailingSince = row.TimeOrNull(3),
        RetryAt = row.TimeOrNull(4),
        Error = row.TextOrNull(5),
    };
}
