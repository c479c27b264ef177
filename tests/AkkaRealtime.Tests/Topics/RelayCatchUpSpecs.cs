using Akka.Actor;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

public sealed class RelayCatchUpSpecs(ITestOutputHelper output) : RelaySpec(output)
{
    [Fact]
    public void Should_give_a_late_subscriber_what_it_missed_before_what_follows()
    {
        JoinFirst("a", 5);
        Join("late", 3);
        Assert.Equal((3L, 5L), Reads.ExpectMsg<(long, long)>());
        Relay.Tell(Batch(Event(6)));
        ExpectDelivered("a", "e6");
        LogRead.SetResult([Stored(4), Stored(5)]);
        ExpectDelivered("late", "e4 e5 e6");
        Relay.Tell(Batch(Event(7)));
        ExpectDelivered("late", "e7");
    }

    [Fact]
    public void Should_read_the_log_once_for_all_who_wait()
    {
        JoinFirst("a", 5);
        Join("late", 3);
        Join("later", 4);
        Reads.ExpectMsg<(long, long)>();
        LogRead.SetResult([Stored(4), Stored(5)]);
        ExpectDelivered("late", "e4 e5");
        ExpectDelivered("later", "e5");
        Reads.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_read_again_for_who_came_with_an_older_head_while_the_log_was_read()
    {
        JoinFirst("a", 5);
        Join("late", 4);
        Reads.ExpectMsg<(long, long)>();
        Join("older", 2);
        Settle();
        var first = LogRead;
        LogRead = new();
        first.SetResult([Stored(5)]);
        Assert.Equal((2L, 4L), Reads.ExpectMsg<(long, long)>());
        LogRead.SetResult([Stored(3), Stored(4)]);
        ExpectDelivered("older", "e3 e4 e5");
    }

    [Fact]
    public void Should_try_again_a_second_after_the_log_could_not_be_read()
    {
        JoinFirst("a", 5);
        Join("late", 4);
        Reads.ExpectMsg<(long, long)>();
        var first = LogRead;
        LogRead = new();
        first.SetException(new StoreUnavailableException("gone"));
        this.Eventually(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            Reads.ExpectMsg<(long, long)>(TimeSpan.FromMilliseconds(100));
        });
        LogRead.SetResult([Stored(5)]);
        ExpectDelivered("late", "e5");
    }

    [Fact]
    public void Should_try_again_a_second_after_the_log_threw_at_once()
    {
        JoinFirst("a", 5);
        LogThrows = true;
        Join("late", 4);
        Reads.ExpectMsg<(long, long)>();
        LogThrows = false;
        this.Eventually(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            Reads.ExpectMsg<(long, long)>(TimeSpan.FromMilliseconds(100));
        });
        LogRead.SetResult([Stored(5)]);
        ExpectDelivered("late", "e5");
    }

    [Fact]
    public void Should_let_a_subscriber_lag_who_misses_more_than_is_repeated()
    {
        JoinFirst("a", 2_000);
        Join("late", 900);
        On("late").ExpectMsg<Written>();
        Relay.Tell(Batch(Event(2_001)));
        ExpectDelivered("late", "e2001");
        Reads.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_let_a_subscriber_lag_when_the_log_has_a_hole()
    {
        JoinFirst("a", 5);
        Join("late", 2);
        Reads.ExpectMsg<(long, long)>();
        LogRead.SetResult([Stored(3), Stored(5)]);
        On("late").ExpectMsg<Written>();
    }

    [Fact]
    public void Should_not_deliver_what_a_subscriber_who_is_ahead_has_already()
    {
        JoinFirst("a", 5);
        Join("ahead", 7);
        Relay.Tell(Batch(Event(6), Event(7), Event(8)));
        ExpectDelivered("ahead", "e8");
    }

    [Fact]
    public void Should_ask_the_owner_when_a_subscriber_is_ahead()
    {
        JoinFirst("a", 5);
        Join("ahead", 6);
        ExpectAsked(5);
        Relay.Tell(new Head(Topic, 6, [Event(6)], false), Owner);
        Relay.Tell(Batch(Event(7)));
        ExpectDelivered("ahead", "e7");
    }

    [Fact]
    public void Should_take_off_a_late_subscriber_whose_leave_is_in_the_log()
    {
        JoinFirst("a", 5, Alice);
        Join("late", 3, Bob);
        Reads.ExpectMsg<(long, long)>();
        LogRead.SetResult([Stored(4), Event(5, leaves: Bob)]);
        ExpectDelivered("late", "e4 e5");
        Relay.Tell(Batch(Event(6)));
        ExpectDelivered("a", "e6");
        ExpectNothing("late");
    }

    [Fact]
    public void Should_keep_a_user_who_left_and_entered_again_before_the_leave_arrived()
    {
        JoinFirst("a", 5, Alice);
        var bob = Join("b", 5, Bob);
        Relay.Tell(new Subscribe([KeyValuePair.Create(Topic, 6L)], Bob, bob));
        Relay.Tell(Batch(Event(6, leaves: Bob), Event(7)));
        Relay.Tell(Batch(Event(8)));
        ExpectDelivered("b", "e6 e7 e8");
    }

    [Fact]
    public void Should_forget_a_late_subscriber_that_ended_while_the_log_was_read()
    {
        JoinFirst("a", 5);
        var late = Join("late", 3);
        Reads.ExpectMsg<(long, long)>();
        Relay.Tell(new UnsubscribeAll(late));
        LogRead.SetResult([Stored(4), Stored(5)]);
        Relay.Tell(Batch(Event(6)));
        ExpectDelivered("a", "e6");
        ExpectNothing("late");
    }

    private static Publication Stored(long seq) => Event(seq);
}
