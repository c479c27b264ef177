using System.Net;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>
/// What users, and addresses, may still ask of this node, on however many connections (protocol §2). Who has spent theirs and connects anew has spent it
/// still. Safe from any thread.
/// </summary>
internal sealed class RequestBudgets(LimitOptions limits)
{
    // Leaves between two looks for budgets that are nobody's and full again.
    private const int SweepEvery = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<UserId, Budget> _users = [];
    private readonly Dictionary<IPAddress, Budget> _addresses = [];
    private int _leaves;

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _users.Count + _addresses.Count;
        }
    }

    /// <summary>The budgets that a connection spends from now on.</summary>
    public SharedBudgets Enter(UserId user, IPAddress? address)
    {
        if (!limits.RateLimiting)
            return default;
        lock (_lock)
        {
            var ofUser = limits.CostPerSecondPerUser > 0
                ? Enter(_users, user, AtLeast(limits.CostPerSecondPerUser, limits.MessagesPerSecond), AtLeast(limits.CostBurstPerUser, limits.Burst))
                : null;
            var ofAddress = limits.CostPerSecondPerAddress > 0 && ClientAddress.Limited(address, limits) is { } from
                ? Enter(_addresses, from, AtLeast(limits.CostPerSecondPerAddress, limits.MessagesPerSecond), AtLeast(limits.CostBurstPerAddress, limits.Burst))
                : null;
            return new SharedBudgets(ofUser, ofAddress);
        }
    }

    /// <summary>The end of <see cref="Enter(UserId, IPAddress?)"/>.</summary>
    public void Leave(in SharedBudgets budgets, long nowMs)
    {
        lock (_lock)
        {
            budgets.User?.Leave();
            budgets.Address?.Leave();
            if (++_leaves % SweepEvery != 0)
                return;
            Forget(_users, nowMs);
            Forget(_addresses, nowMs);
        }
    }

    // Whoever lets a connection send more messages means its user as well.
    private static int AtLeast(int limit, int ofConnection) => Math.Max(limit, ofConnection);

    private static Budget Enter<TKey>(Dictionary<TKey, Budget> budgets, TKey key, int perSecond, int burst)
        where TKey : notnull
    {
        if (!budgets.TryGetValue(key, out var budget))
            budgets[key] = budget = new Budget(perSecond, burst);
        budget.Enter();
        return budget;
    }

    private static void Forget<TKey>(Dictionary<TKey, Budget> budgets, long nowMs)
        where TKey : notnull
    {
        foreach (var (key, budget) in budgets)
        {
            if (budget.IsForgettable(nowMs))
                budgets.Remove(key);
        }
    }
}

/// <summary>The budgets of a connection's user and address; null where there is no limit.</summary>
internal readonly record struct SharedBudgets(Budget? User, Budget? Address)
{
    /// <summary>Spends; 0, or the milliseconds until there will be enough.</summary>
    public int Spend(long nowMs, int cost)
    {
        var wait = User?.Spend(nowMs, cost) ?? 0;
        return wait > 0 ? wait : Address?.Spend(nowMs, cost) ?? 0;
    }
}

/// <summary>A <see cref="TokenBucket"/> that connections share.</summary>
internal sealed class Budget(int perSecond, int burst)
{
    private readonly Lock _lock = new();
    private TokenBucket _bucket;
    private int _connections;

    /// <summary>One more connection spends it; by <see cref="RequestBudgets"/>, under its lock, as the two below.</summary>
    public void Enter() => _connections++;

    /// <summary>One connection less.</summary>
    public void Leave() => _connections--;

    /// <summary>Whether a new one would be the same.</summary>
    public bool IsForgettable(long nowMs)
    {
        if (_connections > 0)
            return false;
        lock (_lock)
            return _bucket.IsFull(nowMs);
    }

    /// <summary>Spends; 0, or the milliseconds until there will be enough.</summary>
    public int Spend(long nowMs, int cost)
    {
        lock (_lock)
            return _bucket.TryTake(nowMs, perSecond, burst, out var retryAfterMs, cost) ? 0 : retryAfterMs;
    }
}
