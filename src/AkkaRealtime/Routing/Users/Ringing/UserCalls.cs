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

    /// <summary>After so long without renewal the owner is thought to be gone, and woken; again each time it has been that long.</summary>
    public static readonly TimeSpan Overdue = TimeSpan.FromSeconds(25);

    /// <summary>After a node was lost, or the user was loaded, how long until owners are woken once more: the first time, the message may have gone where they were.</summary>
    public static readonly TimeSpan AfterALoss = TimeSpan.FromSeconds(5);

    private readonly Dictionary<CallId, Entry> _calls = [];
    private readonly List<CallId> _lapsed = [];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _calls.Count == 0;

    /// <summary>Whether the user is in an active call, which others see as <c>inCall</c>. A call of theirs that still rings elsewhere is not active.</summary>
    public bool HasActive => _calls.Values.Any(c => c.Entered && c.Call.State == CallState.Active);

    /// <summary>When the first ring or lease ends, or an owner is to be woken; null: never.</summary>
    public DateTimeOffset? Next => _calls.Count == 0 ? null : _calls.Values.Min(c => c.EndsAt < c.WakeAt ? c.EndsAt : c.WakeAt);

    /// <summary>
    /// A call wants to ring, or renews its ring. False where it may not: the user is in another call, or has too many.
    /// <paramref name="isNew"/>: it did not ring before.
    /// </summary>
    public bool TryRing(UserCall call, DateTimeOffset expiresAt, DateTimeOffset now, out bool isNew)
    {
        isNew = false;
        if (_calls.TryGetValue(call.Id, out var known) && known.Entered)
        {
            _calls[call.Id] = known with { LeaseUntil = now + Lease, WakeAt = now + Overdue };
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

        _calls[call.Id] = new Entry(call, Entered: false, now + Lease, now + Overdue, expiresAt);
        return true;
    }

    /// <summary>The user is in this call, whatever else rings.</summary>
    public void Reserve(UserCall call, DateTimeOffset now)
    {
        if (call.State == CallState.Ended)
            _calls.Remove(call.Id);
        else
            _calls[call.Id] = new Entry(call, Entered: true, now + Lease, now + Overdue, RingsUntil: null);
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

    /// <summary>A node was lost, and maybe their owners with it: all of them, to be woken now, and soon again.</summary>
    public IReadOnlyList<CallId> TakeAll(DateTimeOffset now)
    {
        foreach (var (id, call) in _calls)
            _calls[id] = call with { WakeAt = now + AfterALoss };
        return [.. _calls.Keys];
    }

    /// <summary>What there is was kept by the store, and may be over: the owners are to be woken soon.</summary>
    public void Doubt(DateTimeOffset now) => TakeAll(now);

    /// <summary>The calls that were forgotten because their owners were not heard of, though they were woken.</summary>
    public IReadOnlyList<CallId> TakeLapsed()
    {
        if (_lapsed.Count == 0)
            return [];
        var lapsed = _lapsed.ToArray();
        _lapsed.Clear();
        return lapsed;
    }

    /// <summary>The calls whose owners have not been heard of for too long; each is named again after the same time.</summary>
    public IReadOnlyList<CallId> TakeOverdue(DateTimeOffset now)
    {
        List<CallId>? overdue = null;
        foreach (var (id, call) in _calls)
        {
            if (call.WakeAt > now)
                continue;
            _calls[id] = call with { WakeAt = now + Overdue };
            (overdue ??= []).Add(id);
        }

        return overdue ?? [];
    }

    /// <summary>Forgets what is over.</summary>
    public void Advance(DateTimeOffset now)
    {
        foreach (var (id, call) in _calls)
        {
            if (call.EndsAt > now)
                continue;
            _calls.Remove(id);
            if (call.LeaseUntil <= now)
                _lapsed.Add(id);
        }
    }

    /// <summary>What stands in <c>session.ready</c>, in the order in which the calls started. Call <see cref="Advance"/> before, so that no ring is stale.</summary>
    public IReadOnlyList<EncodedJson> List() => [.. _calls.Values.Select(c => c.Call).OrderBy(c => c.StartedAt).Select(c => c.View)];

    private bool IsInAnother(CallId call) => _calls.Any(c => c.Value.Entered && c.Key != call);

    private sealed record Entry(UserCall Call, bool Entered, DateTimeOffset LeaseUntil, DateTimeOffset WakeAt, DateTimeOffset? RingsUntil)
    {
        public DateTimeOffset EndsAt => RingsUntil < LeaseUntil ? RingsUntil.Value : LeaseUntil;
    }
}
