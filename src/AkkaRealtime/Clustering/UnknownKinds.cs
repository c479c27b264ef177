using System.Collections.Concurrent;
using AkkaRealtime.Clustering.Membership;
using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Clustering;

/// <summary>Counts messages from nodes of another version that this one doesn't know, and says each kind once. Safe from any thread.</summary>
internal sealed class UnknownKinds(RealtimeMetrics? metrics, ILogger log)
{
    // What a peer names is not ours to keep without an end.
    private const int MaxKinds = 100;
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>One more.</summary>
    public void Count(string kind)
    {
        var tag = _told.ContainsKey(kind) || _told.Count < MaxKinds ? kind : "other";
        metrics?.Cluster.Unknown.Add(1, new KeyValuePair<string, object?>("kind", tag));
        if (_told.TryAdd(tag, true))
            ClusterLog.UnknownKind(log, tag);
    }
}
