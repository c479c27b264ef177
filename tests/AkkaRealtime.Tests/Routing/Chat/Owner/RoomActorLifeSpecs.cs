using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomActorLifeSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_ask_all_relays_anew_when_it_starts()
    {
        StartStored();

        Assert.Equal(Topic.Of(Id), Router.ExpectMsg<RenewInterest>().Topic);
    }

    [Fact]
    public void Should_answer_interest_with_its_head()
    {
        var head = Follow(StartStored(head: 9), 9);

        Assert.Equal((9L, 0, false), (head.Seq, head.Missed.Count, head.Truncated));
    }

    [Fact]
    public void Should_repeat_to_a_relay_what_it_missed_and_take_who_left_off_again()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.FillUp(7);
        Memory.Say(MessageOfBob, Bob);
        Memory.Add(new ChatLeft(Bob) { Room = Id, At = Noon, By = Alice });

        var head = Follow(StartStored(head: 9), 7);

        Assert.Equal([(8L, null), (9L, (UserId?)Bob)], head.Missed.Select(m => (m.Seq, m.Leaves)));
    }

    [Fact]
    public void Should_not_repeat_more_than_a_thousand()
    {
        var head = Follow(StartStored(head: 1_500), 499);

        Assert.Equal((1_500L, 0, true), (head.Seq, head.Missed.Count, head.Truncated));
    }

    [Fact]
    public void Should_publish_nothing_to_a_relay_that_needs_it_no_more()
    {
        var room = StartStored();
        Follow(room, 2);
        Router.ExpectMsg<RenewInterest>();
        room.Tell(new NoInterest(Topic.Of(Id)), Relay);
        room.Tell(Send(Alice, "k1"), Connection);
        StoreNext();

        Expect(Connection);
        Router.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_go_when_it_is_idle_and_nobody_needs_it()
    {
        StartInShard(stored: true);
        Router.ExpectMsg<RenewInterest>();

        Advance(TimeSpan.FromMinutes(1));

        Assert.IsType<PoisonPill>(Regions.ExpectMsg<Passivate>().StopMessage);
    }

    [Fact]
    public void Should_stay_while_a_relay_needs_it()
    {
        var room = StartInShard(stored: true);
        Router.ExpectMsg<RenewInterest>();
        room.Tell(new Interest(Topic.Of(Id), 2), Relay);
        Relay.ExpectMsg<Head>();

        Advance(TimeSpan.FromMinutes(5));

        Regions.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_go_at_once_where_there_is_no_such_room()
    {
        StartInShard(stored: false).Tell(Send(Alice, "k1"), Connection);

        Assert.Equal("not-found", ExpectError(Connection));
        Regions.ExpectMsg<Passivate>();
    }

    [Fact]
    public void Should_answer_a_relay_when_the_store_is_back()
    {
        Store.Down = true;
        var room = StartStored(head: 9);
        room.Tell(new Interest(Topic.Of(Id), 9), Relay);
        room.Tell(Send(Alice, "k1"), Connection);
        Assert.Equal("unavailable", ExpectError(Connection));
        Store.Down = false;

        this.Eventually(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(9, Relay.ExpectMsg<Head>(TimeSpan.FromMilliseconds(100)).Seq);
        });
    }

    [Fact]
    public void Should_tell_a_relay_to_lag_where_the_log_cannot_be_read()
    {
        var room = StartStored(head: 9);
        Settle(room);
        Store.Down = true;

        Assert.True(Follow(room, 7).Truncated);
    }

    [Fact]
    public void Should_forget_a_relay_whose_node_is_gone()
    {
        var room = StartStored();
        Follow(room, 2);
        Router.ExpectMsg<RenewInterest>();
        room.Tell(new RelayGone(Node), Router);
        room.Tell(Send(Alice, "k1"), Connection);
        StoreNext();

        Expect(Connection);
        Router.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_tell_who_still_waits_to_try_again_when_it_stops()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        ExpectEntry();
        room.Tell(Send(Bob, "k2"), Other);
        room.Tell(PoisonPill.Instance);

        Assert.Equal("unavailable", ExpectError(Other));
    }

    private IActorRef StartInShard(bool stored)
    {
        if (stored)
            Memory.OpenRoom("group", [Alice, Bob]);
        IActorRef seen = Regions;
        var room = RoomProps();
        return Sys.ActorOf(Props.Create(() => new Parent(seen, room)));
    }

    // What an entity tells its shard, a spec sees.
    private sealed class Parent : UntypedActor
    {
        private readonly IActorRef _seen;
        private readonly IActorRef _room;

        public Parent(IActorRef seen, Props room)
        {
            _seen = seen;
            _room = Context.ActorOf(room);
        }

        protected override void OnReceive(object message)
        {
            if (Sender.Equals(_room))
                _seen.Forward(message);
            else
                _room.Forward(message);
        }
    }
}
