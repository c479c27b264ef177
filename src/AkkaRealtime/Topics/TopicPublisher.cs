using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;

namespace AkkaRealtime.Topics;

/// <summary>
/// The part of a router actor that broadcasts: gathers what its entities hand over and publishes it through the mediator, one message a node.
/// The router hands it what it does not know itself: <c>if (!_publisher.TryHandle(message, Sender)) Unhandled(message)</c>, and calls
/// <see cref="Stop"/> when it stops. Order: as handed over. Promise: at most once; relays repair (gaps are asked for, quiet heads repeated).
/// </summary>
public sealed class TopicPublisher
{
    // Removed addresses that are remembered; a node forgotten too early costs a message into the void, nothing else.
    private const int MaxRemoved = 1_000;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly IActorRef _mediator;
    private readonly IActorRef _self;
    private readonly Cluster? _cluster;
    private readonly ActorSystem _system;
    private readonly Func<IActorRef>[] _owners;
    private readonly Dictionary<Address, NodeBatch> _batches = [];
    private readonly HashSet<Address> _removed = [];
    private readonly HashSet<Address> _others = [];
    private readonly StartedOwners _started = new();
    private readonly Action<RenewInterest> _askAgain;
    private readonly QuietHeads _quiet;
    private readonly Action<TopicHead, IReadOnlyCollection<Address>> _repeat;
    private ICancelable? _tick;
    private bool _flushing;
    private bool _hasEntities;

