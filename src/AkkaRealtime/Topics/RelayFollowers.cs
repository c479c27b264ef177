using Akka.Actor;

namespace AkkaRealtime.Topics;

/// <summary>Which local actors follow which topics.</summary>
internal sealed class RelayFollowers
{
    private readonly Dictionary<IActorRef, HashSet<Topic>> _topics = [];

    /// <summary>True where the follower is new and has to be watched.</summary>
    public bool Add(IActorRef follower, Topic topic)
    {
        if (_topics.TryGetValue(follower, out var topics))
        {
            topics.Add(topic);
            return false;
        }

        _topics[follower] = [topic];
        return true;
    }

    /// <summary>True where that was the follower's last topic.</summary>
    public bool Remove(IActorRef follower, Topic topic)
    {
        if (!_topics.TryGetValue(follower, out var topics) || !topics.Remove(topic) || topics.Count > 0)
            return false;
        return _topics.Remove(follower);
    }

    /// <summary>The follower ended: the topics it followed.</summary>
    public IReadOnlyList<Topic> Gone(IActorRef follower) => _topics.TryGetValue(follower, out var topics) ? [.. topics] : [];
}
