using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomActorCreationSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_create_a_group_and_tell_every_member_the_room()
    {
        var room = Start();
        room.Tell(new CreateRoom(Id, Caller(Alice), "1", new ChatCreateRequest("group", "Team", [Bob])), Connection);

        var entry = StoreNext();

        Assert.Equal((0L, new NewRoom("group", "Team", "")), (entry.After, entry.Create));
        Assert.Equal(
            [(Alice, 0L), (Bob, 1L)],
            ExpectEntered(2).Select(e => (e.User, e.Follow.Head)).OrderBy(e => e.Head));
        ExpectReply(
            Connection,
            """{"type":"chat.room","data":{"ref":"1","room":{"id":"room-1","kind":"group","name":"Team","topic":"","members":2,"role":"owner","head":2,"read":2,"unread":0,"mentions":0}}}""");
    }

    [Fact]
    public void Should_create_a_room_of_a_thousand_in_one_entry()
    {
        var users = Enumerable.Range(0, 1_000).Select(i => new UserId($"u{i}")).ToList();
        var room = Start();
        room.Tell(new CreateRoom(Id, Caller(Alice), "1", new ChatCreateRequest("channel", "All", users)), Connection);

        Assert.Equal(1_001, StoreNext().Events.Count);

        Assert.Equal(1_001, ExpectEntered(1_001).Select(e => e.User).Distinct().Count());
        Users.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(1_001, Expect(Connection).Data.GetProperty("room").GetProperty("members").GetInt32());
    }

    [Fact]
    public void Should_not_be_there_when_its_creation_was_not_stored()
    {
        var room = Start();
        room.Tell(new CreateRoom(Id, Caller(Alice), "1", new ChatCreateRequest("group", "Team")), Connection);
        ExpectEntry();
        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));
        Assert.Equal("unavailable", ExpectError(Connection));

        room.Tell(Send(Alice, "k1"), Connection);
        Assert.Equal("not-found", ExpectError(Connection));
    }

    [Fact]
    public void Should_show_each_of_a_pair_the_other_one()
    {
        Memory.Name(Bob, "Bob B.");
        var room = Start();
        room.Tell(new OpenPair(Id, Caller(Alice), Bob, "1", null), Connection);

        Assert.Equal("alice|bob", StoreNext().Create!.Pair);

        var views = ExpectEntered(2).ToDictionary(e => e.User, e => Parse(e.Follow.First).Data.GetProperty("room"));
        Assert.Equal(("Bob B.", "bob"), (views[Alice].GetProperty("name").GetString(), views[Alice].GetProperty("peer").GetString()));
        Assert.Equal(("ALICE", "alice"), (views[Bob].GetProperty("name").GetString(), views[Bob].GetProperty("peer").GetString()));
        Assert.Equal("direct", Expect(Connection).Data.GetProperty("room").GetProperty("kind").GetString());
    }

    [Fact]
    public void Should_show_a_peer_without_a_name_by_their_id()
    {
        var room = Start();
        room.Tell(new OpenPair(Id, Caller(Alice), Bob, "1", null), Connection);
        StoreNext();

        Assert.Equal("bob", Expect(Connection).Data.GetProperty("room").GetProperty("name").GetString());
    }

    [Fact]
    public void Should_hand_on_to_the_room_that_a_pair_has_already()
    {
        var room = Start();
        room.Tell(new OpenPair(Id, Caller(Alice), Bob, "1", null), Connection);
        ExpectEntry();

        room.Tell(new EventsRefused(Id, AppendRefusal.PairExists, new RoomId("room-2")));

        Assert.Equal(new OpenPair(new RoomId("room-2"), Caller(Alice), Bob, "1", null), Regions.ExpectMsg<OpenPair>());
        Assert.Equal(Connection.Ref, Regions.LastSender);
    }

    [Fact]
    public void Should_show_a_pair_the_room_that_is_there()
    {
        StartStored("direct", head: 7).Tell(new OpenPair(Id, Caller(Alice), Bob, "1", null), Connection);

        Assert.Equal(5, Expect(Connection).Data.GetProperty("room").GetProperty("unread").GetInt32());
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_tell_a_call_router_the_direct_room()
    {
        var room = Start();
        room.Tell(new OpenPair(Id, Caller(Alice), Bob, null, "t"), Connection);
        StoreNext();

        Assert.Equal(new DirectRoom("t", Id, null), Connection.ExpectMsg<DirectRoom>());
    }

    [Fact]
    public void Should_tell_a_call_router_why_there_is_no_direct_room()
    {
        Journal.Full = true;
        Start().Tell(new OpenPair(Id, Caller(Alice), Bob, null, "t"), Connection);

        Assert.Equal(ErrorCode.Unavailable, Connection.ExpectMsg<DirectRoom>().Error?.Code);
    }

    [Fact]
    public void Should_let_anyone_join_a_channel_and_show_it_with_its_last_message()
    {
        Memory.OpenRoom("channel", [Alice, Bob]);
        Memory.FillUp(8);
        Memory.Say(MessageOfBob, Bob);
        var room = StartStored();
        room.Tell(Request(Carol, new ChatJoinRequest(Id)), Connection);
        StoreNext();

        Assert.Equal(9, ExpectEntered()[0].Follow.Head);
        var view = Expect(Connection).Data.GetProperty("room");
        Assert.Equal((3, "member", 10L), (view.GetProperty("members").GetInt32(), view.GetProperty("role").GetString(), view.GetProperty("head").GetInt64()));
        Assert.Equal("message-1", view.GetProperty("last").GetProperty("id").GetString());
    }
}
