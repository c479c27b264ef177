using System.Runtime.InteropServices;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Topics;

/// <summary>Hands publications to outboxes: one buffer for all, nothing allocated and no message told per delivery.</summary>
internal sealed partial class RelayFanout(RelaySubscriptions subscriptions, RealtimeMetrics metrics, ILogger logger, bool deflates = false)
{
    /// <summary>Gives the live connections what was gathered, and takes those off who leave.</summary>
    public void Deliver(TopicRelay topic, List<Publication> publications)
    {
        ReadOnlySpan<Publication> rest = CollectionsMarshal.AsSpan(publications);
        while (rest.Length > 0 && topic.MemberCount > 0)
        {
            var membersOnly = rest[0].MembersOnly;
            var frames = SharedFrameRun.Take(ref rest, deflates, out var leaves);
            var told = membersOnly ? DeliverToMembers(topic, in frames) : DeliverToAll(topic, in frames);
            metrics.Deliveries.Add((long)told * frames.Count);
            if (leaves is { } user)
                TakeOff(topic, user);
        }
    }

    /// <summary>Gives an envelope to all who are on any of some topics, or come to be: once each.</summary>
    public void Announce(Announcement announcement, RelayTopics topics)
    {
        var audience = new HashSet<Subscriber>();
        foreach (var name in announcement.Topics)
        {
            if (topics.Find(name) is not { } topic)
                continue;
            for (var i = 0; i < topic.MemberCount; i++)
                audience.Add(topic[i]);
            topic.CatchUp?.AddTo(audience);
        }

        if (audience.Count == 0)
            return;
        ReadOnlySpan<Publication> one = [new Publication(announcement.Topics[0], 0, announcement.Envelope)];
        var frames = SharedFrameRun.Take(ref one, deflates, out _);
        foreach (var subscriber in audience)
            Deliver(subscriber.Outbox, in frames);
        metrics.Deliveries.Add(audience.Count);
    }

    /// <summary>Gives those who caught up what they miss, and makes them live; call it when nothing is gathered for the topic.</summary>
    public void ServeReady(TopicRelay topic)
    {
        if (topic.CatchUp is not { } catchUp)
            return;
        var ready = CollectionsMarshal.AsSpan(catchUp.TakeReady(topic.Position));
        while (ready.Length > 0)
        {
            var head = ready[0].Head;
            var same = 1;
            while (same < ready.Length && ready[same].Head == head)
                same++;
            Serve(topic, ready[..same], CollectionsMarshal.AsSpan(catchUp.Since)[(int)(head - catchUp.From)..]);
            ready = ready[same..];
        }

        if (catchUp.IsEmpty)
            topic.CatchUp = null;
    }

    /// <summary>
    /// Makes those live who had too much missing, tells them so, and takes off who may not be on the topic: somebody whose leave was among
    /// what is missing.
    /// </summary>
    public void LetLag(TopicRelay topic, TopicCatchUp catchUp, TopicAudience audience)
    {
        foreach (var subscriber in catchUp.Lagging.ToList())
        {
            if (!audience.Contains(subscriber.User))
            {
                subscriptions.Remove(subscriber, topic);
                continue;
            }

            catchUp.Lagging.Remove(subscriber);
            topic.AddMember(subscriber, subscriber.Find(topic));
            subscriber.Outbox.TellLagging(topic.Topic);
        }
    }

    private int DeliverToAll(TopicRelay topic, in SharedFrames frames)
    {
        for (var i = 0; i < topic.MemberCount; i++)
            Deliver(topic[i].Outbox, in frames);
        return topic.MemberCount;
    }

    private int DeliverToMembers(TopicRelay topic, in SharedFrames frames)
    {
        var told = 0;
        for (var i = 0; i < topic.MemberCount; i++)
        {
            if (topic.Watches(i))
                continue;
            Deliver(topic[i].Outbox, in frames);
            told++;
        }

        return told;
    }

    private void Serve(TopicRelay topic, ReadOnlySpan<TopicCatchUp.Waiting> ready, ReadOnlySpan<Publication> missed)
    {
        var left = new HashSet<Subscriber>();
        while (missed.Length > 0)
        {
            var seq = missed[0].Seq;
            var frames = SharedFrameRun.Take(ref missed, deflates, out var leaves);
            seq += frames.Count - 1;
            foreach (var waiting in ready)
            {
                if (left.Contains(waiting.Subscriber))
                    continue;
                Deliver(waiting.Subscriber.Outbox, in frames);
                metrics.Deliveries.Add(frames.Count);

                // A leave that is older than the membership for which they subscribed is history.
                if (leaves == waiting.Subscriber.User && seq > waiting.MemberSince)
                    left.Add(waiting.Subscriber);
            }
        }

        foreach (var waiting in ready)
        {
            if (left.Contains(waiting.Subscriber))
                subscriptions.Remove(waiting.Subscriber, topic);
            else
                topic.AddMember(waiting.Subscriber, waiting.Subscriber.Find(topic));
        }
    }

    private void TakeOff(TopicRelay topic, UserId user)
    {
        for (var i = topic.MemberCount - 1; i >= 0; i--)
        {
            if (topic[i].User == user)
                subscriptions.Remove(topic[i], topic);
        }
    }

    // A fault of one outbox must not cost the others their delivery.
    private void Deliver(IOutbox outbox, in SharedFrames frames)
    {
        try
        {
            outbox.Deliver(in frames);
        }
        catch (Exception e)
        {
            LogFault(e);
        }
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Error, Message = "An outbox refused a delivery with an exception, which is a bug")]
    private partial void LogFault(Exception e);
}
