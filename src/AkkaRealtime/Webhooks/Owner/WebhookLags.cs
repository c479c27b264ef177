using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>For how long the webhooks that this node sends have had something to send.</summary>
internal sealed class WebhookLags(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset?> _since = new(StringComparer.Ordinal);

    /// <summary>The webhook has had something to send since then; null: it has nothing.</summary>
    public void Set(string webhook, DateTimeOffset? since) => _since[webhook] = since;

    /// <summary>This node no longer sends it.</summary>
    public void Remove(string webhook) => _since.TryRemove(webhook, out _);

    /// <summary>In seconds; tag <c>webhook</c>.</summary>
    public IEnumerable<Measurement<double>> Measure()
    {
        var now = time.GetUtcNow();
        return _since.Select(w => new Measurement<double>(w.Value is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0, new KeyValuePair<string, object?>("webhook", w.Key)));
    }
}
