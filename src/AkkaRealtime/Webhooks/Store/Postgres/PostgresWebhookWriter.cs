using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Webhooks.Store.Postgres;

/// <summary>Writes the webhooks of one batch and how far they have got, in the order of the entries.</summary>
internal sealed class PostgresWebhookWriter : PostgresTableWriter
{
    private const string Replace =
        "ON CONFLICT (webhook, stream) DO UPDATE SET position = excluded.position, attempts = excluded.attempts, failing_since = excluded.failing_since, " +
        "retry_at = excluded.retry_at, error = excluded.error";

    // Held until the commit: a save under a revision that another node is just replacing waits for that, and then stores nothing.
    private const string Current = "WITH w AS (SELECT id FROM webhooks WHERE id = $1 AND revision = $2 FOR UPDATE) ";

    private readonly List<JournalEntry> _entries = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is not (SaveWebhook or DeleteWebhook or ClaimWebhook or RewindWebhook or SaveWebhookProgress or ForgetDelivered))
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
            case SaveWebhook save:
                Add(batch, save);
                break;
            case DeleteWebhook { Id: var id }:
                batch.Add("DELETE FROM webhooks WHERE id = $1", id);
                batch.Add("DELETE FROM webhook_streams WHERE webhook = $1", id);
                batch.Add("DELETE FROM webhook_dead_letters WHERE webhook = $1", id);
                batch.Add("DELETE FROM user_event_readers WHERE reader = $1", id);
                break;
            case ClaimWebhook claim:
                batch.Add("UPDATE webhooks SET revision = $3 WHERE id = $1 AND revision = $2", claim.Id, claim.Before, claim.Revision);
                break;
            case RewindWebhook rewind:
                batch.Add("UPDATE webhooks SET revision = $2 WHERE id = $1", rewind.Id, rewind.Revision);
                batch.Add($"INSERT INTO webhook_streams (webhook, stream, position) VALUES ($1, $2, $3) {Replace}", rewind.Id, rewind.Stream, rewind.Position);
                break;
            case SaveWebhookProgress progress:
                Add(batch, progress);
                break;
            case ForgetDelivered { Before: var before }:
                batch.Add("DELETE FROM user_events WHERE at < $1", before.ToUnixTimeMilliseconds());
                batch.Add("DELETE FROM webhook_dead_letters WHERE given_up_at < $1", before.ToUnixTimeMilliseconds());
                break;
            default:
                throw new InvalidOperationException($"{entry.GetType().Name} is no entry of webhooks.");
        }
    }

    private static void Add(NpgsqlBatch batch, SaveWebhook save)
    {
        var webhook = save.Webhook;
        batch.Add(
            "INSERT INTO webhooks (id, created_at, revision, settings) VALUES ($1, $2, $3, $4) " +
            "ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, settings = excluded.settings",
            webhook.Id,
            webhook.CreatedAt.ToUnixTimeMilliseconds(),
            webhook.Revision,
            PostgresRows.Clean(WebhookSettings.Write(webhook)));
        batch.Add(
            webhook.FollowsUsers ? "INSERT INTO user_event_readers (reader) VALUES ($1) ON CONFLICT DO NOTHING" : "DELETE FROM user_event_readers WHERE reader = $1",
            webhook.Id);
        if (save.Start.Rooms)
        {
            batch.Add(
                "INSERT INTO webhook_streams (webhook, stream, position) SELECT $1, id, head FROM rooms " +
                $"WHERE (cardinality($2::text[]) = 0 OR id = ANY ($2)) AND id <> ALL ($3::text[]) {Replace}",
                webhook.Id,
                webhook.Rooms.Select(r => r.Value).ToArray(),
                save.Start.Except.Select(r => r.Value).ToArray());
        }

        if (save.Start.Users)
        {
            batch.Add(
                "INSERT INTO webhook_streams (webhook, stream, position) SELECT $1, stream, head.n " +
                $"FROM unnest($2::text[]) stream, user_event_head head {Replace}",
                webhook.Id,
                StreamPosition.OfUsers.ToArray());
        }

        if (save.Start.Reports)
        {
            batch.Add(
                $"INSERT INTO webhook_streams (webhook, stream, position) SELECT $1, $2, head.n FROM report_head head {Replace}", webhook.Id, StreamPosition.Reports);
        }
    }

    private static void Add(NpgsqlBatch batch, SaveWebhookProgress progress)
    {
        if (progress.Streams.Count > 0)
        {
            var streams = progress.Streams.ToArray();
            batch.Add(
                Current + "INSERT INTO webhook_streams (webhook, stream, position, attempts, failing_since, retry_at, error) " +
                $"SELECT w.id, s.* FROM w, unnest($3::text[], $4::bigint[], $5::integer[], $6::bigint[], $7::bigint[], $8::text[]) s {Replace}",
                progress.Id,
                progress.Revision,
                Array.ConvertAll(streams, s => s.Name),
                Array.ConvertAll(streams, s => s.Position),
                Array.ConvertAll(streams, s => s.Attempts),
                Array.ConvertAll(streams, s => s.FailingSince?.ToUnixTimeMilliseconds()),
                Array.ConvertAll(streams, s => s.RetryAt?.ToUnixTimeMilliseconds()),
                Array.ConvertAll(streams, s => s.Error is null ? null : PostgresRows.Clean(s.Error)));
        }

        foreach (var letter in progress.GivenUp)
        {
            batch.Add(
                Current + "INSERT INTO webhook_dead_letters (webhook, stream, position, type, at, attempts, error, given_up_at) " +
                "SELECT w.id, $3, $4, $5, $6, $7::integer, $8, $9 FROM w",
                progress.Id,
                progress.Revision,
                letter.Stream,
                letter.Position,
                letter.Type,
                letter.At.ToUnixTimeMilliseconds(),
                (long)letter.Attempts,
                PostgresRows.Clean(letter.Error),
                letter.GivenUpAt.ToUnixTimeMilliseconds());
        }
    }
}
