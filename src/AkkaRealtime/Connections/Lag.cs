using AkkaRealtime.Topics;

namespace AkkaRealtime.Connections;

/// <summary>The topics of which a slow connection skipped durable events and has not yet been told.</summary>
/// <param name="sinceMs">When it began, on the node's monotonic clock.</param>
internal sealed class Lag(long sinceMs)
{
    /// <summary>When it began, on the node's monotonic clock.</summary>
    public long SinceMs { get; } = sinceMs;

    /// <summary>To be named in <c>session.lagging</c>.</summary>
    public HashSet<Topic> Topics { get; } = [];
}
