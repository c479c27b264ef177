using Akka.Actor;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

/// <summary>The owner of the room's call depends on members, and hears of those who are not.</summary>
public sealed class RoomActorWatchSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_say_at_once_who_is_no_member()
    {
        var room = StartStored();
        room.Tell(new WatchMembers(Id, [Alice, Carol, Bob]), Other);

        Assert.Equal([Carol], Other.ExpectMsg<NotMembers>().Users);
    }

    [Fact]
    public void Should_say_that_nobody_is_where_there_is_no_such_room()
    {
        Start().Tell(new WatchMembers(Id, [Alice, Bob]), Other);

        Assert.Equal([Alice, Bob], Other.ExpectMsg<NotMembers>().Users);
    }

    [Fact]
    public void Should_tell_of_a_member_who_is_removed_once_that_is_durable()
    {
        var room = StartStored(more: Carol);
        room.Tell(new WatchMembers(Id, [Alice, Bob]), Other);
        room.Tell(Request(Alice, new ChatRemoveRequest(Id, [Bob, Carol])), Connection);
        var entry = ExpectEntry();
        Settle(room);
        Assert.False(Other.HasMessages);

        room.Tell(ProbeJournal.Stored(entry));

        Assert.Equal([Bob], Other.ExpectMsg<NotMembers>().Users);
    }

    [Fact]
    public void Should_tell_of_a_member_who_leaves_or_is_removed_or_erased_by_an_administrator()
    {
        var room = StartStored(more: [Carol, Dave]);
        room.Tell(new WatchMembers(Id, [Bob, Carol, Dave]), Other);
        room.Tell(Request(Bob, new ChatLeaveRequest(Id)), Connection);
        Store1(room);
        Assert.Equal([Bob], Other.ExpectMsg<NotMembers>().Users);
        room.Tell(new AdminRequest(Id, Alice, new ChatRemoveRequest(Id, [Carol])), Connection);
        Store1(room);
        Assert.Equal([Carol], Other.ExpectMsg<NotMembers>().Users);
        room.Tell(new RecordErasure(Id, Dave, Said: false), Connection);
        Store1(room);
        Assert.Equal([Dave], Other.ExpectMsg<NotMembers>().Users);
    }

    [Fact]
    public void Should_say_nothing_of_members_who_are_not_watched()
    {
        var room = StartStored(more: Carol);
        room.Tell(new WatchMembers(Id, [Alice, Carol]), Other);
        room.Tell(new WatchMembers(Id, [Alice]), Other);
        room.Tell(Request(Alice, new ChatRemoveRequest(Id, [Bob, Carol])), Connection);
        Store1(room);
        Settle(room);

        Assert.False(Other.HasMessages);
    }

    [Fact]
    public void Should_forget_a_watch_that_is_not_renewed()
    {
        var room = StartStored();
        room.Tell(new WatchMembers(Id, [Bob]), Other);
        Settle(room);
        Advance(TimeSpan.FromSeconds(20));
        room.Tell(new WatchMembers(Id, [Bob]), Other);
        Settle(room);
        Advance(TimeSpan.FromSeconds(30));
        room.Tell(Request(Alice, new ChatRemoveRequest(Id, [Bob])), Connection);
        Store1(room);
        Settle(room);

        Assert.False(Other.HasMessages);
    }

    [Fact]
    public void Should_tell_of_who_went_without_its_hearing_of_it()
    {
        var room = StartStored();
        room.Tell(new WatchMembers(Id, [Bob]), Other);
        room.Tell(Send(Alice, "k1"), Connection);
        ExpectEntry();
        Store.Snapshots[Id] = new RoomSnapshot(Id, "group", "Name", "", 3, Noon, [new(Alice, "owner", 1, 0, 0)]);

        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));

        Assert.Equal([Bob], Other.ExpectMsg<NotMembers>().Users);
    }

    [Fact]
    public void Should_name_owners_and_admins_among_the_members()
    {
        Store.Snapshots[Id] = new RoomSnapshot(
            Id, "group", "Name", "", 3, Noon, [new(Alice, "owner", 1, 0, 0), new(Bob, "member", 2, 0, 0), new(Carol, "admin", 3, 0, 0)]);
        Start().Tell(new GetRoomMembers(Id, "t"), Other);

        var members = Other.ExpectMsg<RoomMembers>();

        Assert.Equal([Alice, Bob, Carol], members.Users.OrderBy(u => u.Value));
        Assert.Equal([Alice, Carol], members.Moderators!.OrderBy(u => u.Value));
    }
}
