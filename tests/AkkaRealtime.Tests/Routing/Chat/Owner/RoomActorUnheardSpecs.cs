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

    private void StoredUnheard(AppendEvents entry) => Assert.IsType<EventsAppended>(Assert.Single(Memory.Engine.Commit([entry])));
}
