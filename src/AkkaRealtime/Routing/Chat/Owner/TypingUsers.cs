using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>Who is typing in a room, and until when that holds without being repeated. At most one entry a member.</summary>
internal sealed class TypingUsers
{
    private Dictionary<UserId, DateTimeOffset>? _until;

    /// <summary>When the first of them times out; null if nobody is typing.</summary>
    public DateTimeOffset? Next => _until is { Count: > 0 } ? _until.Values.Min() : null;

    /// <summary>Typing began or goes on.</summary>
    public void Start(UserId user, DateTimeOffset now) => (_until ??= [])[user] = now + ChatLimits.TypingTime;

    /// <summary>Typing ended. False if the user was not typing.</summary>
    public bool Stop(UserId user) => _until?.Remove(user) ?? false;

    /// <summary>Removes and returns the users who have been silent for too long.</summary>
    public IReadOnlyList<UserId> Expire(DateTimeOffset now)
    {
        if (_until is null)
            return [];
        var over = _until.Where(u => u.Value <= now).Select(u => u.Key).ToList();
        foreach (var user in over)
            _until.Remove(user);
        return over;
    }
}