    /// <summary>For use inside one actor only.</summary>
    /// <param name="context">The router's.</param>
    /// <param name="mediator">Akka's DistributedPubSub mediator.</param>
    /// <param name="cluster">Null in specs without one.</param>
    /// <param name="owners">The regions whose entities publish here; asked for once one of them has said something.</param>
    internal TopicPublisher(IActorContext context, IActorRef mediator, Cluster? cluster, params Func<IActorRef>[] owners)
    {
        _mediator = mediator;
        _self = context.Self;
        _cluster = cluster;
        _system = context.System;
        _owners = owners;
        _repeat = Repeat;
        _askAgain = renew => _mediator.Tell(new Publish(TopicNames.AllRelays, renew), _self);
        _quiet = new QuietHeads(cluster?.SelfAddress);
        cluster?.Subscribe(_self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
    }

    /// <summary>True where the message was for the publisher.</summary>
    public bool TryHandle(object message, IActorRef sender)
    {
        switch (message)
        {
            case Broadcast broadcast:
                Gather(broadcast, sender);
                return true;
            case RenewInterest renew:
                _hasEntities = true;
                AskRelays(renew, sender);
                return true;
            case Announcement:
                _mediator.Tell(new Publish(TopicNames.AllRelays, message), _self);
                return true;
            case Flush:
                _flushing = false;
                PublishAll();
                return true;
            case Tick:
                _quiet.Tick(_repeat);
                PublishAll();
                _started.Tick(_askAgain);
                if (!_quiet.Any && !_started.Any)
                    StopTicking();
                return true;
            case ClusterEvent.MemberRemoved gone:
                if (_removed.Count >= MaxRemoved)
                    _removed.Clear();
                _removed.Add(gone.Member.Address);
                _others.Remove(gone.Member.Address);
                _batches.Remove(gone.Member.Address);
                TellEntities(new RelayGone(gone.Member.Address));
                return true;
            case ClusterEvent.IMemberEvent present:
                _removed.Remove(present.Member.Address);
                if (present.Member.Address != _cluster?.SelfAddress)
                    _others.Add(present.Member.Address);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Publishes to the connections of every node, as it is. At most once.</summary>
    internal void PublishToEverybody(object message) => _mediator.Tell(new Publish(TopicNames.Everybody, message), _self);

    /// <summary>The router stops: what was gathered still goes out.</summary>
    public void Stop()
    {
        StopTicking();
        _cluster?.Unsubscribe(_self);
        PublishAll();
    }

    // On its own node nothing is lost.
    private void AskRelays(RenewInterest renew, IActorRef entity)
    {
        _mediator.Tell(new Publish(TopicNames.AllRelays, renew), entity);
        if (_others.Count == 0)
            return;
        _started.Started(renew.Topic);
        StartTicking();
    }

    private void Gather(Broadcast broadcast, IActorRef entity)
    {
        foreach (var relay in broadcast.Relays)
        {
            if (_removed.Contains(relay))
            {
                entity.Tell(new RelayGone(relay), _self);
                continue;
            }

            var batch = BatchOf(relay);
            foreach (var publication in broadcast.Publications)
            {
                if (batch.Add(publication) > TopicLimits.BatchBytes)
                    PublishTo(relay, batch);
            }
        }

        Remember(broadcast);
        if (_flushing)
            return;

        // Behind what waits in the mailbox now: all of that goes into the same messages.
        _flushing = true;
        _self.Tell(Flush.Instance, ActorRefs.NoSender);
    }

    // Those of this node: one that publishes nothing would keep a follower that is gone, and itself for that follower, for good.
    private void TellEntities(RelayGone gone)
    {
        if (!_hasEntities)
            return;
        foreach (var owners in _owners)
            _system.ActorSelection(owners().Path / "*" / "*").Tell(gone, _self);
    }

    private void Remember(Broadcast broadcast)
    {
        for (var i = broadcast.Publications.Count - 1; i >= 0; i--)
        {
            if (broadcast.Publications[i] is not { IsVolatile: false } last)
                continue;
            _quiet.Published(last.Topic, last.Seq, broadcast.Relays);
            StartTicking();
            return;
        }
    }

    private void Repeat(TopicHead head, IReadOnlyCollection<Address> relays)
    {
        foreach (var relay in relays)
        {
            if (_removed.Contains(relay))
                continue;
            var batch = BatchOf(relay);
            if (batch.Add(head) > TopicLimits.BatchBytes)
                PublishTo(relay, batch);
        }
    }

    private NodeBatch BatchOf(Address relay)
    {
        ref var batch = ref CollectionsMarshal.GetValueRefOrAddDefault(_batches, relay, out _);
        return batch ??= new NodeBatch();
    }

    private void PublishAll()
    {
        foreach (var (relay, batch) in _batches)
        {
            if (!batch.IsEmpty)
                PublishTo(relay, batch);
        }
    }

    // To this node's relay by its path: the mediator tells it itself, in the event loop. What is published to a topic goes through an actor of Akka's for each
    // topic, which runs on the thread pool, so that deliveries would come a turn of the loop later than the replies that belong to them.
    private void PublishTo(Address relay, NodeBatch batch) => _mediator.Tell(
        relay == _cluster?.SelfAddress
            ? new Send(TopicNames.Relay, batch.Take(), localAffinity: true)
            : new Publish(TopicNames.Node(relay), batch.Take()),
        _self);

    private void StartTicking() => _tick ??= _system.Scheduler.ScheduleTellRepeatedlyCancelable(Quiet, Quiet, _self, Tick.Instance, ActorRefs.NoSender);

    private void StopTicking()
    {
        _tick?.Cancel();
        _tick = null;
    }

    private sealed class NodeBatch
    {
        private readonly List<Publication> _publications = [];
        private readonly List<TopicHead> _heads = [];
        private int _bytes;

        public bool IsEmpty => _publications.Count + _heads.Count == 0;

        // A batch goes out as soon as it is over the limit, so it holds the limit and at most one publication more.
        public int Add(Publication publication)
        {
            _publications.Add(publication);
            return _bytes += PublicationBytes.Of(publication);
        }

        public int Add(TopicHead head)
        {
            _heads.Add(head);
            return _bytes += PublicationBytes.Of(head);
        }

        public PublicationBatch Take()
        {
            var batch = new PublicationBatch(_publications.ToArray()) { Heads = _heads.Count == 0 ? [] : _heads.ToArray() };
            _publications.Clear();
            _heads.Clear();
            _bytes = 0;
            return batch;
        }
    }

    private sealed class Flush
    {
        public static readonly Flush Instance = new();
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
