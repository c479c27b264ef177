using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Rules;

public sealed class RoomRulesTests
{
    // Who may do what: one line a kind and role, one column a request. "ok" has events, "-" changes nothing, everything else is the error.
    [Theory]
    [InlineData("direct", "member", "join:- leave:forbidden invite:forbidden remove:forbidden rename:forbidden promote:forbidden send:ok pin:ok delete:forbidden edit:forbidden react:ok")]
    [InlineData("direct", null, "join:not-found leave:not-found invite:not-found remove:not-found rename:not-found promote:not-found send:not-found pin:not-found delete:not-found edit:not-found react:not-found")]
    [InlineData("group", "owner", "join:- leave:ok invite:ok remove:ok rename:ok promote:ok send:ok pin:ok delete:ok edit:forbidden react:ok")]
    [InlineData("group", "admin", "join:- leave:ok invite:ok remove:ok rename:ok promote:ok send:ok pin:ok delete:ok edit:forbidden react:ok")]
    [InlineData("group", "member", "join:- leave:ok invite:ok remove:forbidden rename:forbidden promote:forbidden send:ok pin:ok delete:forbidden edit:forbidden react:ok")]
    [InlineData("group", null, "join:not-found leave:not-found invite:not-found remove:not-found rename:not-found promote:not-found send:not-found pin:not-found delete:not-found edit:not-found react:not-found")]
    [InlineData("channel", "owner", "join:- leave:ok invite:ok remove:ok rename:ok promote:ok send:ok pin:ok delete:ok edit:forbidden react:ok")]
    [InlineData("channel", "admin", "join:- leave:ok invite:ok remove:ok rename:ok promote:ok send:ok pin:ok delete:ok edit:forbidden react:ok")]
    [InlineData("channel", "member", "join:- leave:ok invite:ok remove:forbidden rename:forbidden promote:forbidden send:ok pin:forbidden delete:forbidden edit:forbidden react:ok")]
    [InlineData("channel", null, "join:ok leave:- invite:forbidden remove:forbidden rename:forbidden promote:forbidden send:forbidden pin:forbidden delete:forbidden edit:forbidden react:forbidden")]
    public void Decide_EveryKindRoleAndRequest_SaysWhatTheTableSays(string kind, string? role, string expected)
    {
        var room = kind == "direct" && role is not null
            ? Of(kind) with { Members = Of(kind).Members.Remove(Alice).Add(Carol, new Member(role, 1, 0, 0)) }
            : role is null ? Of(kind) : Of(kind, (Carol, role));
        var facts = Facts(Message(MessageOfBob, Bob));
        var requests = new Dictionary<string, IRoomRequest>
        {
            ["join"] = new ChatJoinRequest(Id),
            ["leave"] = new ChatLeaveRequest(Id),
            ["invite"] = new ChatInviteRequest(Id, [Dave]),
            ["remove"] = new ChatRemoveRequest(Id, [Bob]),
            ["rename"] = new ChatUpdateRequest(Id, "Other"),
            ["promote"] = new ChatUpdateRequest(Id, Roles: new Dictionary<UserId, string> { [Bob] = "admin" }),
            ["send"] = new ChatSendRequest(Id, "k1", "hi"),
            ["pin"] = new ChatPinRequest(Id, MessageOfBob, true),
            ["delete"] = new ChatDeleteRequest(Id, MessageOfBob),
            ["edit"] = new ChatEditRequest(Id, MessageOfBob, "changed"),
            ["react"] = new ChatReactRequest(Id, MessageOfBob, "👍", true),
        };

        var said = requests.Select(r => $"{r.Key}:{Said(RoomRules.Decide(room, Carol, r.Value, Noon, facts))}");

        Assert.Equal(expected, string.Join(' ', said));
    }

    [Fact]
    public void Create_NamedMembers_JoinBehindTheirCreatorAndOnlyOnce()
    {
        var (made, events) = MembershipRules.Create(Id, Alice, new ChatCreateRequest("group", " Team ", [Bob, Alice, Bob, Carol], "About"), Noon);

        Assert.Equal(new("group", "Team", "About", null), made);
        Assert.Equal([(Alice, "owner"), (Bob, "member"), (Carol, "member")], events.Cast<ChatJoined>().Select(e => (e.User, e.Role)));
        Assert.All(events, e => Assert.Equal(Alice, e.By));
    }

    [Theory]
    [InlineData("alice", "bob")]
    [InlineData("bob", "alice")]
    public void CreateDirect_WhoeverAsks_HasTheSamePair(string by, string other)
    {
        var (made, events) = MembershipRules.CreateDirect(Id, new(by), new(other), Noon);

        Assert.Equal("alice|bob", made.Pair);
        Assert.Equal([new UserId(by), new UserId(other)], events.Cast<ChatJoined>().Select(e => e.User));
    }

    [Fact]
    public void Leave_LastOwner_PassesOwnershipToTheAdminBeforeGoing()
    {
        var events = RoomRules.Decide(Of("group", (Carol, "admin")), Alice, new ChatLeaveRequest(Id), Noon).Events;

        var roles = Assert.IsType<ChatUpdated>(events[0]).Roles!;
        Assert.Equal([new(Carol, "owner")], roles);
        Assert.Equal(Alice, Assert.IsType<ChatLeft>(events[1]).User);
    }

