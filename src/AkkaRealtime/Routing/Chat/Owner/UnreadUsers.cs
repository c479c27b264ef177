using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>Members whose unread count has changed without their devices knowing: told together, so that one count answers for many messages.</summary>
internal sealed class UnreadUsers
{
    private HashSet<UserId> _users = [];

    /// <summary>When somebody was told last.</summary>
    public DateTimeOffset ToldAt { get; private set; }

    /// <summary>Whether anybody still has to be told.</summary>
    public bool Any => _users.Count > 0;

    /// <summary>A member's count has changed.</summary>
    public void Add(UserId user) => _users.Add(user);

    /// <summary>Takes out everybody who has to be told.</summary>
    public IReadOnlyCollection<UserId> Take(DateTimeOffset now)
    {
        ToldAt = now;
        var users = _users;
        _users = [];
        return users;
    }
}
