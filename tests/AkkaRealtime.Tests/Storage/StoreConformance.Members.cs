using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    [SkippableFact]
    public async Task Members_OfARoom_HaveNamesRolesAndMarks()
    {
        var room = Room("group", Alice, Bob);
        Name(Alice, "Alice Åkesson");
        Append(room, 2, Message(room, Alice, "hello"));
        Commit(new SaveMark(ActorRefs.Nobody, room, Bob, 2, 3));

        var page = await Store.MembersAsync(room, null, null, null, 10, Cancel);

        Assert.NotNull(page);
        Assert.Equal((2, false), (page.Total, page.More));
        Assert.Equal(
            [new MemberView(Alice, "Alice Åkesson", "owner", 3, 3), new MemberView(Bob, "bob", "member", 2, 3)],
            page.Members);
    }

    [SkippableFact]
    public async Task Members_After_GoOnInTheOrderOfIds()
    {
        var room = Room("channel", new UserId("b"), new UserId("C"), new UserId("a"), new UserId("d"), new UserId("A"));

        var first = await Store.MembersAsync(room, null, null, null, 3, Cancel);
        var rest = await Store.MembersAsync(room, first!.Members[^1].User, null, null, 3, Cancel);

        Assert.Equal(("A C a", 5, true), (Ids(first), first.Total, first.More));
        Assert.Equal(("b d", 5, false), (Ids(rest), rest!.Total, rest.More));
        Assert.Empty((await Store.MembersAsync(room, new UserId("z"), null, null, 3, Cancel))!.Members);
    }

    [SkippableFact]
    public async Task Members_Query_FindsPartsOfNamesAndIdsInAnyCase()
    {
        var room = Room("group", Alice, Bob, Carol);
        Name(Bob, "Robert Smith");

        Assert.Equal("bob", Ids(await Store.MembersAsync(room, null, "SMI", null, 10, Cancel)));
        Assert.Equal("bob", Ids(await Store.MembersAsync(room, null, "bo", null, 10, Cancel)));
        Assert.Equal("alice carol", Ids(await Store.MembersAsync(room, null, " l ", null, 10, Cancel)));
        Assert.Empty(Ids(await Store.MembersAsync(room, null, "%", null, 10, Cancel)));
        var page = await Store.MembersAsync(room, null, "l", null, 1, Cancel);
        Assert.Equal(("alice", 3, true), (Ids(page), page!.Total, page.More));
    }

    [SkippableTheory]
    [InlineData("Jürgen Groß", "jurgen gross")]
    [InlineData("Jurgen", "JÜRGEN")]
    [InlineData("Łukasz", "lukasz")]
    [InlineData("ＢＯＢ", "bob")]
    [InlineData("Алёна", "АЛЕНА")]
    [InlineData("שָׁלוֹם", "שלום")]
    public async Task Members_AWayToWriteAName_FindsIt(string name, string query)
    {
        var user = new UserId("u1");
        var room = Room("group", Alice, user);
        Name(user, name);

        Assert.Equal("u1", Ids(await Store.MembersAsync(room, null, query, null, 10, Cancel)));
        Assert.Equal("u1", Ids(await Store.MembersAsync(room, null, query, [Alice, user], 10, Cancel)));
        Assert.Equal(name, Assert.Single(await Users.UsersAsync(query, null, 10, Cancel)).Name);
    }

    [SkippableFact]
    public async Task Members_QueryInALargeRoom_LooksThroughAllOfIt()
    {
        UserId[] users = [.. Enumerable.Range(0, 4_100).Select(i => new UserId($"u{i:d5}"))];
        var room = Room("channel", users);
        foreach (var i in (int[])[0, 1_999, 2_000, 4_099])
            Name(users[i], $"Élise {i}");

        var first = await Store.MembersAsync(room, null, "elise", null, 3, Cancel);
        var rest = await Store.MembersAsync(room, first!.Members[^1].User, "elise", null, 3, Cancel);

        Assert.Equal(("u00000 u01999 u02000", 4_100, true), (Ids(first), first.Total, first.More));
        Assert.Equal(("u04099", false), (Ids(rest), rest!.More));
        Assert.Equal(4, (await Users.UsersAsync("ELISE", null, 10, Cancel)).Count);
        Assert.Equal(4, (await Users.FindUsersAsync("ELISE", null, 10, 10_000, Cancel)).Users.Count);
    }

    [SkippableFact]
    public async Task FindUsers_LooksAtNoMoreThanItMay_AndSaysWhereToGoOn()
    {
        foreach (var i in Enumerable.Range(0, 10))
            Name(new UserId($"u{i}"), $"Élise {i}");

        async Task<(string Users, int Looked, UserId? Next)> Find(string query, string? after, int limit, int rows)
        {
            var found = await Users.FindUsersAsync(query, after is null ? null : new UserId(after), limit, rows, Cancel);
            return (string.Join(' ', found.Users.Select(u => u.User)), found.Looked, found.Next);
        }

        Assert.Equal(("", 4, new UserId("u3")), await Find("nobody", null, 10, 4));
        Assert.Equal(("", 6, null), await Find("nobody", "u3", 10, 1_000));
        Assert.Equal(("u2 u3", 2, new UserId("u3")), await Find("elise", "u1", 2, 1_000));
        Assert.Equal(("u7", 8, new UserId("u7")), await Find("elise 7", null, 1, 1_000));
    }

    [SkippableFact]
    public async Task Members_Users_AreThoseOfThemThatAreMembers()
    {
        var room = Room("group", Alice, Bob, Carol);

        Assert.Equal("alice carol", Ids(await Store.MembersAsync(room, null, null, [Carol, new UserId("nobody"), Alice, Carol], 10, Cancel)));
        Assert.Equal("carol", Ids(await Store.MembersAsync(room, Alice, null, [Carol, Alice], 10, Cancel)));
        Assert.Empty(Ids(await Store.MembersAsync(room, null, null, [], 10, Cancel)));
        Assert.Null(await Store.MembersAsync(new RoomId("nowhere"), null, null, null, 10, Cancel));
    }

    [SkippableFact]
    public async Task Known_AreThoseWhoEverConnected()
    {
        Room("group", Alice, Bob, Carol);
        Name(Bob, "Robert");
        Name(Carol, "");

        Assert.Equal(["bob", "carol"], (await Users.KnownAsync([Carol, Alice, Bob, new UserId("nobody")], Cancel)).Select(u => u.Value).Order());
        Assert.Empty(await Users.KnownAsync([], Cancel));
    }

    [SkippableFact]
    public async Task Settings_AreTheMembersOwn_PutTogetherByTheStore_AndGoWithThem()
    {
        var room = Room("group", Alice, Bob);
        var other = Room("group", Alice);
        Commit(Set(room, Alice, notify: "mentions", hidden: 2), Set(room, Alice, favourite: true), Set(room, Bob, unread: true), Set(room, Carol, favourite: true));
        Commit(Set(other, Alice, favourite: true), Set(other, Alice, favourite: false));

        Assert.Equal(new RoomSettings(2, "mentions", Favourite: true, Hidden: 2), (await Store.SettingsAsync(Alice, room, Cancel))[room]);
        var all = await Store.SettingsAsync(Alice, null, Cancel);
        Assert.Equal((2, new RoomSettings(2)), (all.Count, all[other]));
        Assert.Equal(new RoomSettings(1, Unread: true), (await Store.SettingsAsync(Bob, null, Cancel))[room]);
        Assert.Empty(await Store.SettingsAsync(Carol, null, Cancel));

        Commit(Set(room, Alice, notify: "all", hidden: 0));
        Assert.Equal(new RoomSettings(3, "all", Favourite: true), (await Store.SettingsAsync(Alice, room, Cancel))[room]);
        Append(room, 2, Left(room, Alice));
        Assert.Equal([other], (await Store.SettingsAsync(Alice, null, Cancel)).Keys);
    }

    private static SaveRoomSettings Set(RoomId room, UserId user, string? notify = null, bool? favourite = null, long? hidden = null, bool? unread = null) =>
        new(ActorRefs.Nobody, room, user, notify, favourite, hidden, unread);

    private void Name(UserId user, string name) => Commit(new SaveUser(ActorRefs.Nobody, user, name, null, ReadOnlyMemory<byte>.Empty));

    private static string Ids(MemberPage? page) => string.Join(' ', page!.Members.Select(member => member.User.Value));
}
