using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task LoadRoom_AfterItsEvents_HasMembersAndRoles()
    {
        var room = Named("group", "Team", "Plans", Alice, Bob);
        Append(
            room,
            2,
            Join(room, Carol),
            Left(room, Bob),
            new ChatUpdated("Crew", "News", new Dictionary<UserId, string> { [Carol] = "admin" }) { Room = room, At = Noon, By = Alice });
        Restart();

        var loaded = await Store.LoadRoomAsync(room, Cancel);

        Assert.NotNull(loaded);
        Assert.Equal((room, "group", "Crew", "News", 5L), (loaded.Id, loaded.Kind, loaded.Name, loaded.Topic, loaded.Head));
        Assert.Equal(Noon, loaded.CreatedAt);
        Assert.Equal(
            [new MemberSnapshot(Alice, "owner", 1, 2, 2), new MemberSnapshot(Carol, "admin", 3, 3, 3)],
            loaded.Members.OrderBy(m => m.User.Value, StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task LoadRoom_ThatIsNotThere_IsNull() => Assert.Null(await Store.LoadRoomAsync(RoomId.New(Noon), Cancel));

    [SkippableFact]
    public async Task Update_OnlyTheTopic_KeepsTheName()
    {
        var room = Named("group", "Team", "Plans", Alice);
        Append(room, 1, new ChatUpdated(null, "") { Room = room, At = Noon, By = Alice });

        var loaded = await Store.LoadRoomAsync(room, Cancel);

        Assert.Equal(("Team", ""), (loaded!.Name, loaded.Topic));
    }

    [SkippableFact]
    public async Task Join_WhoIsAMember_ChangesTheRoleOnly()
    {
        var room = Room("group", Alice, Bob);
        Append(room, 2, Message(room, Alice, "x"), Join(room, Bob, "admin"));

        var bob = (await Store.LoadRoomAsync(room, Cancel))!.Members.Single(m => m.User == Bob);

        Assert.Equal(new MemberSnapshot(Bob, "admin", 2, 2, 2), bob);
        Assert.Equal(2, Assert.Single(await Store.RoomsAsync(Alice, null, Cancel)).Members);
    }

    [SkippableFact]
    public async Task Access_ByMembership_TellsKindRoleAndHead()
    {
        var room = Room("group", Alice, Bob);

        Assert.Equal(new RoomAccess("group", "owner", 2), await Store.AccessAsync(room, Alice, Cancel));
        Assert.Equal(new RoomAccess("group", null, 2), await Store.AccessAsync(room, Carol, Cancel));
        Assert.Null(await Store.AccessAsync(RoomId.New(Noon), Alice, Cancel));
    }

    [SkippableFact]
    public async Task Rooms_ADirectRoom_IsCalledWhatTheOtherIsCalled()
    {
        var room = Named("direct", "", "", Alice, Bob);
        Assert.Equal("bob", Assert.Single(await Store.RoomsAsync(Alice, room, Cancel)).Name);

        Commit(new SaveUser(ActorRefs.Nobody, Bob, "Bob B.", null, "{}"u8.ToArray()));

        Assert.Equal("Bob B.", Assert.Single(await Store.RoomsAsync(Alice, room, Cancel)).Name);
        Assert.Equal("alice", Assert.Single(await Store.RoomsAsync(Bob, room, Cancel)).Name);
    }

    [SkippableFact]
    public async Task Heads_OfAUser_AreTheirRoomsOnly()
    {
        var one = Room("group", Alice);
        var two = Room("channel", Bob, Alice);
        Room("channel", Bob);

        var heads = await Store.HeadsAsync(Alice, Cancel);

        Assert.Equal([new RoomHead(one, 1), new RoomHead(two, 2)], heads.OrderBy(h => h.Room.Value, StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Rooms_OfAUser_AreTheLatestActiveFirst()
    {
        var one = Room("group", Alice);
        var two = Room("group", Alice);
        Append(two, 1, Message(two, Alice, "old"));
        Append(one, 1, Message(one, Alice, "new"));

        Assert.Equal([one, two], (await Store.RoomsAsync(Alice, null, Cancel)).Select(r => r.Id));
        Assert.Equal(two, Assert.Single(await Store.RoomsAsync(Alice, two, Cancel)).Id);
        Assert.Empty(await Store.RoomsAsync(Bob, two, Cancel));
    }

    [SkippableFact]
    public async Task Rooms_OfAUser_ShowAllOfARoom()
    {
        var room = Named("group", "Team", "Plans", Alice, Bob, Carol);
        var last = Message(room, Alice, "last", mentions: [Bob]);
        Append(room, 3, Message(room, Alice, "first"), last, React(room, Carol, last.Id, "👍"), Left(room, Carol));

        var view = Assert.Single(await Store.RoomsAsync(Bob, null, Cancel));

        Assert.Equal((room, "group", "Team", "Plans", 2, "member"), (view.Id, view.Kind, view.Name, view.Topic, view.Members, view.Role));
        Assert.Equal((7L, 3L, 2L, 1L), (view.Head, view.Read, view.Unread, view.Mentions));
        Assert.Equal("last", view.Last!.Text);
        Assert.Equal(5, view.Last.Seq);
        Assert.Single(view.Last.Reactions);
        Assert.Null(view.Peer);
    }

    [SkippableFact]
    public async Task Rooms_ADirectRoom_NamesTheOther()
    {
        Room("direct", Alice, Bob);

        Assert.Equal(Bob, Assert.Single(await Store.RoomsAsync(Alice, null, Cancel)).Peer);
        Assert.Equal(Alice, Assert.Single(await Store.RoomsAsync(Bob, null, Cancel)).Peer);
    }

    [SkippableFact]
    public async Task Rooms_JustMade_AreUnreadForNobodyAndHaveNoLast()
    {
        Room("group", Alice, Bob, Carol);

        foreach (var user in new[] { Alice, Bob, Carol })
        {
            var view = Assert.Single(await Store.RoomsAsync(user, null, Cancel));
            Assert.Equal((3L, 0L), (view.Read, view.Unread));
            Assert.Null(view.Last);
        }
    }

    [SkippableFact]
    public async Task Join_ARoomWithMessages_BeginsRead()
    {
        var room = Room("channel", Alice);
        Append(room, 1, Message(room, Alice, "1"), Message(room, Alice, "2", mentions: [Bob]));
        Append(room, 3, Join(room, Bob));
        Append(room, 4, Message(room, Alice, "3"));

        Assert.Equal(new UnreadCount(1, 0), await Store.UnreadAsync(room, Bob, Cancel));
    }

    [SkippableFact]
    public async Task Join_AfterAnOwnMessageInOneEntry_BeginsReadAtTheJoin()
    {
        var room = Room("channel", Alice);
        Append(room, 1, Message(room, Bob, "not yet a member"), Message(room, Alice, "x"), Join(room, Bob));

        var bob = (await Store.LoadRoomAsync(room, Cancel))!.Members.Single(m => m.User == Bob);

        Assert.Equal(new MemberSnapshot(Bob, "member", 4, 4, 4), bob);
    }

    [SkippableFact]
    public async Task Unread_OwnMessage_ReadsUpToIt()
    {
        var room = Room("group", Alice, Bob);
        Append(room, 2, Message(room, Alice, "1"), Message(room, Alice, "2"), Message(room, Bob, "3"));

        Assert.Equal(default, await Store.UnreadAsync(room, Bob, Cancel));
        Assert.Equal(new UnreadCount(1, 0), await Store.UnreadAsync(room, Alice, Cancel));
        Assert.Equal(default, await Store.UnreadAsync(room, Carol, Cancel));
    }

    [SkippableFact]
    public async Task Unread_OtherEvents_DoNotCount()
    {
        var room = Room("group", Alice, Bob);
        var message = Message(room, Alice, "1");
        Append(room, 2, message, React(room, Alice, message.Id, "👍"), Edit(room, Alice, message.Id, "2"), Join(room, Carol));

        Assert.Equal(new UnreadCount(1, 0), await Store.UnreadAsync(room, Bob, Cancel));
        Commit(new SaveMark(ActorRefs.Nobody, room, Bob, 4, 4));
        Assert.Equal(default, await Store.UnreadAsync(room, Bob, Cancel));
    }

    [SkippableFact]
    public async Task Unread_Deleted_CountsNoMoreAndNeitherDoesItsMention()
    {
        var room = Room("group", Alice, Bob);
        var message = Message(room, Alice, "@bob", mentions: [Bob]);
        Append(room, 2, message, Message(room, Alice, "@bob again", mentions: [Bob]));
        Assert.Equal(new UnreadCount(2, 2), await Store.UnreadAsync(room, Bob, Cancel));

        Append(room, 4, Delete(room, Alice, message.Id));

        Assert.Equal(new UnreadCount(1, 1), await Store.UnreadAsync(room, Bob, Cancel));
        Assert.Equal((1L, 1L), Assert.Single(await Store.RoomsAsync(Bob, room, Cancel)) is var view ? (view.Unread, view.Mentions) : default);
    }

    [SkippableFact]
    public async Task Unread_ReadOneIsDeleted_ChangesNothing()
    {
        var room = Room("group", Alice, Bob);
        var read = Message(room, Alice, "read");
        Append(room, 2, read, Message(room, Alice, "not read"));
        Commit(new SaveMark(ActorRefs.Nobody, room, Bob, 3, 3));

        Append(room, 4, Delete(room, Alice, read.Id));

        Assert.Equal(new UnreadCount(1, 0), await Store.UnreadAsync(room, Bob, Cancel));
    }

    [SkippableFact]
    public async Task Unread_OfSeveral_IsOneQuery()
    {
        var room = Room("group", Alice, Bob);
        Append(room, 2, Message(room, Alice, "@bob", mentions: [Bob]));
        var before = Meters["akkarealtime.store.queries"];

        var counts = await Store.UnreadAsync(room, [Alice, Bob, Carol], Cancel);

        Assert.Equal(1, Meters["akkarealtime.store.queries"] - before);
        Assert.Equal((2, default(UnreadCount), new UnreadCount(1, 1)), (counts.Count, counts[Alice].Count, counts[Bob].Count));
        Assert.Equal(((3L, 3L), (3L, 2L)), ((counts[Alice].UpTo, counts[Alice].Read), (counts[Bob].UpTo, counts[Bob].Read)));
    }

    [SkippableFact]
    public async Task Mark_OnlyEverMovesForwardAndNotPastTheHead()
    {
        var room = Room("group", Alice, Bob);
        Append(room, 2, Message(room, Alice, "1"), Message(room, Alice, "2", mentions: [Bob]), Message(room, Alice, "3", mentions: [Bob]));

        Commit(new SaveMark(ActorRefs.Nobody, room, Bob, 4, 5));
        Assert.Equal((4L, 5L), await Marks());
        Assert.Equal(new UnreadCount(1, 1), await Store.UnreadAsync(room, Bob, Cancel));

        Commit(new SaveMark(ActorRefs.Nobody, room, Bob, 3, 4));
        Assert.Equal((4L, 5L), await Marks());

        Commit(new SaveMark(ActorRefs.Nobody, room, Bob, 99, 0));
        Assert.Equal((5L, 5L), await Marks());
        Assert.Equal(default, await Store.UnreadAsync(room, Bob, Cancel));

        async Task<(long, long)> Marks()
        {
            var bob = (await Store.LoadRoomAsync(room, Cancel))!.Members.Single(m => m.User == Bob);
            return (bob.Read, bob.Delivered);
        }
    }

    [SkippableFact]
    public void Mark_OfNoMemberOrNoRoom_IsSavedAsNothing()
    {
        var room = Room("group", Alice);
        var stranger = new SaveMark(ActorRefs.Nobody, room, Bob, 1, 1);
        var nowhere = new SaveMark(ActorRefs.Nobody, RoomId.New(Noon), Bob, 1, 1);

        Assert.Equal([new Saved(stranger), new Saved(nowhere)], Commit(stranger, nowhere));
    }

    [SkippableFact]
    public async Task Directory_ForAUser_ListsChannelsByNameThatTheyAreNotIn()
    {
        Named("channel", "Zoo", "", Bob);
        Named("channel", "apples", "", Bob);
        Named("channel", "Mine", "", Alice);
        Named("group", "Closed", "", Bob);

        var found = await Store.DirectoryAsync(Alice, null, null, 10, Cancel);

        Assert.Equal(["apples", "Zoo"], found.Select(r => r.Name));
        Assert.All(found, r => Assert.Null(r.Role));
        Assert.All(found, r => Assert.Equal(1, r.Members));
    }

    [SkippableFact]
    public async Task Directory_Query_FindsPartsOfNameAndTopicInAnyCase()
    {
        Named("channel", "Ärzte", "Medizin", Bob);
        Named("channel", "Other", "about ÄPFEL", Bob);
        Named("channel", "Third", "", Bob);

        Assert.Equal(["Ärzte", "Other"], (await Store.DirectoryAsync(Alice, "ä", null, 10, Cancel)).Select(r => r.Name));
        Assert.Equal(["Ärzte"], (await Store.DirectoryAsync(Alice, "MEDI", null, 10, Cancel)).Select(r => r.Name));
        Assert.Empty(await Store.DirectoryAsync(Alice, "%", null, 10, Cancel));
    }

    [SkippableTheory]
    [InlineData("Zürich", "zurich")]
    [InlineData("Zurich", "ZÜRI")]
    [InlineData("Straße 7", "strasse")]
    [InlineData("Łódź Œuvre", "lodz oe")]
    [InlineData("ＡＢＣ", "abc")]
    [InlineData("ﾃｽﾄ", "テスト")]
    [InlineData("Ёлка", "елка")]
    [InlineData("ΑΘΉΝΑΣ", "αθήνας")]
    [InlineData("Diyarbakır", "DIYARBAKIR")]
    [InlineData("c++ (old)", "+ (")]
    public async Task Directory_AWayToWriteAName_FindsIt(string name, string query)
    {
        Named("channel", name, "", Bob);
        Named("channel", "Nothing", "", Bob);
        var renamed = Named("channel", "Once", "", Bob);
        Append(renamed, 1, new ChatUpdated(name, null, null) { Room = renamed, At = Noon, By = Bob });

        Assert.Equal([name, name], (await Store.DirectoryAsync(Alice, query, null, 10, Cancel)).Select(r => r.Name));
        Assert.Equal([name, name], (await Storage.ChatAdmin.RoomsAsync(query, null, 10, Cancel)).Select(r => r.Name));
    }

    [SkippableFact]
    public async Task Directory_Before_GoesOnAfterThatRoom()
    {
        var a = Named("channel", "a", "", Bob);
        Named("channel", "b", "", Bob);
        Named("channel", "c", "", Bob);

        Assert.Equal(["a", "b"], (await Store.DirectoryAsync(Alice, null, null, 2, Cancel)).Select(r => r.Name));
        Assert.Equal(["b", "c"], (await Store.DirectoryAsync(Alice, null, a.Value, 2, Cancel)).Select(r => r.Name));
    }

    [SkippableFact]
    public async Task SharingRoom_SomeOthers_AreThoseWithARoomInCommon()
    {
        Room("group", Alice, Bob);
        Room("group", Bob, Carol);

        Assert.Equal([Bob], await Store.SharingRoomAsync(Alice, [Bob, Carol, new UserId("nobody")], Cancel));
        Assert.Empty(await Store.SharingRoomAsync(Alice, [], Cancel));
    }

    [Fact]
    public async Task SharedRooms_OfTwo_AreGroupsAndChannelsThatBothAreIn()
    {
        var group = Room("group", Alice, Bob);
        var channel = Room("channel", Bob, Alice, Carol);
        Room("direct", Alice, Bob);
        Room("group", Bob, Carol);

        Assert.Equal(Ids(group, channel), Ids([.. await Store.SharedRoomsAsync(Alice, Bob, 9, Cancel)]));
        Assert.Single(await Store.SharedRoomsAsync(Alice, Bob, 1, Cancel));
        Assert.Empty(await Store.SharedRoomsAsync(Alice, new UserId("nobody"), 9, Cancel));
    }

    private static IEnumerable<string> Ids(params RoomId[] rooms) => rooms.Select(r => r.Value).Order(StringComparer.Ordinal);
}
