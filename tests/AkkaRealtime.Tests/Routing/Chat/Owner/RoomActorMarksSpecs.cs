using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomActorMarksSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_confirm_a_read_mark_only_when_it_is_saved()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.FillUp(8);
        Memory.Say(new MessageId("to-bob"), Carol, mentions: [Bob]);
        var room = StartStored(head: 9);
        Follow(room, 9);
        room.Tell(Request(Bob, new ChatReadRequest(Id, 7)), Connection);
        var mark = JournalProbe.ExpectMsg<SaveMark>();
        Assert.Equal((Id, Bob, 7L, 7L), (mark.Room, mark.User, mark.Read, mark.Delivered));
        Connection.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Memory.Commit(mark);

        ExpectReply(Connection, """{"type":"chat.ok","data":{"ref":"1","room":"room-1","seq":7}}""");
        var receipt = Assert.Single(ExpectBroadcast());
        Assert.True(receipt.IsVolatile);
        Assert.Equal("""{"type":"chat.receipt","data":{"room":"room-1","user":"bob","read":7,"delivered":7}}""", receipt.Envelope.ToString());
        var unread = Users.ExpectMsg<TellUser>();
        Assert.Equal(Bob, unread.User);
        Assert.Equal("""{"type":"chat.unread","data":{"room":"room-1","unread":2,"mentions":1,"upTo":9,"read":7}}""", unread.Envelope.ToString());
    }

    [Fact]
    public void Should_say_that_nothing_is_unread_without_asking_the_store()
    {
        var room = StartStored(head: 9);
        room.Tell(Request(Bob, new ChatReadRequest(Id, 9)), Connection);
        room.Tell(new Saved(JournalProbe.ExpectMsg<SaveMark>()));

        Assert.Contains("\"unread\":0,\"mentions\":0,\"upTo\":9,\"read\":9", Users.ExpectMsg<TellUser>().Envelope.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Store.Reads);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void Should_never_move_a_mark_back(long seq)
    {
        var room = StartStored(head: 9);
        room.Tell(Request(Bob, new ChatReadRequest(Id, 4)), Connection);
        room.Tell(new Saved(JournalProbe.ExpectMsg<SaveMark>()));
        Expect(Connection);

        room.Tell(Request(Bob, new ChatReadRequest(Id, seq)), Connection);

        ExpectReply(Connection, """{"type":"chat.ok","data":{"ref":"1","room":"room-1","seq":4}}""");
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_remember_that_somebody_wrote_who_left_came_back_and_wrote_all_at_once()
    {
        var room = StartStored(head: 9);
        Settle(room);
        TellTogether(room, Connection, Request(Bob, new ChatLeaveRequest(Id)), Request(Alice, new ChatInviteRequest(Id, [Bob])), Send(Bob, "k1"));
        Assert.Equal(3, StoreNext().Events.Count);
        room.Tell(Request(Bob, new ChatReadRequest(Id, 11)), Other);

        ExpectReply(Other, """{"type":"chat.ok","data":{"ref":"1","room":"room-1","seq":12}}""");
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_never_move_a_mark_beyond_the_head()
    {
        var room = StartStored(head: 9);
        room.Tell(Request(Bob, new ChatReadRequest(Id, 1_000)), Connection);

        Assert.Equal(9, JournalProbe.ExpectMsg<SaveMark>().Read);
    }

    [Fact]
    public void Should_gather_marks_while_one_is_saved_and_answer_each()
    {
        var room = StartStored(head: 9);
        room.Tell(Request(Bob, new ChatReadRequest(Id, 3)), Connection);
        var first = JournalProbe.ExpectMsg<SaveMark>();
        room.Tell(Request(Bob, new ChatReadRequest(Id, 5), "2"), Connection);
        room.Tell(Request(Bob, new ChatReadRequest(Id, 4), "3"), Connection);
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        room.Tell(new Saved(first));
        var second = JournalProbe.ExpectMsg<SaveMark>();
        Assert.Equal(5, second.Read);
        room.Tell(new Saved(second));

        Assert.Equal(["1", "2", "3"], Connection.ReceiveN(3).Cast<EncodedEnvelope>().Select(e => Parse(e).Data.GetProperty("ref").GetString()));
    }

    [Fact]
    public void Should_say_unavailable_when_a_mark_was_not_saved()
    {
        var room = StartStored(head: 9);
        room.Tell(Request(Bob, new ChatReadRequest(Id, 3)), Connection);
        room.Tell(new SaveFailed(JournalProbe.ExpectMsg<SaveMark>()));

        Assert.Equal("unavailable", ExpectError(Connection));
    }

    [Fact]
    public void Should_show_no_receipts_in_a_large_room()
    {
        var room = StartStored(head: 110, more: [.. Enumerable.Range(0, 99).Select(i => new UserId($"u{i}"))]);
        Follow(room, 110);
        Router.ExpectMsg<RenewInterest>();
        room.Tell(Request(Bob, new ChatReadRequest(Id, 110)), Connection);
        room.Tell(new Saved(JournalProbe.ExpectMsg<SaveMark>()));
        Expect(Connection);

        Router.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_move_the_delivered_mark_alone_when_a_device_caught_up()
    {
        var room = StartStored(head: 9);
        room.Tell(new MarkDelivered(Id, Bob, 8), Connection);

        var mark = JournalProbe.ExpectMsg<SaveMark>();
        Assert.Equal((2L, 8L), (mark.Read, mark.Delivered));
    }

    [Fact]
    public void Should_publish_typing_and_end_it_after_six_seconds()
    {
        var room = StartStored();
        Follow(room, 2);
        room.Tell(Request(Bob, new ChatTypingRequest(Id, true)), Connection);
        Assert.Equal("""{"type":"chat.typing","data":{"room":"room-1","user":"bob","on":true}}""", Assert.Single(ExpectBroadcast()).Envelope.ToString());

        Advance(TimeSpan.FromMilliseconds(5_900));
        Settle(room);
        Router.ExpectNoMsg(TimeSpan.Zero);
        Advance(TimeSpan.FromMilliseconds(200));

        var over = Assert.Single(ExpectBroadcast());
        Assert.True(over.IsVolatile);
        Assert.Equal("""{"type":"chat.typing","data":{"room":"room-1","user":"bob","on":false}}""", over.Envelope.ToString());
        Connection.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void Should_keep_typing_that_is_repeated()
    {
        var room = StartStored();
        Follow(room, 2);
        room.Tell(Request(Bob, new ChatTypingRequest(Id, true)), Connection);
        ExpectBroadcast();
        Advance(TimeSpan.FromSeconds(4));
        room.Tell(Request(Bob, new ChatTypingRequest(Id, true)), Connection);
        ExpectBroadcast();

        Advance(TimeSpan.FromSeconds(4));
        Settle(room);
        Router.ExpectNoMsg(TimeSpan.Zero);
        Advance(TimeSpan.FromSeconds(3));

        Assert.Contains("\"on\":false", Assert.Single(ExpectBroadcast()).Envelope.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_end_typing_at_once_of_who_leaves_or_is_removed(bool removed)
    {
        var room = StartStored();
        Follow(room, 2);
        room.Tell(Request(Bob, new ChatTypingRequest(Id, true)), Connection);
        ExpectBroadcast();

        room.Tell(removed ? Request(Alice, new ChatRemoveRequest(Id, [Bob])) : Request(Bob, new ChatLeaveRequest(Id)), Connection);
        StoreNext();

        Assert.Equal("""{"type":"chat.typing","data":{"room":"room-1","user":"bob","on":false}}""", Assert.Single(ExpectBroadcast()).Envelope.ToString());
        Assert.Equal("chat.left", Parse(Assert.Single(ExpectBroadcast()).Envelope).Type);
    }

    [Fact]
    public void Should_end_typing_silently_with_the_message()
    {
        var room = StartStored();
        Follow(room, 2);
        room.Tell(Request(Bob, new ChatTypingRequest(Id, true)), Connection);
        ExpectBroadcast();
        room.Tell(Send(Bob, "k1"), Connection);
        StoreNext();
        Assert.Equal(3, Assert.Single(ExpectBroadcast()).Seq);

        Advance(TimeSpan.FromSeconds(10));
        Settle(room);
        Router.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_refuse_typing_and_reading_of_who_is_no_member()
    {
        var room = StartStored();
        room.Tell(Request(Carol, new ChatTypingRequest(Id, true)), Connection);
        Assert.Equal("not-found", ExpectError(Connection));
        room.Tell(Request(Carol, new ChatReadRequest(Id, 1)), Connection);
        Assert.Equal("not-found", ExpectError(Connection));
    }
}
