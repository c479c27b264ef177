namespace AkkaRealtime.Topics;

/// <summary>
/// Connections of one topic that are not live yet, and the publications that they will need: all durable ones after <see cref="From"/>.
/// A connection that has everything up to <see cref="From"/> or later can be served from here; what lies before is read from the log, once
/// for all that need it. Bounded: with more than twice <see cref="TopicLimits.Missed"/> kept, those who wait lag instead.
/// </summary>
internal sealed class TopicCatchUp(long position)
{
    private readonly List<Waiting> _waiting = [];
    private List<Publication> _since = [];

    /// <summary>Every durable publication after this one is in <see cref="Since"/>.</summary>
    public long From { get; private set; } = position;

    /// <summary>Durable publications after <see cref="From"/>, in order, without a hole.</summary>
    public List<Publication> Since => _since;

    /// <summary>From where on the log is being read, or null.</summary>
    public long? ReadingAfter { get; set; }

    /// <summary>Connections with more missing than is repeated: once it is known that they may, they go live and are told that they lag.</summary>
    public HashSet<Subscriber> Lagging { get; } = [];

    /// <summary>Whether the topic's audience is being read for <see cref="Lagging"/>.</summary>
    public bool Checking { get; set; }

    /// <summary>Nobody waits.</summary>
    public bool IsEmpty => _waiting.Count == 0 && Lagging.Count == 0;

    /// <summary>The oldest position that somebody waits at and that needs a read of the log, or null.</summary>
    public long? Needed
    {
        get
        {
            long? oldest = null;
            foreach (var waiting in _waiting)
            {
                if (waiting.Head < From && !(oldest <= waiting.Head))
                    oldest = waiting.Head;
            }

            return oldest;
        }
    }

    /// <summary>
    /// Somebody who has everything up to <paramref name="head"/> waits, until they were given all that follows and the topic has come to
    /// <paramref name="memberSince"/>: a <see cref="Publication.Leaves"/> up to there is older than their membership.
    /// </summary>
    public void Add(Subscriber subscriber, long head, long memberSince) => _waiting.Add(new Waiting(subscriber, head, memberSince));

    /// <summary>They subscribed once more, because they came back to the topic: they keep their place. False where they don't wait.</summary>
    public bool EnteredAgain(Subscriber subscriber, long head)
    {
        var index = _waiting.FindIndex(w => ReferenceEquals(w.Subscriber, subscriber));
        if (index < 0)
            return Lagging.Contains(subscriber);
        _waiting[index] = _waiting[index] with { MemberSince = Math.Max(head, _waiting[index].MemberSince) };
        return true;
    }

    /// <summary>Up to where a leave of somebody who waits is older than their membership; 0 where they don't wait.</summary>
    public long MemberSince(Subscriber subscriber) => _waiting.Find(w => ReferenceEquals(w.Subscriber, subscriber)).MemberSince;

    /// <summary>Adds all who wait or lag to <paramref name="audience"/>.</summary>
    public void AddTo(HashSet<Subscriber> audience)
    {
        foreach (var waiting in _waiting)
            audience.Add(waiting.Subscriber);
        audience.UnionWith(Lagging);
    }

    /// <summary>They don't wait any more.</summary>
    public void Remove(Subscriber subscriber)
    {
        Lagging.Remove(subscriber);
        _waiting.RemoveAll(w => ReferenceEquals(w.Subscriber, subscriber));
    }

    /// <summary>The topic accepted a durable publication, the next one.</summary>
    public void Accepted(Publication publication)
    {
        if (_waiting.Count == 0)
        {
            From = publication.Seq;
            _since.Clear();
            return;
        }

        _since.Add(publication);
        if (_since.Count > 2 * TopicLimits.Missed)
            LagAll(publication.Seq);
    }

    /// <summary>The topic jumped to <paramref name="position"/>: what lies before can't be given.</summary>
    public void LagAll(long position)
    {
        foreach (var waiting in _waiting)
            Lagging.Add(waiting.Subscriber);
        _waiting.Clear();
        _since.Clear();
        From = position;
    }

    /// <summary>The log was read from <paramref name="after"/> on, up to <see cref="From"/>. False where that leaves a hole.</summary>
    public bool Prepend(long after, IReadOnlyList<Publication> read)
    {
        if (read.Count != From - after)
            return false;
        _since = [.. read, .. _since];
        From = after;
        return true;
    }

    /// <summary>Takes out who can be served now that the topic is at <paramref name="position"/>, those with the same head one after the other.</summary>
    public List<Waiting> TakeReady(long position)
    {
        var ready = _waiting.FindAll(w => w.Head >= From && w.MemberSince <= position);
        if (ready.Count == 0)
            return ready;
        _waiting.RemoveAll(w => w.Head >= From && w.MemberSince <= position);
        ready.Sort((one, other) => one.Head.CompareTo(other.Head));
        return ready;
    }

    /// <summary>One who waits.</summary>
    internal readonly record struct Waiting(Subscriber Subscriber, long Head, long MemberSince);
}
