using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Ringing;

/// <summary>
/// The calls that ring for one user, and the one that they are in. Each is a lease that the call's owner renews: without renewal it is forgotten, so
/// that a call whose owner is gone neither rings on nor keeps the user busy. Has no clock.
/// </summary>
internal sealed class UserCalls
{
    /// <summary>The most calls at a time; one more finds the user busy. Nobody but a member of many rooms is ever rung that often.</summary>
    public const int MaxCalls = 16;

    /// <summary>How long a call counts without renewal; owners renew every 20 s.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private readonly Dictionary<CallId, Entry> _calls = [];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _calls.Count == 0;

    /// <summary>Whether the user is in an active call, which others see as <c>inCall</c>. A call of theirs that still rings elsewhere is not active.</summary>
    public bool HasActive => _calls.Values.Any(c => c.Entered && c.Call.State == CallState.Active);

    /// <summary>When the first ring or lease ends; null: never.</summary>
    public DateTimeOffset? Next => _calls.Count == 0 ? null : _calls.Values.Min(c => c.EndsAt);

    /// <summary>
    /// A call wants to ring, or renews its ring. False where it may not: the user is in another call, or has too many.
    /// <paramref name="isNew"/>: it did not ring before.
    /// </summary>
    public bool TryRing(UserCall call, DateTimeOffset expiresAt, DateTimeOffset now, out bool isNew)
    {
        isNew = false;
        if (_calls.TryGetValue(call.Id, out var known) && known.Entered)
        {
            _calls[call.Id] = known with { LeaseUntil = now + Lease };
            return true;
        }

        if (IsInAnother(call.Id))
        {
            _calls.Remove(call.Id);
            return false;
        }

        isNew = known is null;
        if (isNew && _calls.Count >= MaxCalls)
            return false;
        if (expiresAt <= now)
        {
            isNew = false;
            _calls.Remove(call.Id);
            return true;
        }

        _calls[call.Id] = new Entry(call, Entered: false, now + Lease, expiresAt);
        return true;
    }

    /// <summary>The user is in this call, whatever else rings.</summary>
    public void Reserve(UserCall call, DateTimeOffset now)
    {
        if (call.State == CallState.Ended)
            _calls.Remove(call.Id);
        else
            _calls[call.Id] = new Entry(call, Entered: true, now + Lease, RingsUntil: null);
    }

    /// <summary>
    /// May the user enter this call? Compare-and-set: a yes reserves them, so that only one of two calls gets them. Asked again for the same call, yes again.
    /// </summary>
    public bool TryEnter(UserCall call, DateTimeOffset now)
    {
        if (IsInAnother(call.Id))
            return false;
        Reserve(call, now);
        return true;
    }

    /// <summary>Whether this call rings for the user, or they are in it.</summary>
    public bool Has(CallId call) => _calls.ContainsKey(call);

    /// <summary>Whether this call rings for the user now.</summary>
    public bool Rings(CallId call) => _calls.TryGetValue(call, out var known) && !known.Entered;

    /// <summary>The call no longer rings for the user, nor are they in it. False where it was not known.</summary>
    public bool Release(CallId call) => _calls.Remove(call);

    /// <summary>Nothing rings for the user any more. Which calls did.</summary>
    public IReadOnlyList<CallId> StopRinging()
    {
        var rang = _calls.Where(c => !c.Value.Entered).Select(c => c.Key).ToList();
        foreach (var call in rang)
            _calls.Remove(call);
        return rang;
    }

    /// <summary>Forgets all calls. Which ones there were.</summary>
    public IReadOnlyList<CallId> Clear()
    {
        var all = _calls.Keys.ToList();
        _calls.Clear();
        return all;
    }

    /// <summary>Forgets what is over.</summary>
    public void Advance(DateTimeOffset now)
    {
        foreach (var (id, call) in _calls)
        {
            if (call.EndsAt <= now)
                _calls.Remove(id);
        }
    }

    /// <summary>What stands in <c>session.ready</c>, in the order in which the calls started. Call <see cref="Advance"/> before, so that no ring is stale.</summary>
    public IReadOnlyList<EncodedJson> List() => [.. _calls.Values.Select(c => c.Call).OrderBy(c => c.StartedAt).Select(c => c.View)];

    private bool IsInAnother(CallId call) => _calls.Any(c => c.Value.Entered && c.Key != call);

    private sealed record Entry(UserCall Call, bool Entered, DateTimeOffset LeaseUntil, DateTimeOffset? RingsUntil)
    {
        public DateTimeOffset EndsAt => RingsUntil < LeaseUntil ? RingsUntil.Value : LeaseUntil;
    }
}
