using System.Text.Json;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Webhooks.Store.Sqlite;

/// <summary>Writes webhooks and how far they have got, inside the transactions of the journal.</summary>
internal sealed class SqliteWebhookWriter(SqliteSession session) : TableWriter
{
    private const string Advance =
        "INSERT INTO webhook_streams (webhook, stream, position, attempts, failing_since, retry_at, error) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) " +
        "ON CONFLICT (webhook, stream) DO UPDATE SET position = excluded.position, attempts = excluded.attempts, failing_since = excluded.failing_since, " +
        "retry_at = excluded.retry_at, error = excluded.error";

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveWebhook save:
                Save(save);
                break;
            case DeleteWebhook delete:
                foreach (var (table, key) in new[] { ("webhooks", "id"), ("webhook_streams", "webhook"), ("webhook_dead_letters", "webhook"), ("user_event_readers", "reader") })
                    session[$"DELETE FROM {table} WHERE {key} = ?1"].Bind(1, delete.Id).Run();
                break;
            case ClaimWebhook claim:
                session["UPDATE webhooks SET revision = ?3 WHERE id = ?1 AND revision = ?2"].Bind(1, claim.Id).Bind(2, claim.Before).Bind(3, claim.Revision).Run();
                break;
            case RewindWebhook rewind:
                session["UPDATE webhooks SET revision = ?2 WHERE id = ?1"].Bind(1, rewind.Id).Bind(2, rewind.Revision).Run();
                Set(rewind.Id, new StreamPosition(rewind.Stream, rewind.Position));
                break;
            case SaveWebhookProgress progress:
                Save(progress);
                break;
            case ForgetDelivered forget:
                session["DELETE FROM user_events WHERE at < ?1"].Bind(1, forget.Before.ToUnixTimeMilliseconds()).Run();
                session["DELETE FROM webhook_dead_letters WHERE given_up_at < ?1"].Bind(1, forget.Before.ToUnixTimeMilliseconds()).Run();
                break;
            default:
                return null;
        }

        return new Saved(entry);
    }

    private void Save(SaveWebhook save)
    {
        var webhook = save.Webhook;
        session["INSERT INTO webhooks (id, created_at, revision, settings) VALUES (?1, ?2, ?3, ?4) " +
                "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, settings = excluded.settings"]
            .Bind(1, webhook.Id).Bind(2, webhook.CreatedAt.ToUnixTimeMilliseconds()).Bind(3, webhook.Revision).Bind(4, WebhookSettings.Write(webhook)).Run();
        session[webhook.FollowsUsers ? "INSERT OR IGNORE INTO user_event_readers (reader) VALUES (?1)" : "DELETE FROM user_event_readers WHERE reader = ?1"]
            .Bind(1, webhook.Id).Run();
        if (save.Start.Rooms)
        {
            session["INSERT OR REPLACE INTO webhook_streams (webhook, stream, position) SELECT ?1, id, head FROM rooms " +
                    "WHERE (?2 = '[]' OR id IN (SELECT value FROM json_each(?2))) AND id NOT IN (SELECT value FROM json_each(?3))"]
                .Bind(1, webhook.Id).Bind(2, Json(webhook.Rooms)).Bind(3, Json(save.Start.Except)).Run();
        }

        if (save.Start.Users)
        {
            session["INSERT OR REPLACE INTO webhook_streams (webhook, stream, position) SELECT ?1, value, coalesce((SELECT max(n) FROM user_events), 0) FROM json_each(?2)"]
                .Bind(1, webhook.Id).Bind(2, JsonSerializer.Serialize(StreamPosition.OfUsers.ToArray(), WebhookRowJson.Default.StringArray)).Run();
        }

        if (save.Start.Reports)
            session["INSERT OR REPLACE INTO webhook_streams (webhook, stream, position) SELECT ?1, ?2, n FROM report_head"].Bind(1, webhook.Id).Bind(2, StreamPosition.Reports).Run();
    }

    private void Save(SaveWebhookProgress progress)
    {
        var current = session["SELECT 1 FROM webhooks WHERE id = ?1 AND revision = ?2"].Bind(1, progress.Id).Bind(2, progress.Revision);
        var isCurrent = current.Step();
        current.Reset();
        if (!isCurrent)
            return;
        foreach (var stream in progress.Streams)
            Set(progress.Id, stream);
        foreach (var letter in progress.GivenUp)
        {
            session["INSERT INTO webhook_dead_letters (webhook, stream, position, type, at, attempts, error, given_up_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"]
                .Bind(1, progress.Id).Bind(2, letter.Stream).Bind(3, letter.Position).Bind(4, letter.Type).Bind(5, letter.At.ToUnixTimeMilliseconds())
                .Bind(6, letter.Attempts).Bind(7, letter.Error).Bind(8, letter.GivenUpAt.ToUnixTimeMilliseconds()).Run();
        }
    }

    private void Set(string id, StreamPosition stream) => session[Advance]
        .Bind(1, id).Bind(2, stream.Name).Bind(3, stream.Position).Bind(4, stream.Attempts).Bind(5, stream.FailingSince?.ToUnixTimeMilliseconds())
        .Bind(6, stream.RetryAt?.ToUnixTimeMilliseconds()).Bind(7, stream.Error).Run();

    private static string Json(IEnumerable<Envelopes.RoomId> rooms) =>
        JsonSerializer.Serialize([.. rooms.Select(r => r.Value)], WebhookRowJson.Default.StringArray);
}
