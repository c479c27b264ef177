using Akka.Actor;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

public sealed class RelayGapSpecs(ITestOutputHelper output) : RelaySpec(output)
{
    [Fact]
    public void Should_hold_back_what_follows_a_gap_and_ask_the_owner()
    {
        JoinFirst("a", 5);
        Relay.Tell(Batch(Event(8)));
        ExpectAsked(5);
        ExpectNothing("a");
    }

    [Fact]
    public void Should_deliver_in_order_once_the_gap_is_closed()
    {
        JoinFirst("a", 5);
        Relay.Tell(Batch(Event(8), Event(10), Event(9)));
        Owner.ExpectMsg<Interest>();
        Relay.Tell(new Head(Topic, 10, [Event(6), Event(7), Event(8)], false), Owner);
        ExpectDelivered("a", "e6 e7 e8 e9 e10");
    }

    [Fact]
    public void Should_ask_once_while_the_owner_has_not_answered()
    {
        JoinFirst("a", 5);
        Relay.Tell(Batch(Event(8), Event(9)));
        Relay.Tell(Batch(Event(10)));
        Owner.ExpectMsg<Interest>();
        Settle();
        Owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_repeat_a_question_that_is_not_answered()
    {
        Join("a", 5);
        ExpectAsked(5);
        Settle();
        Advance(TimeSpan.FromSeconds(1));
        Settle();
        Owner.ExpectNoMsg(TimeSpan.Zero);
        Advance(TimeSpan.FromSeconds(1));
        ExpectAsked(5);
    }

    // A room has moved. Its new owner has asked who follows it, what the relay said to that is lost, and the owner before answers a question from before: nobody
    // would tell this node anything any more.
    [Fact]
    public void Should_go_on_asking_when_only_the_owner_of_the_past_has_answered()
    {
        Join("a", 5);
        var former = ExpectAsked(5);
        Relay.Tell(new RenewInterest(Topic));
        var lost = ExpectAsked(5);
        Relay.Tell(new Head(Topic, 5, [], false) { Answers = former.Question }, Owner);
        Settle();
        Advance(TimeSpan.FromSeconds(1));
        Settle();
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(lost.Question, ExpectAsked(5).Question);

        Relay.Tell(new Head(Topic, 5, [], false) { Answers = lost.Question }, Owner);
        Settle();
        Advance(TimeSpan.FromSeconds(10));
        Settle();
        Owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_stop_asking_when_the_owner_has_answered()
    {
        JoinFirst("a", 5);
        Settle();
        Advance(TimeSpan.FromSeconds(10));
        Settle();
        Owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_find_a_lost_last_publication_by_the_repeated_head()
    {
        JoinFirst("a", 5);
        Relay.Tell(new PublicationBatch([]) { Heads = [new TopicHead(Topic, 6)] });
        ExpectAsked(5);
        Relay.Tell(new Head(Topic, 6, [Event(6)], false), Owner);
        ExpectDelivered("a", "e6");
    }

    [Fact]
    public void Should_not_ask_when_the_repeated_head_is_known()
    {
        JoinFirst("a", 6);
        Relay.Tell(new PublicationBatch([]) { Heads = [new TopicHead(Topic, 6)] });
        Settle();
        Owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_ask_for_the_rest_of_an_answer_that_was_too_long_for_one_message()
    {
        JoinFirst("a", 0);
        Relay.Tell(Batch(Event(5)));
        ExpectAsked(0);
        Relay.Tell(new Head(Topic, 5, [Event(1), Event(2)], false), Owner);
        ExpectAsked(2);
        Relay.Tell(new Head(Topic, 5, [Event(3), Event(4)], false), Owner);
        ExpectDelivered("a", "e1 e2 e3 e4 e5");
    }

    [Fact]
    public void Should_tell_an_owner_that_starts_anew_what_it_has()
    {
        JoinFirst("a", 5);
        Relay.Tell(Batch(Event(6)));
        Relay.Tell(new RenewInterest(Topic));
        ExpectAsked(6);
    }

    [Fact]
    public void Should_tell_an_owner_that_asks_again_only_where_it_has_had_no_answer_since()
    {
        JoinFirst("a", 5);
        Advance(TimeSpan.FromSeconds(1));
        Relay.Tell(new RenewInterest(Topic) { Age = 8 });
        Settle();
        Owner.ExpectNoMsg(TimeSpan.Zero);
        for (var i = 0; i < 8; i++)
            Advance(TimeSpan.FromSeconds(1));
        Relay.Tell(new RenewInterest(Topic) { Age = 8 });
        ExpectAsked(5);
    }

    [Fact]
    public void Should_not_answer_an_owner_that_nobody_needs()
    {
        Relay.Tell(new RenewInterest(Topic));
        Settle();
        Owner.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_tell_connections_that_they_lag_when_too_much_is_missing_and_go_on_from_the_head()
    {
        JoinFirst("a", 5);
        Relay.Tell(new Head(Topic, 2_000, [], true), Owner);
        Assert.Equal("""{"type":"session.lagging","data":{"rooms":["r1"]}}""", On("a").ExpectMsg<Written>().Text);
        Relay.Tell(Batch(Event(2_001)));
        ExpectDelivered("a", "e2001");
    }

    [Fact]
    public void Should_not_go_on_for_a_user_who_is_no_member_any_more_after_much_was_missed()
    {
        Audience = TopicAudience.Of([Alice]);
        JoinFirst("a", 5, Alice);
        Join("b", 5, Bob);
        Relay.Tell(new Head(Topic, 2_000, [], true), Owner);
        On("a").ExpectMsg<Written>();
        Relay.Tell(Batch(Event(2_001)));
        ExpectDelivered("a", "e2001");
        ExpectNothing("b");
    }

    [Fact]
    public void Should_go_on_for_anybody_where_everybody_may_follow_after_much_was_missed()
    {
        Audience = TopicAudience.Everybody;
        JoinFirst("b", 5, Bob);
        Relay.Tell(new Head(Topic, 2_000, [], true), Owner);
        On("b").ExpectMsg<Written>();
    }
}
