using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>
/// A connection as the relay knows it: its outbox and the topics that it is on. Slots point from the connection to its place among a topic's
/// members and back, so that taking it off costs the same however many members a topic has; 32 bytes for both.
/// </summary>
internal sealed class Subscriber(UserId user, IOutbox outbox)
{
    private Slot[] _slots = [];

    /// <summary>Whose connection.</summary>
    public UserId User { get; } = user;

    /// <summary>The way out.</summary>
    public IOutbox Outbox { get; } = outbox;

    /// <summary>How many topics it is on.</summary>
    public int Count { get; private set; }

    /// <summary>The last of its topics.</summary>
    public TopicRelay Last => _slots[Count - 1].Topic;

    /// <summary>The slot of <paramref name="topic"/>, or -1.</summary>
    public int Find(TopicRelay topic)
    {
        for (var i = 0; i < Count; i++)
        {
            if (ReferenceEquals(_slots[i].Topic, topic))
                return i;
        }

        return -1;
    }

    /// <summary>Its place among the members of the topic in <paramref name="slot"/>; <see cref="TopicRelay.Aside"/> where it is not live.</summary>
    public int PlaceAt(int slot) => _slots[slot].Place;

    /// <summary>Moves among the members of the topic in <paramref name="slot"/>.</summary>
    public void MoveTo(int slot, int place) => _slots[slot].Place = place;

    /// <summary>Whether it is on the topic in <paramref name="slot"/> without being a member.</summary>
    public bool Watches(int slot) => _slots[slot].Watches;

    /// <summary>It is on the topic in <paramref name="slot"/> as a member, or without being one.</summary>
    public void SetWatches(int slot, bool watches) => _slots[slot].Watches = watches;

    /// <summary>That many topics will be added: takes no more memory than they need.</summary>
    public void Reserve(int more)
    {
        if (Count + more > _slots.Length)
            Array.Resize(ref _slots, Count + more);
    }

    /// <summary>Adds a topic; returns its slot.</summary>
    public int Add(TopicRelay topic, int place)
    {
        if (Count == _slots.Length)
            Array.Resize(ref _slots, Count == 0 ? 4 : Count * 2);
        _slots[Count] = new Slot(topic, place);
        return Count++;
    }

    /// <summary>Removes the topic in <paramref name="slot"/>; the last takes its slot.</summary>
    public void RemoveAt(int slot)
    {
        var last = --Count;
        if (slot != last)
        {
            var moved = _slots[slot] = _slots[last];
            if (moved.Place != TopicRelay.Aside)
                moved.Topic.SlotChanged(moved.Place, slot);
        }

        _slots[last] = default;
    }

    private struct Slot(TopicRelay topic, int place)
    {
        public readonly TopicRelay Topic = topic;
        public int Place = place;
        public bool Watches;
    }
}
