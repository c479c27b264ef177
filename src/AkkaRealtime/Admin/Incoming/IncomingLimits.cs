using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Connections;

namespace AkkaRealtime.Admin.Incoming;

/// <summary>How fast each incoming webhook may speak on this node: as fast as a connection of a user.</summary>
internal sealed class IncomingLimits(LimitOptions limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Budget> _hooks = new(StringComparer.Ordinal);

    /// <summary>Counts a message; 0, or the milliseconds after which there may be one.</summary>
    public int Spend(IncomingWebhook hook)
    {
        if (!limits.RateLimiting)
            return 0;
        var nowMs = (long)time.GetElapsedTime(0).TotalMilliseconds;
        return Of(hook.Key.Id, nowMs).Spend(nowMs, 1);
    }

    private Budget Of(string hook, long nowMs)
    {
        lock (_lock)
        {
            if (_hooks.TryGetValue(hook, out var budget))
                return budget;
            if (_hooks.Count >= ApiKeys.Max)
                Forget(nowMs);
            return _hooks[hook] = new Budget(limits.MessagesPerSecond, limits.Burst);
        }
    }

    // Those that were revoked are never asked for again.
    private void Forget(long nowMs)
    {
        foreach (var (hook, budget) in _hooks)
        {
            if (budget.IsForgettable(nowMs))
                _hooks.Remove(hook);
        }
    }
}
