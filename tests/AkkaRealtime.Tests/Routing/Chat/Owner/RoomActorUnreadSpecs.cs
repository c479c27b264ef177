using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

/// <summary>A member's other devices hear of an unread count that changed without a <c>chat.read</c>.</summary>
public sealed class RoomActorUnreadSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_say_that_nothing_is_unread_to_who_writes()
    {
        var room = StartStored(head: 9);
        room.Tell(Send(Bob, "k1"), Connection);
        Store1(room);

        ExpectUnread(Bob, 0, 0);
    }

    [Fact]
    public void Should_say_nothing_to_who_writes_and_had_read_all()
    {
        var room = StartStored(head: 9);
        Read(room, Bob, 9);
        ExpectUnread(Bob, 0, 0);
        room.Tell(Send(Bob, "k1"), Connection);
        Store1(room);
        room.Tell(Send(Bob, "k2"), Connection);
        Store1(room);

        Advance(TimeSpan.FromSeconds(5));
        Settle(room);
        Users.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_say_it_at_most_once_a_second()
    {
        var room = StartStored(head: 9);
        foreach (var (by, key) in new[] { (Alice, "a1"), (Bob, "b1"), (Alice, "a2"), (Bob, "b2") })
        {
            room.Tell(Send(by, key), Connection);
            Store1(room);
            Settle(room);
            if (key == "a1")
                ExpectUnread(Alice, 0, 0);
        }

        Users.ExpectNoMsg(TimeSpan.Zero);
        Store.Unread = new UnreadCount(1, 0);
        Advance(TimeSpan.FromSeconds(1));

        var told = Users.ReceiveN(2).Cast<TellUser>().ToDictionary(t => t.User, t => Parse(t.Envelope).Data.GetProperty("unread").GetInt64());
        Assert.Equal((1L, 0L), (told[Alice], told[Bob]));
    }

    [Fact]
    public void Should_tell_those_to_whom_a_deleted_message_was_unread()
    {
        Store.Messages[MessageOfBob] = Message(MessageOfBob, Bob);
        Store.Unread = new UnreadCount(4, 0);
        var room = StartStored(head: 9, more: [Carol]);
        Read(room, Alice, 5);
        Users.ExpectMsg<TellUser>();
        Advance(TimeSpan.FromSeconds(2));

        room.Tell(Request(Bob, new ChatDeleteRequest(Id, MessageOfBob)), Connection);
        Store1(room);

        Assert.Equal([Bob, Carol], Users.ReceiveN(2).Cast<TellUser>().Select(t => t.User).OrderBy(u => u.Value, StringComparer.Ordinal));
        Users.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_leave_a_large_room_to_its_clients()
    {
        Store.Messages[MessageOfBob] = Message(MessageOfBob, Bob);
        var room = StartStored(head: 9, more: [.. Enumerable.Range(0, 99).Select(i => new UserId($"u{i}"))]);
        room.Tell(Request(Bob, new ChatDeleteRequest(Id, MessageOfBob)), Connection);
        Store1(room);
        Settle(room);

        Users.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private void Read(IActorRef room, UserId user, long seq)
    {
        room.Tell(Request(user, new ChatReadRequest(Id, seq)), Connection);
        room.Tell(new Saved(JournalProbe.ExpectMsg<SaveMark>()));
    }

    private void ExpectUnread(UserId user, long unread, long mentions)
    {
        var told = Users.ExpectMsg<TellUser>();
        Assert.Equal(user, told.User);
        Assert.Equal($$$"""{"type":"chat.unread","data":{"room":"room-1","unread":{{{unread}}},"mentions":{{{mentions}}}}}""", told.Envelope.ToString());
    }
}
