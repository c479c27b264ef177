using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
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

        Memory.Commit(entry);

        Assert.Equal([Bob], Other.ExpectMsg<NotMembers>().Users);
    }

    [Fact]
    public void Should_tell_of_a_member_who_leaves_or_is_removed_or_erased_by_an_administrator()
    {
        var room = StartStored(more: [Carol, Dave]);
        room.Tell(new WatchMembers(Id, [Bob, Carol, Dave]), Other);
        room.Tell(Request(Bob, new ChatLeaveRequest(Id)), Connection);
        StoreNext();
        Assert.Equal([Bob], Other.ExpectMsg<NotMembers>().Users);
        room.Tell(new AdminRequest(Id, Alice, new ChatRemoveRequest(Id, [Carol])), Connection);
        StoreNext();
        Assert.Equal([Carol], Other.ExpectMsg<NotMembers>().Users);
        room.Tell(new RecordErasure(Id, Dave, Said: false), Connection);
        StoreNext();
        Assert.Equal([Dave], Other.ExpectMsg<NotMembers>().Users);
    }

    [Fact]
    public void Should_tell_of_new_members_whoever_added_them_once_that_is_durable()
    {
        var room = StartStored();
        room.Tell(new WatchMembers(Id, [Alice]), Other);
        room.Tell(Request(Alice, new ChatInviteRequest(Id, [Bob, Carol])), Connection);
        var entry = ExpectEntry();
        Settle(room);
        Assert.False(Other.HasMessages);
        Memory.Commit(entry);
        Assert.Equal([Carol], Other.ExpectMsg<NewMembers>().Users);

        room.Tell(new AdminRequest(Id, Alice, new ChatInviteRequest(Id, [Dave])), Connection);
        StoreNext();
        Assert.Equal([Dave], Other.ExpectMsg<NewMembers>().Users);
    }

    [Fact]
    public void Should_say_nothing_of_members_who_are_not_watched()
    {
        var room = StartStored(more: Carol);
        room.Tell(new WatchMembers(Id, [Alice, Carol]), Other);
        room.Tell(new WatchMembers(Id, [Alice]), Other);
        room.Tell(Request(Alice, new ChatRemoveRequest(Id, [Bob, Carol])), Connection);
        StoreNext();
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
        StoreNext();
        Settle(room);

        Assert.False(Other.HasMessages);
    }

    [Fact]
    public void Should_tell_of_who_went_without_its_hearing_of_it()
    {
        var room = StartStored();
        room.Tell(new WatchMembers(Id, [Bob]), Other);
        room.Tell(Request(Alice, new ChatRemoveRequest(Id, [Bob])), Connection);
        Assert.IsType<EventsAppended>(Assert.Single(Memory.Engine.Commit([ExpectEntry()])));

        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));

        Assert.Equal([Bob], Other.ExpectMsg<NotMembers>().Users);
    }

    [Fact]
    public void Should_name_owners_and_admins_among_the_members()
    {
        var room = StartStored(more: Carol);
        room.Tell(Request(Alice, new ChatUpdateRequest(Id, Roles: new Dictionary<UserId, string> { [Carol] = "admin" })), Connection);
        StoreNext();
        Expect(Connection);
        room.Tell(new GetRoomMembers(Id, "t"), Other);

        var members = Other.ExpectMsg<RoomMembers>();

        Assert.Equal([Alice, Bob, Carol], members.Users.OrderBy(u => u.Value));
        Assert.Equal([Alice, Carol], members.Moderators!.OrderBy(u => u.Value));
    }
}
