using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
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
        StoreNext();

        ExpectUnread(Bob, 0, 0, upTo: 10, read: 10);
    }

    [Fact]
    public void Should_say_nothing_to_who_writes_and_had_read_all()
    {
        var room = StartStored(head: 9);
        Read(room, Bob, 9);
        ExpectUnread(Bob, 0, 0, upTo: 9, read: 9);
        room.Tell(Send(Bob, "k1"), Connection);
        StoreNext();
        room.Tell(Send(Bob, "k2"), Connection);
        StoreNext();

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
            StoreNext();
            Settle(room);
            if (key == "a1")
                ExpectUnread(Alice, 0, 0, upTo: 10, read: 10);
        }

        Users.ExpectNoMsg(TimeSpan.Zero);
        Advance(TimeSpan.FromSeconds(1));

        var told = Users.ReceiveN(2).Cast<TellUser>().ToDictionary(t => t.User, t => Parse(t.Envelope).Data.GetProperty("unread").GetInt64());
        Assert.Equal((1L, 0L), (told[Alice], told[Bob]));
    }

    [Fact]
    public void Should_tell_those_to_whom_a_deleted_message_was_unread()
    {
        Memory.OpenRoom("group", [Alice, Bob, Carol, Dave]);
        Memory.Say(MessageOfBob, Bob);
        var room = StartStored(head: 9);
        Read(room, Alice, 5);
        Users.ExpectMsg<TellUser>();
        Advance(TimeSpan.FromSeconds(2));

        room.Tell(Request(Bob, new ChatDeleteRequest(Id, MessageOfBob)), Connection);
        StoreNext();

        Assert.Equal([Carol, Dave], Users.ReceiveN(2).Cast<TellUser>().Select(t => t.User).OrderBy(u => u.Value, StringComparer.Ordinal));
        Users.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_leave_a_large_room_to_its_clients()
    {
        Memory.OpenRoom("group", [Alice, Bob, .. Enumerable.Range(0, 99).Select(i => new UserId($"u{i}"))]);
        Memory.Say(MessageOfBob, Bob);
        var room = StartStored();
        room.Tell(Request(Bob, new ChatDeleteRequest(Id, MessageOfBob)), Connection);
        StoreNext();
        Settle(room);

        Users.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    private void Read(IActorRef room, UserId user, long seq)
    {
        room.Tell(Request(user, new ChatReadRequest(Id, seq)), Connection);
        Memory.Commit(JournalProbe.ExpectMsg<SaveMark>());
    }

    private void ExpectUnread(UserId user, long unread, long mentions, long upTo, long read)
    {
        var told = Users.ExpectMsg<TellUser>();
        Assert.Equal(user, told.User);
        Assert.Equal($$$"""{"type":"chat.unread","data":{"room":"room-1","unread":{{{unread}}},"mentions":{{{mentions}}},"upTo":{{{upTo}}},"read":{{{read}}}}}""", told.Envelope.ToString());
    }
}
