using System.Collections.Concurrent;
using AkkaRealtime.Webhooks;
using AkkaRealtime.Webhooks.Delivery;

namespace AkkaRealtime.Tests.Webhooks;

/// <summary>A receiver that answers as the spec says, and keeps what it was sent in the order in which that came.</summary>
internal sealed class ScriptedReceiver : IWebhookSender
{
    private readonly ConcurrentQueue<string> _sent = new();
    private int _underWay;
    private int _most;

    /// <summary>The answer to an event.</summary>
    public Func<WebhookEvent, Delivery> Answer { get; set; } = _ => Delivery.Accepted;

    /// <summary>Answers wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The ids of what was sent, accepted or not.</summary>
    public IReadOnlyList<string> Sent => [.. _sent];

    /// <summary>The most that were under way at a time.</summary>
    public int MostAtOnce => _most;

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Webhook webhook, WebhookEvent e, CancellationToken cancel)
    {
        var now = Interlocked.Increment(ref _underWay);
        int most;
        while (now > (most = _most) && Interlocked.CompareExchange(ref _most, now, most) != most)
        {
        }

        _sent.Enqueue(e.Id);
        await Gate.WaitAsync(cancel);
        Interlocked.Decrement(ref _underWay);
        return Answer(e);
    }
}
