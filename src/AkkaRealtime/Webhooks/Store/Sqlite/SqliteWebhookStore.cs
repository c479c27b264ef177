using System.Text.Json;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Webhooks.Store.Sqlite;

/// <summary>Reads of webhooks on SQLite.</summary>
internal sealed class SqliteWebhookStore(SqliteEngine engine) : IWebhookStore
{
    private const string Progress = "coalesce(s.position, 0), coalesce(s.attempts, 0), s.failing_since, s.retry_at, s.error";

    private const string RoomsBehind =
        $"SELECT r.id, {Progress} FROM rooms r LEFT JOIN webhook_streams s ON s.webhook = ?1 AND s.stream = r.id " +
        "WHERE r.head > coalesce(s.position, 0) AND (?2 = '[]' OR r.id IN (SELECT value FROM json_each(?2))) AND (s.retry_at IS NULL OR s.retry_at <= ?3) LIMIT ?4";

    private const string UsersBehind =
        $"SELECT p.value, {Progress} FROM json_each(?2) p LEFT JOIN webhook_streams s ON s.webhook = ?1 AND s.stream = p.value " +
        "WHERE EXISTS (SELECT 1 FROM user_events e WHERE e.part = p.key AND e.n > coalesce(s.position, 0)) AND (s.retry_at IS NULL OR s.retry_at <= ?3)";

    private const string ReportsBehind =
        $"SELECT p.name, {Progress} FROM (SELECT '{StreamPosition.Reports}' AS name) p LEFT JOIN webhook_streams s ON s.webhook = ?1 AND s.stream = p.name " +
        "WHERE EXISTS (SELECT 1 FROM reports r WHERE r.n > coalesce(s.position, 0)) AND (s.retry_at IS NULL OR s.retry_at <= ?2)";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<Webhook>>(
        s =>
        {
            var row = s["SELECT id, created_at, revision, settings FROM webhooks ORDER BY id"];
            var found = new List<Webhook>();
            while (row.Step())
                found.Add(WebhookSettings.Read(row.Text(0), Time(row.Number(1)), row.Number(2), row.Text(3)));
            return found;
        },
        cancel);

    /// <inheritdoc/>
    public Task<StreamPosition> StreamAsync(string webhook, string stream, CancellationToken cancel) => engine.ReadUnloggedAsync(
        s => Streams(s[$"SELECT s.stream, {Progress} FROM webhook_streams s WHERE s.webhook = ?1 AND s.stream = ?2"].Bind(1, webhook).Bind(2, stream))
            .FirstOrDefault(new StreamPosition(stream, 0)),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamPosition>> BehindAsync(Webhook webhook, DateTimeOffset now, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<StreamPosition>>(
        s =>
        {
            var rooms = JsonSerializer.Serialize([.. webhook.Rooms.Select(r => r.Value)], WebhookRowJson.Default.StringArray);
            var found = Streams(s[RoomsBehind].Bind(1, webhook.Id).Bind(2, rooms).Bind(3, now.ToUnixTimeMilliseconds()).Bind(4, limit));
            if (webhook.FollowsUsers)
            {
                var parts = JsonSerializer.Serialize([.. StreamPosition.OfUsers], WebhookRowJson.Default.StringArray);
                found.AddRange(Streams(s[UsersBehind].Bind(1, webhook.Id).Bind(2, parts).Bind(3, now.ToUnixTimeMilliseconds())));
            }

            if (webhook.FollowsReports)
                found.AddRange(Streams(s[ReportsBehind].Bind(1, webhook.Id).Bind(2, now.ToUnixTimeMilliseconds())));
            return found;
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamPosition>> FailingAsync(string webhook, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<StreamPosition>>(
        s => Streams(s[$"SELECT s.stream, {Progress} FROM webhook_streams s WHERE s.webhook = ?1 AND s.failing_since IS NOT NULL ORDER BY s.failing_since LIMIT ?2"]
            .Bind(1, webhook).Bind(2, limit)),
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string webhook, long after, int limit, CancellationToken cancel) => engine.ReadUnloggedAsync<IReadOnlyList<DeadLetter>>(
        s =>
        {
            var row = s["SELECT n, stream, position, type, at, attempts, error, given_up_at FROM webhook_dead_letters WHERE webhook = ?1 AND n > ?2 ORDER BY n LIMIT ?3"]
                .Bind(1, webhook).Bind(2, after).Bind(3, limit);
            var found = new List<DeadLetter>();
            while (row.Step())
            {
                found.Add(new DeadLetter(
                    row.Number(0), row.Text(1), row.Number(2), row.Text(3), Time(row.Number(4)), (int)row.Number(5), row.Text(6), Time(row.Number(7))));
            }

            return found;
        },
        cancel);

    private static List<StreamPosition> Streams(SqliteStatement row)
    {
        var found = new List<StreamPosition>();
        while (row.Step())
        {
            found.Add(new StreamPosition(row.Text(0), row.Number(1))
            {
                Attempts = (int)row.Number(2),
                FailingSince = row.NumberOrNull(3) is { } since ? Time(since) : null,
                RetryAt = row.NumberOrNull(4) is { } retry ? Time(retry) : null,
                Error = row.TextOrNull(5),
            });
        }

        return found;
    }

    private static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
