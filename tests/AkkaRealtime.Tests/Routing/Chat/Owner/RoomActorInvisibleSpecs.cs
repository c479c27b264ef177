using Akka.Actor;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

/// <summary>"<c>invisible</c> looks exactly like offline to others" (protocol §5): what only a device that is there can do is not told.</summary>
public sealed class RoomActorInvisibleSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_not_tell_that_somebody_types_who_is_invisible()
    {
        var room = StartFollowed();
        room.Tell(Hidden(new ChatTypingRequest(Id, true)), Connection);
        Settle(room);

        Router.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_keep_the_marks_of_who_is_invisible_and_not_tell_them()
    {
        var room = StartFollowed();
        room.Tell(Hidden(new ChatReadRequest(Id, 5)), Connection);
        room.Tell(new Saved(JournalProbe.ExpectMsg<SaveMark>(m => m.Read == 5)));
        Assert.Equal("chat.ok", Expect(Connection).Type);
        room.Tell(new MarkDelivered(Id, Bob, 8, Invisible: true));
        room.Tell(new Saved(JournalProbe.ExpectMsg<SaveMark>(m => m.Delivered == 8)));
        Settle(room);

        Router.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_tell_the_marks_that_were_held_back_when_who_made_them_is_visible_again()
    {
        var room = StartFollowed();
        room.Tell(Hidden(new ChatReadRequest(Id, 5)), Connection);
        room.Tell(new Saved(JournalProbe.ExpectMsg<SaveMark>()));

        // It moves nothing.
        room.Tell(Request(Bob, new ChatReadRequest(Id, 5)), Connection);

        var receipt = Assert.Single(ExpectBroadcast());
        Assert.Equal("""{"type":"chat.receipt","data":{"room":"room-1","user":"bob","read":5,"delivered":5}}""", receipt.Envelope.ToString());
        room.Tell(Request(Bob, new ChatReadRequest(Id, 5)), Connection);
        Settle(room);
        Router.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private static RoomRequest Hidden(IRoomRequest body) => new(Id, Caller(Bob) with { Invisible = true }, "1", body);

    private IActorRef StartFollowed()
    {
        var room = StartStored(head: 9);
        Follow(room, 9);
        Settle(room);
        while (Router.HasMessages)
            Router.ReceiveOne(TimeSpan.Zero);
        return room;
    }
}
