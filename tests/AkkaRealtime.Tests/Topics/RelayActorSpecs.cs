using Akka.Actor;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

public sealed class RelayActorSpecs(ITestOutputHelper output) : RelaySpec(output)
{
    [Fact]
    public void Should_tell_the_mediator_where_it_is_and_subscribe_to_its_node_and_to_all_relays()
    {
        Assert.Equal(Relay, MediatorProbe.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Put>().Ref);
        var topics = new[] { MediatorProbe.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Subscribe>().Topic, MediatorProbe.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Subscribe>().Topic };
        Assert.Equal(["node/127.0.0.1:4100", "relays"], topics);
    }

    [Fact]
    public void Should_tell_the_owner_of_the_first_connection_only()
    {
        Join("a", 5);
        Join("b", 5);
        ExpectAsked(5);
        Settle();
        Owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_deliver_the_same_buffer_to_every_connection()
    {
        JoinFirst("a", 5);
        Join("b", 5);
        Relay.Tell(Batch(Event(6)));
        var first = On("a").ExpectMsg<Delivered>();
        var second = On("b").ExpectMsg<Delivered>();
        Assert.Equal(("e6", Room), (first.Texts, first.Room));
        Assert.True(first.Bytes.Equals(second.Bytes));
    }

    [Fact]
    public void Should_gather_what_waits_in_the_mailbox_into_one_buffer()
    {
        JoinFirst("a", 0);
        using var gate = new GatedOutbox();
        Relay.Tell(new Subscribe([KeyValuePair.Create(Topic, 0L)], Bob, gate));
        Relay.Tell(Batch(Event(1)));
        gate.WaitUntilBusy();
        Relay.Tell(Batch(Event(2)));
        Relay.Tell(Batch(Event(3), Event(4)));
        gate.Open();
        Assert.Equal("e1", On("a").ExpectMsg<Delivered>().Texts);
        Assert.Equal("e2 e3 e4", On("a").ExpectMsg<Delivered>().Texts);
    }

    [Fact]
    public void Should_keep_volatile_ones_apart_so_that_an_outbox_may_drop_them()
    {
        JoinFirst("a", 0);
        Relay.Tell(Batch(Event(1), Volatile("v"), Event(2)));
        var delivered = Enumerable.Range(0, 3).Select(_ => On("a").ExpectMsg<Delivered>()).Select(d => (d.Texts, d.Room));
        Assert.Equal([("e1", Room), ("v", null), ("e2", Room)], delivered);
    }

    [Fact]
    public void Should_split_a_buffer_before_it_gets_large()
    {
        JoinFirst("a", 0);
        var big = new string('x', 40_000);
        Relay.Tell(Batch(new Publication(Topic, 1, Text(big)), new Publication(Topic, 2, Text(big))));
        Assert.Equal(big, On("a").ExpectMsg<Delivered>().Texts);
        Assert.Equal(big, On("a").ExpectMsg<Delivered>().Texts);
    }

    [Fact]
    public void Should_drop_what_comes_twice()
    {
        JoinFirst("a", 5);
        Relay.Tell(Batch(Event(5), Event(6), Event(6), Event(7)));
        ExpectDelivered("a", "e6 e7");
        Relay.Tell(Batch(Event(7), Event(8)));
        ExpectDelivered("a", "e8");
    }

    [Fact]
    public void Should_take_a_user_off_right_after_their_leave_was_delivered()
    {
        JoinFirst("a", 0, Alice);
        Join("b", 0, Bob);
        Relay.Tell(Batch(Event(1), Event(2, leaves: Bob), Event(3)));
        Relay.Tell(Batch(Event(4)));
        ExpectDelivered("a", "e1 e2 e3 e4");
        ExpectDelivered("b", "e1 e2");
        ExpectNothing("b");
    }

    [Fact]
    public void Should_deliver_nothing_after_an_unsubscribe()
    {
        JoinFirst("a", 0);
        var b = Join("b", 0);
        Relay.Tell(new Unsubscribe(Topic, b));
        Relay.Tell(Batch(Event(1)));
        ExpectDelivered("a", "e1");
        ExpectNothing("b");
    }

    [Fact]
    public void Should_tell_the_owner_of_no_interest_only_after_the_grace_time()
    {
        var a = JoinFirst("a", 0);
        Relay.Tell(new UnsubscribeAll(a));
        Settle();
        Seconds(RelayTopics.Grace - 1);
        Owner.ExpectNoMsg(TimeSpan.Zero);
        Seconds(2);
        Owner.ExpectMsg(new NoInterest(Topic));
    }

    [Fact]
    public void Should_keep_its_interest_over_a_reload()
    {
        var a = JoinFirst("a", 0);
        Relay.Tell(new UnsubscribeAll(a));
        Seconds(5);
        Relay.Tell(Batch(Event(1)));
        Join("again", 1);
        Seconds(RelayTopics.Grace + 5);
        Relay.Tell(Batch(Event(2)));
        ExpectDelivered("again", "e2");
        Owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_tell_a_follower_each_publication_until_it_ends()
    {
        var follower = CreateTestProbe();
        var status = Topic.Of(Alice);
        Relay.Tell(new Follow(status, follower));
        ExpectAsked(0, status);
        Relay.Tell(new Head(status, 0, [new Publication(status, 0, Text("now"))], false), Owner);
        Assert.Equal("now", follower.ExpectMsg<Publication>().Envelope.ToString());
        Relay.Tell(Batch(new Publication(status, 0, Text("later"))));
        Assert.Equal("later", follower.ExpectMsg<Publication>().Envelope.ToString());
        Watch(follower);
        Sys.Stop(follower);
        ExpectTerminated(follower);
        this.Until(() =>
        {
            Seconds(1);
            return Owner.HasMessages;
        });
        Owner.ExpectMsg(new NoInterest(status));
    }

    [Fact]
    public void Should_tell_the_owner_when_it_is_sent_what_nobody_needs()
    {
        Relay.Tell(Batch(Event(1), Event(2)));
        Owner.ExpectMsg(new NoInterest(Topic));
        Settle();
        Owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_say_which_topics_a_connection_is_not_on()
    {
        var outbox = JoinFirst("a", 5);
        var (asker, other) = (CreateTestProbe(), Topic.Of(new AkkaRealtime.Envelopes.RoomId("r2")));
        Relay.Tell(new FindNotOn([Topic, other], outbox), asker);
        Assert.Equal([other], asker.ExpectMsg<NotOn>().Topics);
        Relay.Tell(new FindNotOn([Topic], outbox), asker);
        Settle();
        asker.ExpectNoMsg(TimeSpan.Zero);
    }

    private void Seconds(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Advance(TimeSpan.FromSeconds(1));
            Settle();
        }
    }

    [Fact]
    public void Should_say_on_its_node_once_that_a_user_has_left()
    {
        var heard = CreateTestProbe();
        Sys.EventStream.Subscribe(heard, typeof(LeftTopic));
        JoinFirst("a", 0);
        Relay.Tell(Batch(Event(2, leaves: Bob)));
        Settle();
        heard.ExpectNoMsg(TimeSpan.Zero);
        Relay.Tell(Batch(Event(1), Event(2, leaves: Bob)));
        heard.ExpectMsg(new LeftTopic(Topic, Bob));
        Settle();
        heard.ExpectNoMsg(TimeSpan.Zero);
    }
}
