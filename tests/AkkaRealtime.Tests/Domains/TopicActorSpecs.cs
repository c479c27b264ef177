using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Domains;

public sealed class TopicActorSpecs : VirtualTimeSpec
{
    private static readonly Topic Prices = new(TopicRules.Kind, "prices");
    private readonly TestProbe _router;
    private readonly TestProbe _connection;
    private readonly TestProbe _region;

    public TopicActorSpecs(ITestOutputHelper output)
        : base(output) => (_router, _connection, _region) = (CreateTestProbe("router"), CreateTestProbe("connection"), CreateTestProbe("region"));

    [Fact]
    public void Should_ask_at_its_start_who_follows()
    {
        Start();
        Assert.Equal(Prices, _router.ExpectMsg<RenewInterest>().Topic);
    }

    [Fact]
    public void Should_hand_what_is_published_to_the_router_for_the_nodes_that_follow_only()
    {
        var topic = Start();
        _router.ExpectMsg<RenewInterest>();
        topic.Tell(Price(1));
        topic.Tell(new Interest(Prices, 0), _connection);
        Assert.Equal(new Head(Prices, 0, [], false).Seq, _connection.ExpectMsg<Head>().Seq);
        topic.Tell(Price(2));
        Assert.Equal("""{"type":"topic.message","data":{"topic":"prices","type":"price.changed","data":{"price":2}}}""", Published());
        topic.Tell(new NoInterest(Prices), _connection);
        topic.Tell(Price(3));
        topic.Tell(new Interest(Prices, 0), _connection);
        topic.Tell(Price(4));
        Assert.Contains("\"price\":4", Published(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_number_what_it_keeps_and_give_a_client_what_it_missed()
    {
        var topic = Start(keep: 3);
        var (head, epoch) = Subscribe(topic);
        Assert.Equal(0, head);
        for (var price = 1; price <= 4; price++)
            topic.Tell(Price(price));
        Subscribe(topic, after: 2, epoch);
        Assert.Equal(
            $$$"""{"topic":"prices","head":4,"epoch":"{{{epoch}}}","recovered":true,"messages":[{"seq":3,"type":"price.changed","data":{"price":3}},{"seq":4,"type":"price.changed","data":{"price":4}}]}""",
            _last);
    }

    [Theory]
    [InlineData(0L, null)]
    [InlineData(4L, "another")]
    [InlineData(9L, null)]
    [InlineData(null, null)]
    public void Should_say_where_it_can_not_give_what_was_missed(long? after, string? epoch)
    {
        var topic = Start(keep: 3);
        var (_, own) = Subscribe(topic);
        for (var price = 1; price <= 4; price++)
            topic.Tell(Price(price));
        Subscribe(topic, after, epoch ?? own);
        Assert.EndsWith("\"recovered\":false,\"messages\":[]}", _last, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_recover_nothing_where_nothing_is_kept()
    {
        var topic = Start();
        var (_, epoch) = Subscribe(topic);
        topic.Tell(Price(1));
        Assert.Equal(0, Subscribe(topic, 0, epoch).Head);
        Assert.EndsWith("\"recovered\":false,\"messages\":[]}", _last, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_publish_to_the_node_of_a_subscriber_before_its_relay_says_a_word()
    {
        var topic = Start();
        _router.ExpectMsg<RenewInterest>();
        Subscribe(topic);
        topic.Tell(Price(1));
        Assert.Contains("\"price\":1", Published(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_keep_its_events_while_somebody_follows_and_end_when_nobody_does()
    {
        var topic = Start(keep: 3);
        Subscribe(topic);
        Advance(TimeSpan.FromMinutes(11));
        Subscribe(topic);
        topic.Tell(new NoInterest(Prices), _connection);
        Subscribe(topic);
        topic.Tell(new NoInterest(Prices), _connection);
        topic.Tell(new Identify(1), _connection);
        _connection.ExpectMsg<ActorIdentity>();
        _region.ExpectNoMsg(TimeSpan.Zero);
        Advance(TimeSpan.FromMinutes(11));
        _region.ExpectMsg<Passivate>();
    }

    [Fact]
    public void Should_name_the_epoch_with_each_number_so_that_a_client_knows_a_new_numbering()
    {
        var topic = Start(keep: 3);
        var (_, epoch) = Subscribe(topic);
        topic.Tell(Price(1));
        Assert.Equal(
            $$$$"""{"type":"topic.message","data":{"topic":"prices","seq":1,"epoch":"{{{{epoch}}}}","type":"price.changed","data":{"price":1}}}""",
            Published());
    }

    [Fact]
    public void Should_end_when_the_only_node_that_followed_has_left_the_cluster()
    {
        var topic = Start(keep: 3);
        _router.ExpectMsg<RenewInterest>();
        topic.Tell(new Interest(Prices, 0), _connection);
        _connection.ExpectMsg<Head>();

        // Nothing is published to whoever follows: the router is asked whether they are still there.
        Advance(TimeSpan.FromMinutes(11));
        var asked = _router.ExpectMsg<Broadcast>();
        Assert.Empty(asked.Publications);
        topic.Tell(new RelayGone(Assert.Single(asked.Relays)), _router);

        // Its next look is set when it has handled all of that.
        topic.Tell(new Identify(null), TestActor);
        ExpectMsg<ActorIdentity>();
        Advance(TimeSpan.FromMinutes(11));
        _region.ExpectMsg<Passivate>();
    }

    [Fact]
    public void Should_have_another_epoch_when_it_starts_anew() => Assert.NotEqual(Subscribe(Start(keep: 3)).Epoch, Subscribe(Start(keep: 3)).Epoch);

    private string _last = "";

    private static PublishToTopic Price(int price) =>
        new("prices", "price.changed", new EncodedJson(System.Text.Encoding.UTF8.GetBytes($$"""{"price":{{price}}}""")));

    private IActorRef Start(int keep = 0) =>
        _region.ChildActorOf(TopicActor.Props("prices", new TopicOptions { Keep = keep }, _router, Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4100")));

    private (long Head, string Epoch) Subscribe(IActorRef topic, long? after = null, string? epoch = null)
    {
        topic.Tell(new SubscribeToTopic("prices", null, after, epoch), _connection);
        var envelope = System.Text.Json.JsonDocument.Parse(_connection.ExpectMsg<EncodedEnvelope>().Utf8).RootElement;
        Assert.Equal("topic.subscribed", envelope.GetProperty("type").GetString());
        var data = envelope.GetProperty("data");
        _last = data.GetRawText();
        return (data.GetProperty("head").GetInt64(), data.GetProperty("epoch").GetString()!);
    }

    private string Published()
    {
        var publication = Assert.Single(_router.FishForMessage<Broadcast>(_ => true).Publications);
        Assert.Equal((Prices, true), (publication.Topic, publication.IsVolatile));
        return publication.Envelope.ToString();
    }
}
