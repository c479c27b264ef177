using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store.Blocks;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

/// <summary>In a direct room, nothing of who is blocked reaches the other.</summary>
public sealed class RoomActorBlockSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_refuse_messages_from_the_moment_that_the_block_is_answered()
    {
        var room = StartStored("direct");
        room.Tell(Send(Alice, "k1"), Connection);
        StoreNext();
        ExpectFrame("chat.sent");

        Change(room, on: true);
        Assert.Equal("people.blocked", Parse(Other.ExpectMsg<EncodedEnvelope>()).Type);
        room.Tell(Send(Alice, "k2"), Connection);
        Assert.Equal("forbidden", ExpectError(Connection));

        Change(room, on: false);
        Assert.Equal("people.blocked", Parse(Other.ExpectMsg<EncodedEnvelope>()).Type);
        room.Tell(Send(Alice, "k3"), Connection);
        StoreNext();
        ExpectFrame("chat.sent");
    }

    [Fact]
    public void Should_know_of_a_block_when_it_starts_anew()
    {
        Save(true);
        var room = StartStored("direct");
        room.Tell(Send(Alice, "k1"), Connection);
        Assert.Equal("forbidden", ExpectError(Connection));
        room.Tell(Send(Bob, "k2"), Connection);
        Assert.Equal("forbidden", ExpectError(Connection));
    }

    [Fact]
    public void Should_know_of_a_block_that_came_about_while_the_room_was_made()
    {
        var room = Start();
        room.Tell(new OpenPair(Id, Caller(Alice), Bob, "1", null), Connection);
        var entry = ExpectEntry();
        Save(true);
        Memory.Commit(entry);
        ExpectFrame("chat.room");

        room.Tell(Send(Alice, "k1"), Connection);
        Assert.Equal("forbidden", ExpectError(Connection));
    }

    [Fact]
    public void Should_not_show_that_they_type()
    {
        Save(true);
        var room = StartStored("direct");
        Follow(room, 2);
        room.Tell(Request(Alice, new ChatTypingRequest(Id, true)), Connection);
        room.Tell(new AdminRequest(Id, new UserId("bot"), new ChatSendRequest(Id, "k1", "from the operator")), Other);
        StoreNext();
        Assert.Equal("chat.message", Parse(Assert.Single(ExpectBroadcast()).Envelope).Type);
    }

    [Fact]
    public void Should_let_them_talk_in_a_group()
    {
        Save(true);
        var room = StartStored("group");
        room.Tell(Send(Alice, "k1"), Connection);
        StoreNext();
        ExpectFrame("chat.sent");
        Change(room, on: true);
        Assert.Equal("people.blocked", Parse(Other.ExpectMsg<EncodedEnvelope>()).Type);
    }

    [Fact]
    public void Should_bring_nobody_in_by_who_is_blocked()
    {
        Memory.Engine.Commit([new SaveBlock(ActorRefs.Nobody, new Block(Carol, Alice, Noon), true)]);
        var room = StartStored("group");
        room.Tell(Request(Alice, new ChatInviteRequest(Id, [Carol, Dave])), Connection);
        Assert.Equal("forbidden", ExpectError(Connection));
        room.Tell(Request(Bob, new ChatInviteRequest(Id, [Carol])), Connection);
        StoreNext();
    }

    [Fact]
    public void Should_say_for_whom_of_a_group_nothing_rings_where_somebody_calls()
    {
        Save(true);
        var room = StartStored("group", more: [Carol]);
        room.Tell(new GetRoomMembers(Id, "t1", Alice), Connection);
        Assert.Equal([Bob], Connection.ExpectMsg<RoomMembers>().Quiet!);
        room.Tell(new GetRoomMembers(Id, "t2", Bob), Connection);
        Assert.Null(Connection.ExpectMsg<RoomMembers>().Quiet);
        room.Tell(new GetRoomMembers(Id, "t3"), Connection);
        Assert.Null(Connection.ExpectMsg<RoomMembers>().Quiet);
    }

    private void ExpectFrame(string type) => Assert.Equal(type, Parse(Connection.ExpectMsg<EncodedEnvelope>()).Type);

    private void Save(bool on) => Memory.Engine.Commit([new SaveBlock(ActorRefs.Nobody, new Block(Bob, Alice, Noon), on)]);

    private void Change(IActorRef room, bool on)
    {
        Save(on);
        room.Tell(new BlocksChanged(Id, "b", new EncodedEnvelope("""{"type":"people.blocked","data":{}}"""u8.ToArray())), Other);
    }
}
