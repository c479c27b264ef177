using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Which nodes follow the room: they are told what happens, through this node's chat router, and what they missed, from the log.
/// </summary>
internal sealed class RoomFollowers(RoomScope scope)
{
    private readonly Topic _topic = Topic.Of(scope.Id);
    private readonly TopicInterest _interest = new(scope.Services.Node);
    private readonly List<(IActorRef Relay, Interest Interest)> _asking = [];

    // Counts what may have taken words out of stored events: what was read before is not told after.
    private long _rewrites;

    /// <summary>Whether any node follows.</summary>
    public bool Any => _interest.Any;

    /// <summary>A relay follows the room: it is answered now, or when the room is loaded.</summary>
    public void Add(IActorRef relay, Interest interest, bool isLoaded)
    {
        _interest.Add(relay.Path.Address);
        if (isLoaded)
            Answer(relay, interest);
        else
            _asking.Add((relay, interest));
    }

    /// <summary>A node no longer follows the room.</summary>
    public void Remove(Address relay) => _interest.Remove(relay);

    /// <summary>The room was loaded: answers the relays that asked meanwhile.</summary>
    public void Loaded()
    {
        _rewrites++;
        foreach (var (relay, interest) in _asking)
            Answer(relay, interest);
        _asking.Clear();
    }

    /// <summary>
    /// Whoever needed the owner before this one, or did not get what was stored unheard of, is asked: they answer with <see cref="Interest"/> and get what
    /// they missed.
    /// </summary>
    public void Renew() => scope.Services.Router.Tell(new RenewInterest(_topic), scope.Self);

    /// <summary>Words were taken out of stored events.</summary>
    public void Rewritten() => _rewrites++;

    /// <summary>Tells what was just stored.</summary>
    public void Publish(IReadOnlyList<AppendedEvent> events, RoomBatch? batch = null)
    {
        foreach (var stored in events)
        {
            if (stored.Event is ChatDeleted { Empties: true })
                _rewrites++;
        }

        if (!_interest.Any)
            return;
        var publications = new List<Publication>(events.Count);
        var traced = batch is { Traces.Count: > 0 } ? batch : null;
        for (var i = 0; i < events.Count; i++)
        {
            var stored = events[i];
            if (!stored.Duplicate)
                publications.Add(new Publication(_topic, stored.Event.Seq, stored.Envelope, LoggedPublications.Leaves(stored.Event)) { Trace = traced?.TraceOf(i) });
        }

        if (publications.Count > 0)
            scope.Services.Router.Tell(new Broadcast(_interest.Relays, publications), scope.Self);
    }

    /// <summary>Tells members what is kept nowhere, and says what they do; at most once. Who looks into a channel is told nothing of that.</summary>
    public void PublishToMembers(EncodedEnvelope envelope)
    {
        if (_interest.Any)
            scope.Services.Router.Tell(new Broadcast(_interest.Relays, [new Publication(_topic, 0, envelope) { MembersOnly = true }]), scope.Self);
    }

    /// <summary>Tells what is kept nowhere; at most once.</summary>
    public void PublishVolatile(EncodedEnvelope envelope)
    {
        if (_interest.Any)
            scope.Services.Router.Tell(new Broadcast(_interest.Relays, [new Publication(_topic, 0, envelope)]), scope.Self);
    }

    /// <summary>True if the message was this part's own.</summary>
    public bool TryHandle(object message)
    {
        switch (message)
        {
            case MissedRead missed:
                OnMissedRead(missed);
                return true;
            default:
                return false;
        }
    }

    private void OnMissedRead(MissedRead missed)
    {
        // A message that was deleted during the read must not be told as it was; if that happens twice, it is left to chat.sync.
        if (missed.Rewrites != _rewrites && !missed.Again)
            Answer(missed.Relay, missed.Interest, again: true);
        else
            missed.Relay.Tell(HeadOf(missed.Interest, missed.Rewrites == _rewrites ? missed.Events : null), scope.Self);
    }

    private void Answer(IActorRef relay, Interest interest, bool again = false)
    {
        var lastSeq = interest.LastSeq;
        if (lastSeq >= scope.Head || scope.Head - lastSeq > TopicLimits.Missed)
        {
            relay.Tell(HeadFor(interest, [], isTruncated: lastSeq < scope.Head), scope.Self);
            return;
        }

        var rewrites = _rewrites;
        scope.Services.Events.EventsAsync(scope.Id, lastSeq, scope.Head, TopicLimits.Missed, CancellationToken.None).PipeTo(
            scope.Self,
            success: events => new MissedRead(relay, interest, rewrites, again, events),
            failure: _ => new MissedRead(relay, interest, rewrites, again, null));
    }

    // If they can't be read now, the connections are told that they lag, and send chat.sync when they like.
    private Head HeadOf(Interest interest, IReadOnlyList<StoredEvent>? events)
    {
        if (events is null)
            return HeadFor(interest, [], isTruncated: true);
        var missed = LoggedPublications.Of(scope.Id, events);
        return HeadFor(interest, missed.Take(PublicationBytes.Fit(missed)).ToList(), isTruncated: false);
    }

    private Head HeadFor(Interest interest, IReadOnlyList<Publication> missed, bool isTruncated) =>
        new(_topic, scope.Head, missed, isTruncated) { Answers = interest.Question };

    // What a relay missed; without events where the store could not be read.
    private sealed record MissedRead(IActorRef Relay, Interest Interest, long Rewrites, bool Again, IReadOnlyList<StoredEvent>? Events);
}
