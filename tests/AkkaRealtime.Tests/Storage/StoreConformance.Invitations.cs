using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;

namespace AkkaRealtime.Tests.Storage;

// Requests to come into rooms, the pages of a user's rooms, and who is in many.
public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Invitations_WaitUntilTheUserComesIntoTheRoom()
    {
        Commit(new SaveUser(ActorRefs.Nobody, Bob, "Bob", null, ReadOnlyMemory<byte>.Empty));
        var room = Named("group", "Trip", "", Bob);
        Commit(Ask(Bob, room, ("i1", Alice), ("i2", Carol)), Ask(Bob, null, ("i3", Alice)));

        Assert.Equal(
            [new InvitationView("i3", Bob, "Bob", "direct", null, null, Noon), new InvitationView("i1", Bob, "Bob", "group", room, "Trip", Noon)],
            await Storage.Invitations.ListAsync(Alice, null, 10, Cancel));
        Assert.Equal(["i1"], (await Storage.Invitations.ListAsync(Alice, "i3", 10, Cancel)).Select(i => i.Id));
        Assert.Equal(["i3"], (await Storage.Invitations.ListAsync(Alice, null, 1, Cancel)).Select(i => i.Id));
        Assert.Equal([("i1", Alice), ("i2", Carol)], (await Storage.Invitations.FindAsync(["i1", "i2", "none"], Cancel)).Select(f => (f.Invitation.Id, f.User)).Order());
        Assert.Null(await Storage.Invitations.FindAsync(Carol, "i1", Cancel));

        Append(room, 1, Join(room, Alice, by: Bob));
        Assert.Equal(["i3"], (await Storage.Invitations.ListAsync(Alice, null, 10, Cancel)).Select(i => i.Id));
        Assert.Equal(["i2"], (await Storage.Invitations.ListAsync(Carol, null, 10, Cancel)).Select(i => i.Id));

        Room("direct", Alice, Bob);
        Assert.Empty(await Storage.Invitations.ListAsync(Alice, null, 10, Cancel));
    }

    [SkippableFact]
    public async Task Invitations_Declined_AreNotMadeAgain_UntilLongAfter()
    {
        Commit(Ask(Bob, null, ("i1", Alice)));
        Commit(Ask(Bob, null, ("again", Alice)), Ask(Carol, null, ("i2", Alice)));
        Assert.Equal(["i2", "i1"], (await Storage.Invitations.ListAsync(Alice, null, 10, Cancel)).Select(i => i.Id));

        Commit(new DeclineInvitation(ActorRefs.Nobody, Carol, "i1", Noon), new DeclineInvitation(ActorRefs.Nobody, Alice, "none", Noon));
        Assert.NotNull(await Storage.Invitations.FindAsync(Alice, "i1", Cancel));
        Commit(new DeclineInvitation(ActorRefs.Nobody, Alice, "i1", Noon));
        Commit(Ask(Bob, null, ("i3", Alice)));
        Assert.Equal(["i2"], (await Storage.Invitations.ListAsync(Alice, null, 10, Cancel)).Select(i => i.Id));

        Commit(Ask(Bob, null, ("i4", Alice)) with { At = Noon + SaveInvitations.Kept + TimeSpan.FromMilliseconds(1) });
        Assert.Equal(["i4"], (await Storage.Invitations.ListAsync(Alice, null, 10, Cancel)).Select(i => i.Id));

        Commit(Ask(Alice, null, ("i5", Bob)), Ask(Carol, null, ("i6", Bob)), new ForgetInvitations(ActorRefs.Nobody, Alice));
        Assert.Empty(await Storage.Invitations.ListAsync(Alice, null, 10, Cancel));
        Assert.Equal(["i6"], (await Storage.Invitations.ListAsync(Bob, null, 10, Cancel)).Select(i => i.Id));
    }

    [SkippableFact]
    public async Task Invitations_OfAUser_AreAllThatIsKept_PageByPage()
    {
        var room = Named("group", "Trip", "", Bob);
        Commit(Ask(Bob, room, ("i1", Alice), ("i2", Carol)), Ask(Alice, null, ("i3", Carol)), Ask(Carol, null, ("i4", Bob)));
        Commit(new DeclineInvitation(ActorRefs.Nobody, Alice, "i1", Noon.AddHours(1)), new DeclineInvitation(ActorRefs.Nobody, Alice, "i1", Noon.AddHours(2)));

        Assert.Equal(
            [new KeptInvitation("i1", Alice, Bob, room, Noon, Noon.AddHours(1)), new KeptInvitation("i3", Carol, Alice, null, Noon, null)],
            await Storage.Invitations.OfUserAsync(Alice, null, 10, Cancel));
        Assert.Equal(["i1"], (await Storage.Invitations.OfUserAsync(Alice, null, 1, Cancel)).Select(i => i.Id));
        Assert.Equal(["i3"], (await Storage.Invitations.OfUserAsync(Alice, "i1", 10, Cancel)).Select(i => i.Id));
    }

    [SkippableFact]
    public async Task NamedPeople_AreCountedForADay_AndForgotten()
    {
        async Task<(int, DateTimeOffset)> NamedAsync(UserId user) => await Storage.Invitations.NamedAsync(user, Cancel);
        CountNamed Count(UserId user, int count, DateTimeOffset at) => new(ActorRefs.Nobody, user, count, at);

        Assert.Equal((0, default), await NamedAsync(Alice));
        Commit(Count(Bob, 1, Noon), Count(Alice, 2, Noon), Count(Alice, 3, Noon.AddHours(1)));
        Commit(Count(Alice, 4, Noon.AddHours(23)));
        Assert.Equal((9, Noon), await NamedAsync(Alice));

        Commit(Count(Alice, 5, Noon.AddDays(1)));
        Assert.Equal((5, Noon.AddDays(1)), await NamedAsync(Alice));
        Assert.Equal((0, default), await NamedAsync(Bob));

        Commit(new ForgetInvitations(ActorRefs.Nobody, Alice));
        Assert.Equal((0, default), await NamedAsync(Alice));
    }

    [SkippableFact]
    public async Task Invitations_OfOneUser_AreBounded()
    {
        for (var i = 0; i <= SaveInvitations.MaxWaiting; i++)
            Commit(Ask(new UserId($"u{i}"), null, ($"i{i}", Alice)));
        Assert.Equal(SaveInvitations.MaxWaiting, (await Storage.Invitations.ListAsync(Alice, null, 1_000, Cancel)).Count);
    }

    [SkippableFact]
    public async Task RoomsPage_HasAllRooms_InTheOrderOfTheWholeList()
    {
        var rooms = Enumerable.Range(0, 5).Select(_ => Room("group", Alice)).ToList();
        Append(rooms[1], 1, Message(rooms[1], Alice, "hello"));
        var all = (await Store.RoomsAsync(Alice, (RoomId?)null, Cancel)).Select(r => r.Id).ToList();

        var one = await Store.RoomsAsync(Alice, (RoomCursor?)null, 2, Cancel);
        Append(rooms[0], 1, Message(rooms[0], Alice, "moves before the page"));
        var two = await Store.RoomsAsync(Alice, RoomCursor.Parse(one.Next!.ToString()), 3, Cancel);

        Assert.Equal(all.Take(2), one.Rooms.Select(r => r.Id));
        Assert.Equal(all.Skip(2).Where(r => r != rooms[0]), two.Rooms.Select(r => r.Id));
        Assert.Null(two.Next);
        Assert.Equal("hello", one.Rooms[0].Last!.Text);
        Assert.Empty((await Store.RoomsAsync(Bob, (RoomCursor?)null, 2, Cancel)).Rooms);
    }

    [SkippableFact]
    public async Task InManyRooms_NamesWhoIsInSoMany()
    {
        Room("group", Alice, Bob);
        Room("group", Alice);
        Assert.Equal([Alice], await Store.InManyRoomsAsync([Alice, Bob, Carol], 2, Cancel));
        Assert.Equal([Alice, Bob], (await Store.InManyRoomsAsync([Alice, Bob, Carol], 1, Cancel)).OrderBy(u => u.Value));
        Assert.Empty(await Store.InManyRoomsAsync([Alice, Bob], 3, Cancel));
    }

    private static SaveInvitations Ask(UserId by, RoomId? room, params (string, UserId)[] users) =>
        new(ActorRefs.Nobody, by, room, room is null ? RoomKinds.Direct : RoomKinds.Group, room is null ? null : "Before", users, Noon);
}
