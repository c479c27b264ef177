using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.TestKit;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Tests.Clustering;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

/// <summary>From an owner in its shard region through a router, the mediator and the relay to an outbox, on one node and on two.</summary>
public sealed class BroadcastSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<RealtimeMetrics>().BuildServiceProvider();
    private static readonly string[] Rooms = ["r1", "r2", "r3", "r4"];
    private readonly Kept _log = new();
    private TestProbe _connection = null!;
    private IActorRef _owners = null!;
    private IActorRef _relay = null!;
    private IActorRef _router = null!;

    [Fact]
    public void Should_bring_what_an_owner_publishes_to_a_connection()
    {
        Subscribe("r1", 0);
        Say("r1", "one");
        Assert.Equal("one", _connection.ExpectMsg<Delivered>().Texts);
    }

    // A topic of the mediator's is an actor on the thread pool: deliveries would go out a turn of the event loop behind the replies that belong to them.
    [Fact]
    public void Should_have_the_mediator_tell_this_nodes_relay_by_its_path()
    {
        var mediator = CreateTestProbe();
        var cluster = Cluster;
        var router = Sys.ActorOf(Props.Create(() => new Router(mediator, cluster)));
        router.Tell(new Broadcast([cluster.SelfAddress], [new Publication(Topic.Of(new RoomId("r1")), 1, new EncodedEnvelope("one"u8.ToArray()))]));
        var sent = mediator.ExpectMsg<Send>();
        Assert.Equal((_relay.Path.ToStringWithoutAddress(), true), (sent.Path, sent.LocalAffinity));
    }

    [Fact]
    public void Should_give_a_connection_what_was_published_before_the_owner_knew_of_it()
    {
        Say("r1", "one");
        Say("r1", "two");
        Subscribe("r1", 1);
        Assert.Equal("two", _connection.ExpectMsg<Delivered>().Texts);
    }

    [Fact]
    public void Should_go_on_after_the_owner_started_anew()
    {
        Subscribe("r1", 0);
        Say("r1", "one");
        _connection.ExpectMsg<Delivered>();
        Say("r1", "crash");
        Say("r1", "two");
        Assert.Equal("two", _connection.ExpectMsg<Delivered>().Texts);
    }

    [Fact]
    public void Should_find_what_the_mediator_lost_by_the_repeated_head()
    {
        Subscribe("r1", 0);
        Say("r1", "one");
        _connection.ExpectMsg<Delivered>();
        Say("r1", "lost");
        Assert.Equal("lost", _connection.ExpectMsg<Delivered>().Texts);
    }

    [Fact]
    public void Should_find_what_was_lost_while_a_node_was_out_of_reach_and_say_that_more_may_have_been()
    {
        var missed = CreateTestProbe();
        Sys.EventStream.Subscribe(missed, typeof(BroadcastsMissed));
        Subscribe("r1", 0);
        Say("r1", "one");
        _connection.ExpectMsg<Delivered>();
        _log.Of(Topic.Of(new RoomId("r1"))).Add(new Publication(Topic.Of(new RoomId("r1")), 2, new EncodedEnvelope("two"u8.ToArray())));

        _relay.Tell(new Akka.Cluster.ClusterEvent.ReachableMember(Cluster.SelfMember));
        missed.ExpectMsg<BroadcastsMissed>();
        Assert.Equal("two", _connection.ExpectMsg<Delivered>().Texts);
    }

    [Fact]
    public async Task Should_bring_what_an_owner_publishes_to_the_connections_of_every_node_in_order()
    {
        var (owners, relay) = StartNode(await StartAnotherAsync());
        var there = CreateTestProbe();
        foreach (var room in Rooms)
        {
            Subscribe(room, 0);
            relay.Tell(new AkkaRealtime.Topics.Subscribe([KeyValuePair.Create(Topic.Of(new RoomId(room)), 0L)], new UserId("bob"), new FakeOutbox(there)));
        }

        // Some of the rooms live here, some there; whose interest comes late gets what it missed.
        foreach (var text in new[] { "one", "two", "three" })
        {
            foreach (var room in Rooms)
                owners.Tell(Saying(room, $"{room}:{text}"));
        }

        foreach (var probe in new[] { _connection, there })
        {
            var texts = new List<string>();
            while (texts.Count < 12)
                texts.AddRange(probe.ExpectMsg<Delivered>().Texts.Split(' '));
            foreach (var room in Rooms)
                Assert.Equal([$"{room}:one", $"{room}:two", $"{room}:three"], texts.Where(t => t.StartsWith(room, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Should_bring_an_announcement_to_the_connections_of_every_node()
    {
        var (_, relay) = StartNode(await StartAnotherAsync());
        var there = CreateTestProbe();
        Subscribe("r1", 0);
        relay.Tell(new AkkaRealtime.Topics.Subscribe([KeyValuePair.Create(Topic.Of(new RoomId("r2")), 0L)], new UserId("bob"), new FakeOutbox(there)));
        Say("r1", "one");
        Assert.Equal("one", _connection.ExpectMsg<Delivered>().Texts);
        Say("r2", "two");
        Assert.Equal("two", there.ExpectMsg<Delivered>().Texts);

        // At most once: until the mediator has heard of the other node's relay, nothing comes there.
        var news = new Announcement([Topic.Of(new RoomId("r1")), Topic.Of(new RoomId("r2"))], new EncodedEnvelope("news"u8.ToArray()));
        this.Eventually(() =>
        {
            _router.Tell(news);
            Assert.True(_connection.HasMessages && there.HasMessages);
        });

        Assert.Equal("news", _connection.ExpectMsg<Delivered>().Texts);
        Assert.Equal("news", there.ExpectMsg<Delivered>().Texts);
    }

    [Fact]
    public async Task Should_go_on_with_the_rooms_of_a_node_that_left()
    {
        var node = await StartAnotherAsync();
        StartNode(node);
        foreach (var room in Rooms)
        {
            Subscribe(room, 0);
            Say(room, $"{room}:before");
        }

        Assert.Equal(Rooms.Select(r => $"{r}:before"), Receive(Rooms.Length));
        await CoordinatedShutdown.Get(node).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        foreach (var room in Rooms)
            Say(room, $"{room}:after");
        Assert.Equal(Rooms.Select(r => $"{r}:after"), Receive(Rooms.Length));
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _connection = CreateTestProbe();
        (_owners, _relay) = StartNode(Sys);
    }

    private (IActorRef Owners, IActorRef Relay) StartNode(ActorSystem node)
    {
        var cluster = Akka.Cluster.Cluster.Get(node);
        var mediator = DistributedPubSub.Get(node).Mediator;
        var router = node.ActorOf(Props.Create(() => new Router(mediator, cluster)));
        if (node == Sys)
            _router = router;
        var self = cluster.SelfAddress;
        var log = _log;
        var owners = StartRegion<IRoomCommand>("rooms", id => Props.Create(() => new Owner(new RoomId(id), self, router, log)), say => say.Room.Value, node);
        var relay = node.ActorOf(RelayActor.Props(new RelayServices(
            self,
            mediator,
            new TopicOwners([new TopicOwner(TopicKind.Room, () => owners)]),
            _services.GetRequiredService<RealtimeMetrics>(),
            NullLogger.Instance,
            cluster)), TopicNames.RelayActor);
        return (owners, relay);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _services.Dispose();
    }

    private IEnumerable<string> Receive(int count)
    {
        var texts = new List<string>();
        while (texts.Count < count)
            texts.AddRange(_connection.ExpectMsg<Delivered>().Texts.Split(' '));
        return texts.Order(StringComparer.Ordinal);
    }

    private void Subscribe(string room, long head) =>
        _relay.Tell(new AkkaRealtime.Topics.Subscribe([KeyValuePair.Create(Topic.Of(new RoomId(room)), head)], new UserId("alice"), new FakeOutbox(_connection)));

    private void Say(string room, string text) => _owners.Tell(Saying(room, text));

    // Of the kinds that may cross nodes, one that carries a text.
    private static RecordCall Saying(string room, string text) => new(new RoomId(room), new UserId("alice"), new CallId("c"), text, 0, "audio");

    /// <summary>What the owners keep over a crash.</summary>
    private sealed class Kept
    {
        private readonly ConcurrentDictionary<Topic, List<Publication>> _publications = [];

        public List<Publication> Of(Topic topic) => _publications.GetOrAdd(topic, _ => []);
    }

    private sealed class Owner : UntypedActor
    {
        private readonly Topic _topic;
        private readonly IActorRef _router;
        private readonly List<Publication> _log;
        private readonly TopicInterest _interest;

        public Owner(RoomId room, Address self, IActorRef router, Kept log)
        {
            _topic = Topic.Of(room);
            _router = router;
            _log = log.Of(_topic);
            _interest = new TopicInterest(self);
        }

        protected override void PreStart() => _router.Tell(new RenewInterest(_topic));

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case RecordCall { Outcome: "crash" }:
                    throw new InvalidOperationException("crash");
                case RecordCall say:
                    var text = say.Outcome;
                    var publication = new Publication(_topic, _log.Count + 1, new EncodedEnvelope(System.Text.Encoding.UTF8.GetBytes(text)));
                    _log.Add(publication);
                    if (_interest.Any)
                        _router.Tell(new Broadcast(_interest.Relays, [publication]));
                    break;
                case Interest interest:
                    _interest.Add(Sender.Path.Address);
                    Sender.Tell(new Head(_topic, _log.Count, _log[(int)interest.LastSeq..], false));
                    break;
                default:
                    Unhandled(message);
                    break;
            }
        }
    }

    private sealed class Router(IActorRef mediator, Akka.Cluster.Cluster cluster) : UntypedActor
    {
        private readonly TopicPublisher _publisher = new(Context, Context.ActorOf(Props.Create(() => new Lossy(mediator))), cluster);

        protected override void OnReceive(object message) => Assert.True(_publisher.TryHandle(message, Sender));

        protected override void PostStop() => _publisher.Stop();
    }

    /// <summary>A mediator that loses every publication of the text "lost", but no repeated head.</summary>
    private sealed class Lossy(IActorRef mediator) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is Publish { Message: PublicationBatch batch } && batch.Publications.Any(p => p.Envelope.ToString() == "lost"))
                return;
            mediator.Forward(message);
        }
    }
}
