using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Sessions.Revoking;

/// <summary>The revocations that this node knows. Safe from any thread; asked at each sign-in, which costs next to nothing while there are none.</summary>
internal sealed class Revocations
{
    private static readonly Revocation[] None = [];
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Revocation> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<UserId, Revocation[]> _users = [];
    private Revocation[] _general = None;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _all.Count;
        }
    }

    /// <summary>The revocation by which <paramref name="facts"/> are refused, or null.</summary>
    public Revocation? Find(SessionFacts facts, DateTimeOffset now)
    {
        Revocation[] ofUser, general;
        lock (_lock)
        {
            general = _general;
            ofUser = _users.GetValueOrDefault(facts.User) ?? None;
        }

        return Array.Find(ofUser, r => r.Refuses(facts, now)) ?? Array.Find(general, r => r.Refuses(facts, now));
    }

    /// <summary>Takes over what has changed in the store.</summary>
    public void Apply(IReadOnlyList<RevocationChange> changes, DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var (revocation, isLifted, _) in changes)
            {
                Remove(revocation.Id);
                if (!isLifted && !revocation.IsOver(now))
                    Add(revocation);
            }

            if (changes.Count == 0)
                return;
            foreach (var over in _all.Values.Where(r => r.IsOver(now)).ToList())
                Remove(over.Id);
        }
    }

    private void Add(Revocation revocation)
    {
        _all.Add(revocation.Id, revocation);
        if (revocation.User is { } user)
            _users[user] = [.. _users.GetValueOrDefault(user) ?? None, revocation];
        else
            _general = [.. _general, revocation];
    }

    private void Remove(string id)
    {
        if (!_all.Remove(id, out var former))
            return;
        if (former.User is not { } user)
            _general = [.. _general.Where(r => r.Id != id)];
        else if (_users[user] is { Length: > 1 } several)
            _users[user] = [.. several.Where(r => r.Id != id)];
        else
            _users.Remove(user);
    }
}
