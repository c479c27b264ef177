using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Tests.Clustering;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

public sealed class TopicPublisherSpecs : VirtualTimeSpec
{
    private static readonly Address One = Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4100");
    private static readonly Address Two = Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4200");
    private readonly TestProbe _mediator;
    private readonly IActorRef _router;

    public TopicPublisherSpecs(ITestOutputHelper output)
        : base(output)
    {
        _mediator = CreateTestProbe();
        _router = Sys.ActorOf(Props.Create(() => new Router(_mediator)));
    }

    [Fact]
    public void Should_publish_to_each_node_that_is_named()
    {
        _router.Tell(new Broadcast([One, Two], [Event(1), Event(2)]));
        var published = new[] { _mediator.ExpectMsg<Publish>(), _mediator.ExpectMsg<Publish>() };
        Assert.Equal(["node/127.0.0.1:4100", "node/127.0.0.1:4200"], published.Select(p => p.Topic).Order(StringComparer.Ordinal));
        Assert.All(published, p => Assert.Equal([1, 2], Seqs(p)));
    }

    [Fact]
    public void Should_gather_what_waits_into_one_message_a_node()
    {
        _router.Tell(new Work([new Broadcast([One], [Event(1)]), new Broadcast([One], [Event(2)]), new Broadcast([One], [Event(3)])]));
        Assert.Equal([1, 2, 3], Seqs(_mediator.ExpectMsg<Publish>()));
    }

    [Fact]
    public void Should_split_what_is_too_much_for_a_message_between_nodes()
    {
        var big = Enumerable.Range(1, 5).Select(seq => Event(seq, 45_000)).ToList();
        _router.Tell(new Broadcast([One], big));
        var batches = new[] { _mediator.ExpectMsg<Publish>(), _mediator.ExpectMsg<Publish>() };
        Assert.Equal([1, 2, 3, 4, 5], batches.SelectMany(Seqs));
        Assert.Equal(3, Seqs(batches[0]).Count());
    }

    [Fact]
    public void Should_repeat_the_head_after_a_quiet_second_and_again_after_longer_ones()
    {
        _router.Tell(new Broadcast([One], [Event(1), Event(2)]));
        _mediator.ExpectMsg<Publish>();
        Advance(TimeSpan.FromSeconds(1));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new TopicHead(Room, 2)], Batch(_mediator.ExpectMsg<Publish>()).Heads);
        for (var i = 0; i < 40; i++)
            Advance(TimeSpan.FromSeconds(1));
        for (var again = 0; again < 3; again++)
            Assert.Equal([new TopicHead(Room, 2)], Batch(_mediator.ExpectMsg<Publish>()).Heads);
        _mediator.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_not_repeat_heads_of_volatile_publications()
    {
        _router.Tell(new Broadcast([One], [Event(0)]));
        _mediator.ExpectMsg<Publish>();
        Advance(TimeSpan.FromSeconds(5));
        _mediator.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_ask_all_relays_for_an_owner_that_starts_anew()
    {
        _router.Tell(new RenewInterest(Room));
        var published = _mediator.ExpectMsg<Publish>();
        Assert.Equal((TopicNames.AllRelays, new RenewInterest(Room)), (published.Topic, published.Message));
    }

    [Fact]
    public void Should_publish_what_was_gathered_when_the_router_stops()
    {
        _router.Tell(new Work([new Broadcast([One], [Event(1)]), PoisonPill.Instance]));
        Assert.Equal([1], Seqs(_mediator.ExpectMsg<Publish>()));
    }

    private static Topic Room => Topic.Of(new RoomId("r1"));

    private static Publication Event(long seq, int bytes = 10) => new(Room, seq, new EncodedEnvelope(new byte[bytes]));

    private static PublicationBatch Batch(Publish published) => (PublicationBatch)published.Message;

    private static IEnumerable<long> Seqs(Publish published) => Batch(published).Publications.Select(p => p.Seq);

    /// <summary>Messages that are in the mailbox together.</summary>
    private sealed record Work(IReadOnlyList<object> Messages);

    private sealed class Router(IActorRef mediator) : UntypedActor
    {
        private readonly TopicPublisher _publisher = new(Context, mediator, null);

        protected override void OnReceive(object message)
        {
            if (message is Work work)
            {
                foreach (var part in work.Messages)
                    Self.Forward(part);
            }
            else if (!_publisher.TryHandle(message, Sender))
            {
                Unhandled(message);
            }
        }

        protected override void PostStop() => _publisher.Stop();
    }
}

public sealed class TopicPublisherClusterSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    [Fact]
    public void Should_tell_the_entity_to_forget_a_node_that_the_cluster_removed()
    {
        var mediator = CreateTestProbe();
        var router = Sys.ActorOf(Props.Create(() => new Router(mediator)));
        var member = Cluster.SelfMember;
        router.Tell(new ClusterEvent.MemberRemoved(member.Copy(MemberStatus.Down).Copy(MemberStatus.Removed), MemberStatus.Down));
        router.Tell(new Broadcast([member.Address], [new Publication(new Topic(TopicKind.Room, "r1"), 1, new EncodedEnvelope(new byte[1]))]));
        ExpectMsg(new RelayGone(member.Address));
        router.Tell(new ClusterEvent.MemberUp(member));
        router.Tell(new Broadcast([member.Address], [new Publication(new Topic(TopicKind.Room, "r1"), 2, new EncodedEnvelope(new byte[1]))]));
        Assert.Equal(2, Assert.Single(((PublicationBatch)mediator.ExpectMsg<Publish>().Message).Publications).Seq);
    }

    [Fact]
    public void Should_tell_all_entities_of_a_node_that_the_cluster_removed_though_they_publish_nothing()
    {
        var (mediator, entity) = (CreateTestProbe(), CreateTestProbe());
        var region = Sys.ActorOf(Props.Create(() => new Parent(() => Props.Create(() => new Parent(() => Props.Create(() => new Entity(entity)))))), "region");
        entity.ExpectMsg("started");
        var router = Sys.ActorOf(Props.Create(() => new Router(mediator, region)));
        router.Tell(new RenewInterest(new Topic(TopicKind.Room, "r1")), entity);
        var member = Cluster.SelfMember;
        router.Tell(new ClusterEvent.MemberRemoved(member.Copy(MemberStatus.Down).Copy(MemberStatus.Removed), MemberStatus.Down));
        entity.ExpectMsg(new RelayGone(member.Address));
    }

    private sealed class Router(IActorRef mediator, IActorRef? region = null) : UntypedActor
    {
        private readonly TopicPublisher _publisher = new(Context, mediator, null, () => region ?? throw new InvalidOperationException("not started"));

        protected override void OnReceive(object message) => Assert.True(_publisher.TryHandle(message, Sender));
    }

    // A region has shards, which have entities.
    private sealed class Parent(Func<Props> child) : UntypedActor
    {
        protected override void PreStart() => Context.ActorOf(child());

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class Entity(IActorRef probe) : UntypedActor
    {
        protected override void PreStart() => probe.Tell("started");

        protected override void OnReceive(object message) => probe.Forward(message);
    }
}
