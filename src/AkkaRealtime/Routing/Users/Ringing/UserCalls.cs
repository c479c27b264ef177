using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Users.Ringing;

/// <summary>
/// The calls that ring for, or hold, one user. Each is a lease that its owner renews: not renewed, it is forgotten, so that a call
/// whose owner is gone neither rings on nor keeps the user busy. Has no clock.
/// </summary>
internal sealed class UserCalls
{
    /// <summary>Calls at a time, at most: a further ring is answered as busy. In order to be rung this often one must be in many rooms.</summary>
    public const int Most = 16;

    /// <summary>How long a call counts without being renewed; its owner renews every 20 s.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly Dictionary<CallId, Entry> _calls = [];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _calls.Count == 0;

    /// <summary>Whether the user is in a call that is going on: what others see as <c>inCall</c>. One that still rings at the other side is not.</summary>
    public bool HasActive => _calls.Values.Any(c => c.Held && c.View.State == "active");

    /// <summary>When the first ring or lease is over; null: never.</summary>
    public DateTimeOffset? Next => _calls.Count == 0 ? null : _calls.Values.Min(c => c.EndsAt);

    /// <summary>
    /// A call wants to ring, or renews its ring. False where the user is in another call, or has too many: it does not ring.
    /// <paramref name="isNew"/>: it did not ring before.
    /// </summary>
    public bool TryRing(CallView call, DateTimeOffset expiresAt, DateTimeOffset now, out bool isNew)
    {
        isNew = false;
        if (_calls.TryGetValue(call.Id, out var known) && known.Held)
        {
            _calls[call.Id] = known with { LeaseUntil = now + Lease };
            return true;
        }

        if (HeldByOther(call.Id))
        {
            _calls.Remove(call.Id);
            return false;
        }

        isNew = known is null;
        if (isNew && _calls.Count >= Most)
            return false;
        if (expiresAt <= now)
        {
            isNew = false;
            _calls.Remove(call.Id);
            return true;
        }

        _calls[call.Id] = new Entry(call with { ExpiresAt = expiresAt }, Held: false, now + Lease, expiresAt);
        return true;
    }

    /// <summary>The user is in this call.</summary>
    public void Hold(CallView call, DateTimeOffset now)
    {
        if (call.State == "ended")
            _calls.Remove(call.Id);
        else
            _calls[call.Id] = new Entry(call, Held: true, now + Lease, RingsUntil: null);
    }

    /// <summary>
    /// May the user enter this call? Compare-and-set: a yes makes it theirs, so that of two calls one only gets it. Yes again for the same call.
    /// </summary>
    public bool TryEnter(CallView call, DateTimeOffset now)
    {
        if (HeldByOther(call.Id))
            return false;
        Hold(call, now);
        return true;
    }

    /// <summary>Whether this call rings for, or holds, the user.</summary>
    public bool Has(CallId call) => _calls.ContainsKey(call);

    /// <summary>Whether this call rings for the user now.</summary>
    public bool Rings(CallId call) => _calls.TryGetValue(call, out var known) && !known.Held;

    /// <summary>The call rings for, or holds, the user no more. False where it did not.</summary>
    public bool Release(CallId call) => _calls.Remove(call);

    /// <summary>Forgets what is over.</summary>
    public void Advance(DateTimeOffset now)
    {
        foreach (var (id, call) in _calls)
        {
            if (call.EndsAt <= now)
                _calls.Remove(id);
        }
    }

    /// <summary>What stands in <c>session.ready</c>. Call <see cref="Advance"/> before, so that no ring is stale.</summary>
    public IReadOnlyList<CallView> List() => [.. _calls.Values.Select(c => c.View).OrderBy(c => c.StartedAt)];

    private bool HeldByOther(CallId call) => _calls.Any(c => c.Value.Held && c.Key != call);

    private sealed record Entry(CallView View, bool Held, DateTimeOffset LeaseUntil, DateTimeOffset? RingsUntil)
    {
        public DateTimeOffset EndsAt => RingsUntil < LeaseUntil ? RingsUntil.Value : LeaseUntil;
    }
}
