using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>Which connection is on which topic.</summary>
internal sealed class RelaySubscriptions
{
    private readonly Dictionary<IOutbox, Subscriber> _subscribers = new(ReferenceEqualityComparer.Instance);

    /// <summary>Connections that are on some topic.</summary>
    public int Count => _subscribers.Count;

    /// <summary>The connection, known from now on.</summary>
    public Subscriber Of(UserId user, IOutbox outbox)
    {
        if (_subscribers.TryGetValue(outbox, out var subscriber))
            return subscriber;
        return _subscribers[outbox] = new Subscriber(user, outbox);
    }

    /// <summary>The connection, or null.</summary>
    public Subscriber? Find(IOutbox outbox) => _subscribers.GetValueOrDefault(outbox);

    /// <summary>Takes a connection off one topic.</summary>
    public void Remove(Subscriber subscriber, TopicRelay topic)
    {
        var slot = subscriber.Find(topic);
        if (slot < 0)
            return;
        Detach(subscriber, topic, slot);
        if (subscriber.Count == 0)
            _subscribers.Remove(subscriber.Outbox);
    }

    /// <summary>Takes a connection off all its topics and calls <paramref name="removed"/> for each.</summary>
    public void RemoveAll(IOutbox outbox, Action<TopicRelay> removed)
    {
        if (!_subscribers.Remove(outbox, out var subscriber))
            return;
        while (subscriber.Count > 0)
        {
            var topic = subscriber.Last;
            Detach(subscriber, topic, subscriber.Count - 1);
            removed(topic);
        }
    }

    private static void Detach(Subscriber subscriber, TopicRelay topic, int slot)
    {
        var place = subscriber.PlaceAt(slot);
        if (place != TopicRelay.Aside)
        {
            topic.RemoveMember(place);
        }
        else if (topic.CatchUp is { } catchUp)
        {
            catchUp.Remove(subscriber);
            if (catchUp.IsEmpty)
                topic.CatchUp = null;
        }

        subscriber.RemoveAt(slot);
    }
}
