using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push.Owner;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Push.Store.Memory;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Scouting;
using AkkaRealtime.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Push;

/// <summary>Which rooms take their turn when, and what is kept of it.</summary>
public sealed class PushActorSpecs : VirtualTimeSpec
{
    private static readonly RoomId One = new("one");
    private static readonly RoomId Two = new("two");
    private readonly SpecStore _store = new();
    private readonly MemoryPushStore _push;
    private readonly TestProbe _followed;
    private readonly ConcurrentQueue<(RoomId Room, long? Told)> _turns = new();
    private Func<RoomId, Task<PushProgress?>> _turn = _ => Task.FromResult<PushProgress?>(new PushProgress(7, HasMore: false));

    public PushActorSpecs(ITestOutputHelper output)
        : base(output)
    {
        _push = new MemoryPushStore(_store.Engine);
        _followed = CreateTestProbe();
    }

    [Fact]
    public void Should_give_a_room_in_which_something_was_said_its_turn_and_keep_how_far_it_got()
    {
        var owner = Start();
        owner.Tell(new RoomsMoved([One]));
        this.Until(() =>
        {
            Advance(TimeSpan.FromMilliseconds(200));
            return _store.Saved<SavePushPositions>() is [{ Positions: var kept }] && kept[One] == 7;
        });
        Assert.Equal([(One, null)], _turns);
    }

    [Fact]
    public void Should_give_it_another_turn_where_something_was_said_meanwhile_that_goes_on_from_the_last()
    {
        var first = new TaskCompletionSource<PushProgress?>();
        _turn = _ => _turns.Count == 1 ? first.Task : Task.FromResult<PushProgress?>(new PushProgress(9, HasMore: false));
        var owner = Start();
        owner.Tell(new RoomsMoved([One]));
        this.Until(() => _turns.Count == 1);
        owner.Tell(new RoomsMoved([One, Two]));
        this.Until(() => _turns.Count == 2);
        first.SetResult(new PushProgress(7, HasMore: false));
        this.Until(() => _turns.Count == 3);
        Assert.Equal([(One, null), (Two, null), (One, 7)], _turns);
    }

    [Fact]
    public void Should_go_on_with_a_room_that_has_more()
    {
        _turn = _ => Task.FromResult<PushProgress?>(new PushProgress(_turns.Count, HasMore: _turns.Count < 3));
        Start().Tell(new RoomsMoved([One]));
        this.Until(() => _turns.Count == 3);
        Assert.Equal([null, 1, 2], _turns.Select(t => t.Told));
    }

    [Fact]
    public void Should_find_what_it_was_not_told_and_have_nodes_tell_while_there_are_subscriptions()
    {
        var owner = Start();
        Assert.Equal(RoomSpecs.Said, _store.Engine.Find(Said())!.Head);
        _followed.ExpectNoMsg(TimeSpan.Zero);

        Assert.True(_store.TryWrite(new SavePushSubscription(
            ActorRefs.Nobody, new DeviceSubscription("e1", new UserId("bob"), new DeviceId("phone"), "p", "a", Time.GetUtcNow()), 10)));
        Say();
        owner.Tell(new LookAtPush("spec"));
        this.Until(() => _turns.Contains((new RoomId("said"), null)));
        _followed.ExpectMsg<FollowRooms>();
        Advance(PushActor.Tick);
        _followed.ExpectMsg<FollowRooms>();
    }

    [Fact]
    public void Should_try_again_where_the_store_is_away()
    {
        Said();
        Assert.True(_store.TryWrite(new SavePushSubscription(
            ActorRefs.Nobody, new DeviceSubscription("e1", new UserId("bob"), new DeviceId("phone"), "p", "a", Time.GetUtcNow()), 10)));
        Say();
        _turn = _ => _turns.Count == 1 ? Task.FromException<PushProgress?>(new StoreUnavailableException("away")) : Task.FromResult<PushProgress?>(new PushProgress(4, HasMore: false));
        Start();
        this.Until(() => _turns.Count == 1);
        this.Until(() =>
        {
            Advance(PushActor.Tick);
            return _turns.Count >= 2;
        });
    }

    [Fact]
    public void Should_keep_how_far_it_got_when_it_stops()
    {
        var owner = Start();
        owner.Tell(new RoomsMoved([One]));
        owner.Tell(new RoomsMoved([Two]));
        this.Until(() => _turns.Count == 2);
        this.Until(() =>
        {
            Sys.Stop(owner);
            return _store.Saved<SavePushPositions>().Count > 0;
        });
    }

    [Fact]
    public void Should_be_told_in_which_rooms_a_node_commits_something_while_it_wants_to_know()
    {
        var (owner, mediator) = (CreateTestProbe(), CreateTestProbe());
        var scout = new PushScout(Time);
        Sys.ActorOf(Props.Create(() => new PushScoutActor(scout, owner, mediator)));
        mediator.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Subscribe>();
        owner.ExpectMsg<LookAtPush>();
        EventsAppended one = new(One, 2, []);

        scout.Committed([one]);
        Assert.Empty(scout.Take());

        scout.Follow();
        scout.Committed([one, one, new EventsRefused(Two, AppendRefusal.Superseded)]);
        this.Until(() =>
        {
            Advance(TimeSpan.FromMilliseconds(50));
            return owner.HasMessages;
        });
        Assert.Equal([One], owner.ExpectMsg<RoomsMoved>().Rooms);

        Advance(ScoutLease.Time + TimeSpan.FromSeconds(1));
        scout.Committed([one]);
        Assert.Empty(scout.Take());
    }

    private static class RoomSpecs
    {
        public const long Said = 2;
    }

    private RoomId Said()
    {
        var (room, alice, bob) = (new RoomId("said"), new UserId("alice"), new UserId("bob"));
        _store.Engine.Commit(
        [
            new AppendEvents(
                ActorRefs.Nobody,
                room,
                0,
                [new ChatJoined(alice, "owner") { Room = room, At = Time.GetUtcNow(), By = alice }, new ChatJoined(bob, "member") { Room = room, At = Time.GetUtcNow(), By = alice }],
                new NewRoom("group", "Said", "")),
        ]);
        return room;
    }

    private void Say()
    {
        var (room, alice) = (new RoomId("said"), new UserId("alice"));
        _store.Engine.Commit([new AppendEvents(ActorRefs.Nobody, room, 2, [new ChatMessage(MessageId.New(Time.GetUtcNow()), "k", "hello") { Room = room, At = Time.GetUtcNow(), By = alice }])]);
    }

    private IActorRef Start() => Sys.ActorOf(PushActor.Props(
        new PushOwnerServices(
            _push,
            _store,
            (room, told, _) =>
            {
                _turns.Enqueue((room, told));
                return _turn(room);
            },
            NullLogger.Instance),
        follow => _followed.Tell(follow)));
}
