using Akka.Actor;

namespace AkkaRealtime.Topics;

/// <summary>
/// The topics of a relay, and what their owners are told: interest, until it is answered; that it ended, when nobody came back within the grace
/// time. One sweep a second serves all topics. Told are at most <see cref="MaxPerSweep"/> owners a sweep, besides first words.
/// </summary>
internal sealed class RelayTopics(TopicOwners owners, IActorRef self)
{
    /// <summary>Bounds a storm of questions after a node was lost: 100,000 topics take 20 s.</summary>
    public const int MaxPerSweep = 5_000;

    /// <summary>Sweeps after which a question is repeated.</summary>
    public const int RepeatAfter = 2;

    /// <summary>Sweeps that a topic without anybody is kept: longer than a page's reload.</summary>
    public const int Grace = 15;

    private readonly Dictionary<Topic, TopicRelay> _topics = [];
    private readonly HashSet<TopicRelay> _unanswered = [];
    private readonly HashSet<TopicRelay> _empty = [];
    private readonly HashSet<TopicRelay> _failed = [];
    private readonly Queue<Topic> _renewals = [];
    private int _now = 1;

    /// <summary>Topics that are kept.</summary>
    public int Count => _topics.Count;

    /// <summary>The topic, or null.</summary>
    public TopicRelay? Find(Topic topic) => _topics.GetValueOrDefault(topic);

    /// <summary>A topic that nobody here needed before: its owner is told.</summary>
    public TopicRelay Open(Topic topic, long head)
    {
        var opened = new TopicRelay(topic, head);
        _topics.Add(topic, opened);
        Ask(opened);
        return opened;
    }

    /// <summary>Asks the owner for what is missing, unless it was asked and has not answered.</summary>
    public void Ask(TopicRelay topic)
    {
        if (topic.AskedAt == 0)
            AskAnew(topic);
    }

    /// <summary>Tells the owner what the relay has, whether it was told before or not.</summary>
    public void AskAnew(TopicRelay topic)
    {
        topic.Question++;
        _unanswered.Add(topic);
        Send(topic);
    }

    /// <summary>The owner answered. Where that was not all, it is asked again: at once after progress, otherwise with the sweep.</summary>
    public void Answered(TopicRelay topic, bool behind, bool progress)
    {
        if (behind && progress)
        {
            AskAnew(topic);
        }
        else if (behind)
        {
            topic.AskedAt = _now;
            _unanswered.Add(topic);
        }
        else
        {
            (topic.AskedAt, topic.AnsweredAt) = (0, _now);
            _unanswered.Remove(topic);
        }
    }

    /// <summary>Tells an owner that has started what the relay has, unless it has been answered since.</summary>
    public void Renew(TopicRelay topic, int age)
    {
        if (topic.AnsweredAt < _now - age + 1)
            AskAnew(topic);
    }

    /// <summary>Tells the owner of a topic that is not kept here.</summary>
    public void Refuse(Topic topic) => owners.Of(topic.Kind).Tell(new NoInterest(topic), self);

    /// <summary>Somebody may have gone: an empty topic is kept for the grace time.</summary>
    public void Left(TopicRelay topic)
    {
        if (topic.EmptySince == 0 && topic.IsEmpty && _empty.Add(topic))
            topic.EmptySince = _now;
    }

    /// <summary>The log could not be read for the topic: the next sweep tries again.</summary>
    public void Failed(TopicRelay topic) => _failed.Add(topic);

    /// <summary>The topics to try again with.</summary>
    public IReadOnlyList<TopicRelay> TakeFailed()
    {
        if (_failed.Count == 0)
            return [];
        TopicRelay[] failed = [.. _failed];
        _failed.Clear();
        return failed;
    }

    /// <summary>Every owner is told again, over the next sweeps.</summary>
    public void RenewAll()
    {
        _renewals.Clear();
        foreach (var topic in _topics.Keys)
            _renewals.Enqueue(topic);
    }

    /// <summary>A second passed.</summary>
    public void Sweep()
    {
        _now++;
        var budget = MaxPerSweep;
        foreach (var topic in _unanswered)
        {
            if (topic.AskedAt + RepeatAfter > _now)
                continue;
            if (budget-- == 0)
                return;
            Send(topic);
        }

        while (budget-- > 0 && _renewals.TryDequeue(out var topic))
        {
            if (Find(topic) is { } found)
                AskAnew(found);
        }

        _empty.RemoveWhere(Forget);
    }

    private void Send(TopicRelay topic)
    {
        topic.AskedAt = _now;
        owners.Of(topic.Topic.Kind).Tell(new Interest(topic.Topic, topic.Position) { Question = topic.Question }, self);
    }

    private bool Forget(TopicRelay topic)
    {
        if (!topic.IsEmpty)
        {
            topic.EmptySince = 0;
            return true;
        }

        if (topic.EmptySince + Grace > _now)
            return false;
        _topics.Remove(topic.Topic);
        _unanswered.Remove(topic);
        Refuse(topic.Topic);
        return true;
    }
}
