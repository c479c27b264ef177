using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using AkkaRealtime.Clustering;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.EventLoops;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Topics;

/// <summary>
/// The one of a node that brings publications to its connections. Promise: a connection gets a topic's durable publications from the head on that it
/// subscribed with, in the order of <c>seq</c>, none left out, or is told <c>session.lagging</c>; volatile ones at most once. What the mediator loses shows as a gap,
/// by the next publication or the head that is repeated after a quiet second, and the owner is asked.
/// </summary>
internal sealed partial class RelayActor : UntypedActor
{
    // Emptied lists that are kept for the next flush.
    private const int MaxSpare = 256;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly RelayServices _services;
    private readonly ILogger _logger;
    private readonly RelaySubscriptions _subscriptions = new();
    private readonly RelayFanout _fanout;
    private readonly RelayTopics _topics;
    private readonly RelayFollowers _followers = new();
    private readonly List<TopicRelay> _dirty = [];
    private readonly Stack<List<Publication>> _spare = [];
    private readonly Action<TopicRelay> _emptied;
    private ICancelable? _sweep;
    private ITimer? _pace;
    private bool _flushing;

    /// <summary>Use <see cref="Props"/>.</summary>
    public RelayActor(RelayServices services)
    {
        _services = services;
        _logger = services.Logger;
        _fanout = new RelayFanout(_subscriptions, services.Metrics, services.Logger, services.Deflates);
        _topics = new RelayTopics(services.Owners, Self);
        _emptied = _topics.Left;
    }

