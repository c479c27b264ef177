using System.Net;
using System.Runtime.InteropServices;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>
/// How many connections there are on this node, and from where and whom (limits of protocol §6). Whoever enters has to leave. Safe from any thread.
/// </summary>
internal sealed class Admission
{
    private const int BurstSeconds = 10;
    private const int ForgetEvery = 1_024;

    private readonly Lock _lock = new();
    private readonly LimitOptions _limits;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Dictionary<IPAddress, int> _addresses = [];
    private readonly Dictionary<UserId, int> _users = [];
    private readonly Dictionary<IPAddress, TokenBucket> _attempts = [];
    private int _attemptsSince;
    private TokenBucket _handshakes;
    private int _count;
    private volatile bool _draining;

    public Admission(LimitOptions limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        _start = time.GetTimestamp();
        MaxConnections = limits.MaxConnections > 0 ? limits.MaxConnections : FileDescriptors.SafeConnections();
    }

    /// <summary>The most connections that this node takes.</summary>
    public int MaxConnections { get; }

    /// <summary>Connections that entered and didn't leave.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether the node goes away: nobody enters any more.</summary>
    public bool Draining
    {
        get => _draining;
        set => _draining = value;
    }

    /// <summary>Somebody tries to connect; 0, or after how many seconds they may.</summary>
    public int TryAttempt(IPAddress? address)
    {
        if (_limits is not { RateLimiting: true, HandshakesPerSecondPerAddress: > 0 and var rate } || ClientAddress.Limited(address, _limits) is not { } from)
            return 0;
        var now = NowMs;
        lock (_lock)
        {
            ForgetAttempts(now);
            ref var attempts = ref CollectionsMarshal.GetValueRefOrAddDefault(_attempts, from, out _);
            return attempts.TryTake(now, rate, rate * BurstSeconds, out var retryAfterMs) ? 0 : Math.Max((retryAfterMs + 999) / 1_000, 1);
        }
    }

    /// <summary>
    /// Enters; otherwise says why not. Of the new connections of a second, half are kept for those who <paramref name="isReturning"/>: who has had no session enters as long as more than
    /// that is left, so that where many come at once, they wait for those who come back. Where nobody does, they enter as fast in the long run.
    /// </summary>
    public bool TryEnter(IPAddress? address, out string? refusal, bool isReturning = false)
    {
        var from = ClientAddress.Key(address);
        lock (_lock)
        {
            refusal = Refusal(from, isReturning);
            if (refusal is not null)
                return false;
            _count++;
            if (from is not null && _limits.MaxConnectionsPerAddress > 0)
                _addresses[from] = _addresses.GetValueOrDefault(from) + 1;
            return true;
        }
    }

    /// <summary>The end of <see cref="TryEnter"/>.</summary>
    public void Leave(IPAddress? address)
    {
        var from = ClientAddress.Key(address);
        lock (_lock)
        {
            _count--;
            if (from is not null && _limits.MaxConnectionsPerAddress > 0)
                Decrease(_addresses, from);
        }
    }

    /// <summary>A connection is this user's; false where the user has too many.</summary>
    public bool TryEnterUser(UserId user)
    {
        if (_limits.MaxConnectionsPerUser == 0)
            return true;
        lock (_lock)
        {
            var count = _users.GetValueOrDefault(user);
            if (count >= _limits.MaxConnectionsPerUser)
                return false;
            _users[user] = count + 1;
            return true;
        }
    }

    /// <summary>The end of <see cref="TryEnterUser"/>.</summary>
    public void LeaveUser(UserId user)
    {
        if (_limits.MaxConnectionsPerUser == 0)
            return;
        lock (_lock)
            Decrease(_users, user);
    }

    /// <summary>The end of both, where the connection that was accepted never began.</summary>
    public void Undo(Accepted accepted)
    {
        Leave(accepted.Address);
        if (accepted.Identity is { } identity)
            LeaveUser(identity.User);
    }

    private long NowMs => (long)_time.GetElapsedTime(_start).TotalMilliseconds;

    // Who has not tried for a while is as good as new.
    private void ForgetAttempts(long now)
    {
        if (++_attemptsSince % ForgetEvery != 0)
            return;
        foreach (var (address, attempts) in _attempts)
        {
            if (attempts.IsFull(now))
                _attempts.Remove(address);
        }
    }

    private string? Refusal(IPAddress? from, bool isReturning)
    {
        if (_count >= MaxConnections)
            return "This node has as many connections as it takes.";
        if (from is not null && _limits.MaxConnectionsPerAddress > 0 && _addresses.GetValueOrDefault(from) >= _limits.MaxConnectionsPerAddress)
            return "Too many connections from this address.";
        if (_limits is not { RateLimiting: true, HandshakesPerSecond: > 0 and var rate })
            return null;
        return _handshakes.TryTake(NowMs, rate, isReturning ? rate : rate - (rate / 2), out _) ? null : "Too many new connections at once.";
    }

    private static void Decrease<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull
    {
        if (counts.GetValueOrDefault(key) is > 1 and var count)
            counts[key] = count - 1;
        else
            counts.Remove(key);
    }
}
