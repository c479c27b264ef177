using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

/// <summary>From an owner in its shard region through a router, the mediator and the relay to an outbox, on one node.</summary>
public sealed class BroadcastSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<RealtimeMetrics>().BuildServiceProvider();
    private TestProbe _connection = null!;
    private IActorRef _owners = null!;
    private IActorRef _relay = null!;

    [Fact]
    public void Should_bring_what_an_owner_publishes_to_a_connection()
    {
        Subscribe("r1", 0);
        Say("r1", "one");
        Assert.Equal("one", _connection.ExpectMsg<Delivered>().Texts);
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
        Assert.Equal("lost", _connection.ExpectMsg<Delivered>(TimeSpan.FromSeconds(10)).Texts);
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _connection = CreateTestProbe();
        var router = Sys.ActorOf(Props.Create(() => new Router(Mediator, Cluster)));
        var log = new Kept();
        var self = Cluster.SelfAddress;
        _owners = StartRegion<Say>("rooms", id => Props.Create(() => new Owner(new RoomId(id), self, router, log)), say => say.Room);
        _relay = Sys.ActorOf(RelayActor.Props(new RelaySettings(
            self,
            Mediator,
            _ => _owners,
            (_, _, _) => throw new InvalidOperationException("Nobody comes late here."),
            _ => throw new InvalidOperationException("Nobody lags here."),
            _services.GetRequiredService<RealtimeMetrics>(),
            NullLogger.Instance,
            Cluster)));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _services.Dispose();
    }

    private void Subscribe(string room, long head) =>
        _relay.Tell(new AkkaRealtime.Topics.Subscribe([KeyValuePair.Create(Topic.Of(new RoomId(room)), head)], new UserId("alice"), new FakeOutbox(_connection)));

    private void Say(string room, string text) => _owners.Tell(new Topics.Say(room, text));

    /// <summary>What the owners keep over a crash.</summary>
    private sealed class Kept
    {
        public List<Publication> Publications { get; } = [];
    }

    private sealed class Owner : UntypedActor
    {
        private readonly Topic _topic;
        private readonly IActorRef _router;
        private readonly Kept _log;
        private readonly TopicInterest _interest;

        public Owner(RoomId room, Address self, IActorRef router, Kept log)
        {
            _topic = Topic.Of(room);
            _router = router;
            _log = log;
            _interest = new TopicInterest(self);
        }

        protected override void PreStart() => _router.Tell(new RenewInterest(_topic));

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Say { Text: "crash" }:
                    throw new InvalidOperationException("crash");
                case Say say:
                    var text = say.Text;
                    var publication = new Publication(_topic, _log.Publications.Count + 1, new EncodedEnvelope(System.Text.Encoding.UTF8.GetBytes(text)));
                    _log.Publications.Add(publication);
                    if (_interest.Any)
                        _router.Tell(new Broadcast(_interest.Relays, [publication]));
                    break;
                case Interest interest:
                    _interest.Add(Sender.Path.Address);
                    Sender.Tell(new Head(_topic, _log.Publications.Count, _log.Publications[(int)interest.LastSeq..], false));
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

/// <summary>Told to an owner: publish a text.</summary>
internal sealed record Say(string Room, string Text);