    /// <summary>How to make one.</summary>
    public static Props Props(RelayServices services) => Producer.Of(() => new RelayActor(services)).WithDispatcher(EventLoopDispatcher.Id);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var self = Self;
        _pace = _services.Time.CreateTimer(_ => self.Tell(Flush.Instance, ActorRefs.NoSender), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _services.Mediator.Tell(new Put(Self));
        _services.Mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(TopicNames.Node(_services.Self), Self));
        _services.Mediator.Tell(new Akka.Cluster.Tools.PublishSubscribe.Subscribe(TopicNames.AllRelays, Self));
        _services.Cluster?.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.MemberRemoved), typeof(ClusterEvent.ReachableMember));
        _sweep = Context.System.Scheduler.ScheduleTellRepeatedlyCancelable(SweepEvery, SweepEvery, Self, Sweep.Instance, ActorRefs.NoSender);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _sweep?.Cancel();
        _pace?.Dispose();
        _services.Cluster?.Unsubscribe(Self);
    }

    // A restart would forget who is connected: a fault costs the message that caused it, nothing else.
    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        try
        {
            Handle(message);
        }
        catch (Exception e) when (e is not ActorKilledException)
        {
            _services.Metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "relay"));
            LogFault(e, message.GetType().Name);
        }
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case PublicationBatch batch:
                OnBatch(batch);
                break;
            case Flush:
                OnFlush();
                break;
            case Subscribe subscribe:
                OnSubscribe(subscribe);
                break;
            case FindNotOn find:
                OnFindNotOn(find);
                break;
            case Unsubscribe unsubscribe:
                OnUnsubscribe(unsubscribe);
                break;
            case UnsubscribeAll unsubscribe:
                _subscriptions.RemoveAll(unsubscribe.Outbox, _emptied);
                break;
            case Follow follow:
                OnFollow(follow);
                break;
            case Unfollow unfollow:
                OnUnfollow(unfollow.Topic, unfollow.Follower);
                break;
            case Terminated gone:
                foreach (var topic in _followers.Gone(gone.ActorRef))
                    OnUnfollow(topic, gone.ActorRef);
                break;
            case Head head:
                OnHead(head);
                break;
            case Announcement announcement:
                _fanout.Announce(announcement, _topics);
                break;
            case RenewInterest renew when _topics.Find(renew.Topic) is { } topic:
                _topics.Renew(topic, renew.Age);
                break;
            case RenewInterest:
                break;
            case LogRead read:
                OnLogRead(read);
                break;
            case AudienceRead read:
                OnAudienceRead(read);
                break;
            case Sweep:
                OnSweep();
                break;
            case ClusterEvent.MemberRemoved or ClusterEvent.ReachableMember:
                // Entities that lived there live nowhere until somebody needs them: their users' status, for one, has to be told. While a node was out of
                // reach, publications were lost both ways, and the heads that are repeated after them.
                _topics.RenewAll();
                Context.System.EventStream.Publish(BroadcastsMissed.Instance);
                break;
            case SubscribeAck:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnBatch(PublicationBatch batch)
    {
        Topic? unknown = null;
        foreach (var publication in batch.Publications)
        {
            if (_topics.Find(publication.Topic) is { } topic)
            {
                Accept(topic, publication);
            }
            else if (publication.Topic != unknown)
            {
                unknown = publication.Topic;
                _topics.Refuse(publication.Topic);
            }
        }

        foreach (var head in batch.Heads)
        {
            if (_topics.Find(head.Topic) is { } topic && topic.Position < head.Seq)
                _topics.Ask(topic);
        }
    }

    private void OnHead(Head head)
    {
        if (_topics.Find(head.Topic) is not { } topic)
        {
            _topics.Refuse(head.Topic);
            return;
        }

        var before = topic.Position;
        foreach (var publication in head.Missed)
            Accept(topic, publication);
        if (head.Truncated && head.Seq > topic.Position)
            Jump(topic, head.Seq);
        var behind = topic.HasHeld || topic.Position < head.Seq;
        if (head.Missed.Count > 0 && topic.Position > before)
            _services.Metrics.Cluster.GapsRepaired.Add(1);

        // What comes late, and may be of an owner of the past, says nothing about whether the last question has arrived.
        if (head.Answers == 0 || head.Answers == topic.Question)
            _topics.Answered(topic, behind, progress: topic.Position > before);
        else if (behind)
            _topics.Ask(topic);
    }

    private void Accept(TopicRelay topic, Publication publication)
    {
        var accepted = Gather(topic);
        var first = accepted.Count;
        if (topic.Accept(publication, accepted) == Arrival.Early)
            _topics.Ask(topic);
        Accepted(topic, accepted, first);
    }

    private static void Accepted(TopicRelay topic, List<Publication> accepted, int first)
    {
        for (var i = first; i < accepted.Count; i++)
        {
            if (!accepted[i].IsVolatile)
                topic.CatchUp?.Accepted(accepted[i]);
            if (accepted[i].Leaves is { } user)
                Context.System.EventStream.Publish(new LeftTopic(topic.Topic, user));
            foreach (var follower in topic.Followers)
                follower.Tell(accepted[i]);
        }
    }

    // Too much is missing: nobody gets more until it is known who may, and they are told that they lag.
    private void Jump(TopicRelay topic, long seq)
    {
        FlushNow(topic);
        var catchUp = topic.CatchUp ??= new TopicCatchUp(topic.Position);
        catchUp.LagAll(seq);
        while (topic.MemberCount > 0)
        {
            catchUp.Lagging.Add(topic[topic.MemberCount - 1]);
            topic.RemoveMember(topic.MemberCount - 1);
        }

        var accepted = Gather(topic);
        var first = accepted.Count;
        topic.JumpTo(seq, accepted);
        Accepted(topic, accepted, first);
        CatchUp(topic);
    }

    // What is gathered goes out behind what waits in the mailbox now, and not before the topic's pace allows: all of that becomes one buffer.
    private List<Publication> Gather(TopicRelay topic)
    {
        if (topic.Outgoing is { } gathered)
            return gathered;
        _dirty.Add(topic);
        if (!_flushing)
        {
            _flushing = true;
            Self.Tell(Flush.Instance, ActorRefs.NoSender);
        }

        topic.GatheredSince = _services.Time.GetTimestamp();
        return topic.Outgoing = _spare.TryPop(out var spare) ? spare : [];
    }

    private void OnFlush()
    {
        _flushing = false;
        var now = _services.Time.GetTimestamp();
        var (waiting, earliest) = (0, long.MaxValue);
        for (var i = 0; i < _dirty.Count; i++)
        {
            var topic = _dirty[i];
            if (topic.NotBefore <= now)
            {
                FlushNow(topic);
                continue;
            }

            _dirty[waiting++] = topic;
            earliest = Math.Min(earliest, topic.NotBefore);
        }

        _dirty.RemoveRange(waiting, _dirty.Count - waiting);
        if (waiting > 0)
            _pace!.Change(_services.Time.GetElapsedTime(now, earliest), Timeout.InfiniteTimeSpan);
    }

    private void FlushNow(TopicRelay topic)
    {
        if (topic.Outgoing is not { } publications)
            return;
        topic.Outgoing = null;
        if (FanoutPace.After(topic.MemberCount) is { Ticks: > 0 } pause)
            topic.NotBefore = _services.Time.GetTimestamp() + (long)(pause.TotalSeconds * _services.Time.TimestampFrequency);
        _fanout.Deliver(topic, publications);
        if (topic.MemberCount > 0)
            _services.Metrics.FanoutSeconds.Record(_services.Time.GetElapsedTime(topic.GatheredSince).TotalSeconds);
        if (RealtimeTraces.AreWanted)
            Trace(topic, publications);
        publications.Clear();
        if (_spare.Count < MaxSpare)
            _spare.Push(publications);
        CatchUp(topic);
        _topics.Left(topic);
    }

    private void Trace(TopicRelay topic, List<Publication> publications)
    {
        var took = _services.Time.GetElapsedTime(topic.GatheredSince);
        foreach (var publication in publications)
        {
            if (publication.Trace is { } trace)
                RealtimeTraces.Record("relay", trace, took, fault: null, new KeyValuePair<string, object?>("akkarealtime.connections", topic.MemberCount));
        }
    }

    private void OnSweep()
    {
        // A fault may have cost the timer.
        if (_dirty.Count > 0)
            OnFlush();
        _topics.Sweep();
        foreach (var topic in _topics.TakeFailed())
            CatchUp(topic);
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "The relay could not handle a {Kind}")]
    private partial void LogFault(Exception e, string kind);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "The log of {Topic} could not be read; the next second tries again")]
    private partial void LogUnread(Exception e, Topic topic);

    private sealed class Flush
    {
        public static readonly Flush Instance = new();
    }

    private sealed class Sweep
    {
        public static readonly Sweep Instance = new();
    }
}
