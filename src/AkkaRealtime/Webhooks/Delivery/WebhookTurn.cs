using AkkaRealtime.Diagnostics;
using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks.Store;

namespace AkkaRealtime.Webhooks.Delivery;

/// <summary>
/// One turn of a stream: reads what follows its position, and sends it one by one, each after the one before was accepted, until something fails, nothing is left, or
/// others should have their turn.
/// </summary>
internal sealed class WebhookTurn(IWebhookStore store, WebhookEvents events, IWebhookSender sender, WebhookOptions options, TimeProvider time, WebhookMetrics metrics)
{
    private const int Page = 100;

    // What was delivered and is not stored yet is sent again after a crash.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <summary>Runs it.</summary>
    /// <param name="webhook">Where to.</param>
    /// <param name="name">The stream.</param>
    /// <param name="known">How far it has got, where that is known.</param>
    /// <param name="cancel">Ends it; what was sent then may be sent again.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<TurnEnded> RunAsync(Webhook webhook, string name, StreamPosition? known, CancellationToken cancel)
    {
        var stream = known ?? await store.StreamAsync(webhook.Id, name, cancel).ConfigureAwait(false);
        var page = await events.ReadAsync(name, stream.Position, Page, cancel).ConfigureAwait(false);
        var start = time.GetTimestamp();
        var delivered = 0;
        foreach (var e in page)
        {
            if (webhook.Wants(e.Type) && (e.About is not { } room || webhook.Follows(room)))
            {
                var delivery = await sender.SendAsync(webhook, e, cancel).ConfigureAwait(false);
                if (delivery.Error is not null)
                    return Failed(stream, e, delivery, delivered);
                metrics.Delivered.Add(1);
                delivered++;
            }

            stream = new StreamPosition(name, e.Position);
            if (time.GetElapsedTime(start) > MaxTime)
                return new TurnEnded(stream, delivered, HasMore: true);
        }

        return new TurnEnded(stream, delivered, HasMore: page.Count == Page);
    }

    private TurnEnded Failed(StreamPosition stream, WebhookEvent e, Delivery delivery, int delivered)
    {
        metrics.Failed.Add(1, new KeyValuePair<string, object?>("reason", delivery.Reason));
        var now = time.GetUtcNow();
        var since = stream.FailingSince ?? now;
        var attempts = stream.Attempts + 1;
        if (now - since >= TimeSpan.FromHours(options.RetryHours))
        {
            metrics.GivenUp.Add(1);
            return new TurnEnded(new StreamPosition(stream.Name, e.Position), delivered, HasMore: true)
            {
                Failure = delivery,
                GivenUp = new DeadLetter(0, stream.Name, e.Position, e.Type, e.At, attempts, delivery.Error!, now),
            };
        }

        var waiting = new StreamPosition(stream.Name, stream.Position)
        {
            Attempts = attempts,
            FailingSince = since,
            RetryAt = now + RetrySchedule.After(attempts, delivery.RetryAfter, Random.Shared.NextDouble()),
            Error = delivery.Error,
        };
        return new TurnEnded(waiting, delivered, HasMore: true) { Failure = delivery, OldestAt = e.At };
    }
}

/// <summary>How a turn ended.</summary>
/// <param name="Stream">How far the stream has got.</param>
/// <param name="Delivered">How many events were accepted.</param>
/// <param name="HasMore">There is, or may be, more to send.</param>
internal sealed record TurnEnded(StreamPosition Stream, int Delivered, bool HasMore)
{
    /// <summary>Why the last event was not accepted; null: it was.</summary>
    public Delivery? Failure { get; init; }

    /// <summary>The event that was given up.</summary>
    public DeadLetter? GivenUp { get; init; }

    /// <summary>When the event happened that is waiting now; null: not known.</summary>
    public DateTimeOffset? OldestAt { get; init; }
}
