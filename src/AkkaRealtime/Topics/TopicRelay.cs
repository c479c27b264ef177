using Akka.Actor;

namespace AkkaRealtime.Topics;

/// <summary>
/// One topic of a relay: its position in the log, and the connections that are live at exactly that position. Holds the rules of order:
/// what is a repetition, what is next, what must wait for a gap to close. No clock, and nobody is told anything from here.
/// </summary>
internal sealed class TopicRelay(Topic topic, long position)
{
    /// <summary>The place of a subscriber that is not live (it catches up).</summary>
    public const int Aside = -1;

    private Member[] _members = [];
    private SortedList<long, Publication>? _held;

    /// <summary>The topic.</summary>
    public Topic Topic { get; } = topic;

    /// <summary>The last <c>seq</c> that was accepted; live connections have it or are getting it with the next flush.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Connections that are live.</summary>
    public int MemberCount { get; private set; }

    /// <summary>Accepted since the last flush, for the members; null while there is nothing.</summary>
    public List<Publication>? Outgoing { get; set; }

    /// <summary>The timestamp of when the first of them came.</summary>
    public long GatheredSince { get; set; }

    /// <summary>The timestamp of the relay's clock before which it is not flushed again (<see cref="FanoutPace"/>).</summary>
    public long NotBefore { get; set; }

    /// <summary>Connections that are not live yet; null while there are none.</summary>
    public TopicCatchUp? CatchUp { get; set; }

    /// <summary>Local actors that are told each publication.</summary>
    public IActorRef[] Followers { get; set; } = [];

    /// <summary>The sweep at which the owner was asked last, 0 when it has answered.</summary>
    public int AskedAt { get; set; }

    /// <summary>The number of the question that was asked last.</summary>
    public int Question { get; set; }

    /// <summary>The sweep in which the owner answered last; 0: it never did.</summary>
    public int AnsweredAt { get; set; }

    /// <summary>The sweep from which on the topic was found without anybody, 0 while there is somebody.</summary>
    public int EmptySince { get; set; }

    /// <summary>Nobody needs the topic.</summary>
    public bool IsEmpty => MemberCount == 0 && Followers.Length == 0 && CatchUp is null;

    /// <summary>Publications wait for a gap before them to close.</summary>
    public bool HasHeld => _held is not null;

    /// <summary>A live connection.</summary>
    public Subscriber this[int place] => _members[place].Subscriber;

    /// <summary>Whether a live connection is on the topic without being a member.</summary>
    public bool Watches(int place) => _members[place].Subscriber.Watches(_members[place].Slot);

    /// <summary>
    /// What a publication is here. <see cref="Arrival.Next"/>: it and all that it lets through are added to <paramref name="accepted"/>, in order.
    /// </summary>
    public Arrival Accept(Publication publication, List<Publication> accepted)
    {
        if (publication.IsVolatile)
        {
            accepted.Add(publication);
            return Arrival.Next;
        }

        if (publication.Seq <= Position)
            return Arrival.Repeated;
        if (publication.Seq > Position + 1)
        {
            // Over the bound all are let go: the owner has them, and repeats them or says that they are too many.
            _held ??= [];
            if (_held.Count >= TopicLimits.Missed)
                _held.Clear();
            _held[publication.Seq] = publication;
            return Arrival.Early;
        }

        Position = publication.Seq;
        accepted.Add(publication);
        ReleaseHeld(accepted);
        return Arrival.Next;
    }

    /// <summary>More are missing than are repeated: goes on from <paramref name="seq"/>, and what was held behind it is added.</summary>
    public void JumpTo(long seq, List<Publication> accepted)
    {
        Position = Math.Max(Position, seq);
        ReleaseHeld(accepted);
    }

    /// <summary>Makes a subscriber live; <paramref name="slot"/> is its slot of this topic.</summary>
    public void AddMember(Subscriber subscriber, int slot)
    {
        if (MemberCount == _members.Length)
            Array.Resize(ref _members, MemberCount == 0 ? 2 : MemberCount * 2);
        _members[MemberCount] = new Member(subscriber, slot);
        subscriber.MoveTo(slot, MemberCount++);
    }

    /// <summary>Ends being live; the last member takes the place.</summary>
    public void RemoveMember(int place)
    {
        var last = --MemberCount;
        var removed = _members[place];
        if (place != last)
        {
            var moved = _members[place] = _members[last];
            moved.Subscriber.MoveTo(moved.Slot, place);
        }

        removed.Subscriber.MoveTo(removed.Slot, Aside);
        _members[last] = default;
        if (MemberCount == 0)
            _members = [];
    }

    /// <summary>The member at <paramref name="place"/> keeps this topic in another slot now.</summary>
    public void SlotChanged(int place, int slot) => _members[place].Slot = slot;

    private void ReleaseHeld(List<Publication> accepted)
    {
        while (_held is { Count: > 0 } && _held.GetKeyAtIndex(0) <= Position + 1)
        {
            var publication = _held.GetValueAtIndex(0);
            _held.RemoveAt(0);
            if (publication.Seq <= Position)
                continue;
            Position = publication.Seq;
            accepted.Add(publication);
        }

        if (_held is { Count: 0 })
            _held = null;
    }

    private struct Member(Subscriber subscriber, int slot)
    {
        public readonly Subscriber Subscriber = subscriber;
        public int Slot = slot;
    }
}

/// <summary>How a publication comes to a relay.</summary>
internal enum Arrival
{
    /// <summary>It is the next, or volatile.</summary>
    Next,

    /// <summary>It was here before.</summary>
    Repeated,

    /// <summary>Something before it is missing: it waits.</summary>
    Early,
}