    [Fact]
    public void Leave_LastOwnerAmongMembers_PassesOwnershipToTheLongestThere()
    {
        var events = RoomRules.Decide(Of("group", (Carol, "member")), Alice, new ChatLeaveRequest(Id), Noon).Events;

        Assert.Equal([new(Bob, "owner")], Assert.IsType<ChatUpdated>(events[0]).Roles!);
    }

    [Fact]
    public void Leave_OneOfTwoOwners_PassesNothing() =>
        Assert.IsType<ChatLeft>(Assert.Single(RoomRules.Decide(Of("group", (Carol, "owner")), Alice, new ChatLeaveRequest(Id), Noon).Events));

    [Fact]
    public void Leave_LastMember_LeavesAnEmptyRoom()
    {
        var room = Of("group") with { Members = Of("group").Members.Remove(Bob) };

        Assert.IsType<ChatLeft>(Assert.Single(RoomRules.Decide(room, Alice, new ChatLeaveRequest(Id), Noon).Events));
    }

    [Fact]
    public void Invite_WhoIsThereAlready_IsNotInvitedAgain()
    {
        var events = RoomRules.Decide(Of("group"), Alice, new ChatInviteRequest(Id, [Bob, Carol, Carol]), Noon).Events;

        Assert.Equal(Carol, Assert.IsType<ChatJoined>(Assert.Single(events)).User);
    }

    [Fact]
    public void Invite_AThousand_AllJoinInOneDecision()
    {
        var users = Enumerable.Range(0, 1_000).Select(i => new UserId($"u{i}")).ToList();

        Assert.Equal(1_000, RoomRules.Decide(Of("group"), Alice, new ChatInviteRequest(Id, users), Noon).Events.Count);
    }

    [Theory]
    [InlineData("admin", "owner", ErrorCode.Forbidden)]
    [InlineData("admin", "admin", ErrorCode.Forbidden)]
    [InlineData("admin", "member", null)]
    [InlineData("owner", "owner", null)]
    public void Remove_ByRank_OnlyThoseBelow(string role, string other, ErrorCode? expected)
    {
        var room = Of("group", (Carol, role), (Dave, other));

        Assert.Equal(expected, RoomRules.Decide(room, Carol, new ChatRemoveRequest(Id, [Dave]), Noon).Error?.Code);
    }

    [Fact]
    public void Remove_Oneself_IsALeave() =>
        Assert.Equal("users", RoomRules.Decide(Of("group"), Alice, new ChatRemoveRequest(Id, [Alice]), Noon).Error?.Field);

    [Fact]
    public void Remove_WhoIsNoMember_ChangesNothing() =>
        Assert.Equal("-", Said(RoomRules.Decide(Of("group"), Alice, new ChatRemoveRequest(Id, [Carol]), Noon)));

    [Fact]
    public void Update_OnlyWhatChanges_IsInTheEvent()
    {
        var request = new ChatUpdateRequest(Id, "Name", "New topic", new Dictionary<UserId, string> { [Alice] = "owner", [Bob] = "admin" });

        var e = Assert.IsType<ChatUpdated>(Assert.Single(RoomRules.Decide(Of("group"), Alice, request, Noon).Events));

        Assert.Null(e.Name);
        Assert.Equal("New topic", e.Topic);
        Assert.Equal([new(Bob, "admin")], e.Roles!);
    }

    [Theory]
    [InlineData("bob", "owner", ErrorCode.Forbidden)]
    [InlineData("alice", "member", ErrorCode.Forbidden)]
    [InlineData("dave", "admin", ErrorCode.BadRequest)]
    [InlineData("bob", "admin", null)]
    public void Update_RolesByAnAdmin_NotThoseOfOwners(string user, string role, ErrorCode? expected)
    {
        var request = new ChatUpdateRequest(Id, Roles: new Dictionary<UserId, string> { [new(user)] = role });

        Assert.Equal(expected, RoomRules.Decide(Of("group", (Carol, "admin")), Carol, request, Noon).Error?.Code);
    }

    [Fact]
    public void Update_LastOwnerSteppingDown_NeedsAnotherInTheSameRequest()
    {
        var alone = new ChatUpdateRequest(Id, Roles: new Dictionary<UserId, string> { [Alice] = "member" });
        var passing = new ChatUpdateRequest(Id, Roles: new Dictionary<UserId, string> { [Alice] = "member", [Bob] = "owner" });

        Assert.Equal(ErrorCode.Conflict, RoomRules.Decide(Of("group"), Alice, alone, Noon).Error?.Code);
        Assert.Null(RoomRules.Decide(Of("group"), Alice, passing, Noon).Error);
    }

    private static string Said(Decision decision) => decision switch
    {
        { Error.Code: var code } => code.ToWire(),
        { Events.Count: 0 } => "-",
        _ => "ok",
    };
}
