using Akka.Actor;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

/// <summary>The connection to the store was lost in the middle of a commit, and the store had stored it: nobody was told, and somebody must be.</summary>
public sealed class RoomActorUnheardSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_let_relays_fetch_a_message_that_was_stored_unheard_of()
    {
        var room = StartStored();
        Follow(room, 2);
        Router.ExpectMsg<RenewInterest>();
        room.Tell(Send(Alice, "k1"), Connection);
        StoredUnheard(ExpectEntry());

        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));

        Assert.Equal("unavailable", ExpectError(Connection));
        Assert.Equal(Topic.Of(Id), Router.ExpectMsg<RenewInterest>().Topic);
        Assert.Equal(3, Assert.Single(Follow(room, 2).Missed).Seq);
    }

    [Fact]
    public void Should_ask_no_relay_where_nothing_was_stored()
    {
        var room = StartStored();
        Follow(room, 2);
        Router.ExpectMsg<RenewInterest>();
        room.Tell(Send(Alice, "k1"), Connection);
        ExpectEntry();

        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));
        Settle(room);

        Router.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_bring_in_who_was_stored_as_a_member_unheard_of()
    {
        var room = StartStored();
        room.Tell(Request(Alice, new ChatInviteRequest(Id, [Carol])), Connection);
        StoredUnheard(ExpectEntry());

        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));

        var entered = ExpectEntered()[0];
        Assert.Equal((Carol, 2L), (entered.User, entered.Follow.Head));
        Assert.Equal("chat.room", Parse(entered.Follow.First).Type);
    }

    [Fact]
    public void Should_bring_both_in_where_their_room_was_made_unheard_of()
    {
        var room = Start();
        room.Tell(new OpenPair(Id, Caller(Alice), Bob, "1", null), Connection);
        var entry = ExpectEntry();
        StoredUnheard(entry);

        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));

        Router.ExpectMsg<RenewInterest>();
        Assert.Equal([Alice, Bob], ExpectEntered(2).Select(e => e.User).OrderBy(u => u.Value, StringComparer.Ordinal));
    }

    [Fact]
    public void Should_bring_both_in_once_the_store_can_be_read_again_though_nobody_follows_the_room()
    {
        var room = Start();
        room.Tell(new OpenPair(Id, Caller(Alice), Bob, "1", null), Connection);
        StoredUnheard(ExpectEntry());
        Store.Down = true;
        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));
        Assert.Equal("unavailable", ExpectError(Connection));
        room.Tell(new GetRoomMembers(Id, "meanwhile"), Connection);
        Store.Down = false;

        this.Eventually(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            Router.ExpectMsg<RenewInterest>(TimeSpan.FromMilliseconds(100));
        });
        Assert.Equal([Alice, Bob], ExpectEntered(2).Select(e => e.User).OrderBy(u => u.Value, StringComparer.Ordinal));
    }

    [Fact]
    public void Should_find_what_the_store_was_still_busy_with_when_it_was_read_again()
    {
        var room = StartStored();
        Follow(room, 2);
        Router.ExpectMsg<RenewInterest>();
        room.Tell(Send(Alice, "k1"), Connection);
        var entry = ExpectEntry();
        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));
        Settle(room);

        StoredUnheard(entry);
        Advance(TimeSpan.FromSeconds(1));

        Router.ExpectMsg<RenewInterest>();
        Assert.Equal(3, Assert.Single(Follow(room, 2).Missed).Seq);
    }

    [Fact]
    public void Should_look_for_no_longer_than_a_commit_may_take()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        ExpectEntry();
        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));
        Settle(room);
        var reads = Store.Reads;

        foreach (var pause in new[] { 1, 2, 4, 8, 60 })
        {
            Advance(TimeSpan.FromSeconds(pause));
            Settle(room);
        }

        Assert.Equal(reads + 4, Store.Reads);
    }

    [Fact]
    public void Should_look_no_more_once_something_later_is_stored()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        ExpectEntry();
        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));
        Settle(room);
        room.Tell(Request(Alice, new ChatUpdateRequest(Id, Name: "New")), Connection);
        StoreNext();
        Settle(room);
        var reads = Store.Reads;

        Advance(TimeSpan.FromSeconds(1));
        Settle(room);

        Assert.Equal(reads, Store.Reads);
    }

    [Fact]
    public void Should_have_the_next_owner_look_where_it_stops_in_the_middle_of_a_commit()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        ExpectEntry();

        room.Tell(PoisonPill.Instance);

        Assert.Equal(new FindUnheard(Id, 2), Regions.ExpectMsg<FindUnheard>());
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(new FindUnheard(Id, 2), Regions.ExpectMsg<FindUnheard>());
    }

    [Fact]
    public void Should_look_once_however_often_it_is_told()
    {
        var room = StartStored();
        foreach (var pause in new[] { 1, 2, 4, 8 })
        {
            room.Tell(new FindUnheard(Id, 2));
            Settle(room);
            Advance(TimeSpan.FromSeconds(pause));
            Settle(room);
        }

        var reads = Store.Reads;
        room.Tell(new FindUnheard(Id, 2));
        Settle(room);
        Advance(TimeSpan.FromSeconds(1));
        Settle(room);

        Assert.Equal(reads, Store.Reads);
    }

    [Fact]
    public void Should_tell_what_was_stored_after_the_owner_before_stopped()
    {
        var room = StartStored();
        Router.ExpectMsg<RenewInterest>();
        room.Tell(new FindUnheard(Id, 2));
        Settle(room);

        Memory.FillUp(3);
        Advance(TimeSpan.FromSeconds(1));

        Router.ExpectMsg<RenewInterest>();
    }

    [Fact]
    public void Should_bring_in_who_was_stored_as_a_member_when_the_owner_before_stopped()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.Add(new ChatJoined(Carol, RoomRoles.Member) { Room = Id, At = Noon, By = Alice });
        var room = Start();
        Router.ExpectMsg<RenewInterest>();
        room.Tell(new FindUnheard(Id, 2));
        Settle(room);

        Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Carol, ExpectEntered()[0].User);
    }

    private void StoredUnheard(AppendEvents entry) => Assert.IsType<EventsAppended>(Assert.Single(Memory.Engine.Commit([entry])));
}
