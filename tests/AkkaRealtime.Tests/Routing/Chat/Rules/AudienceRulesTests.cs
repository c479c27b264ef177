using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Wire;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Rules;

public sealed class AudienceRulesTests
{
    private static readonly UserId All = new("all");

    [Fact]
    public void Send_ToAll_MentionsAllOthersOnce_AndSaysThatItDid()
    {
        var message = Sent(Room(), Alice, new ChatSendRequest(Id, "k1", "@all", Mentions: [Carol], Audience: "all"));

        Assert.Equal("all", message.Audience);
        Assert.Equal([Carol, All, Bob], message.Mentions!);
    }

    [Fact]
    public void Send_ToWhoIsHere_MentionsThoseMembersWhoWereFoundOnline()
    {
        var message = Sent(Room(), Alice, new ChatSendRequest(Id, "k1", "@here", Audience: "here") { Here = [Carol, Alice, Dave] });

        Assert.Equal(("here", Carol), (message.Audience, Assert.Single(message.Mentions!)));
    }

    [Fact]
    public void Send_ToWhoIsHere_MentionsNobodyWhereNobodyIs() =>
        Assert.Null(Sent(Room(), Alice, new ChatSendRequest(Id, "k1", "@here", Audience: "here") { Here = [] }).Mentions);

    [Fact]
    public void Send_ToAUserWhoseIdIsAll_MentionsThatUserAlone()
    {
        var message = Sent(Room(), Alice, new ChatSendRequest(Id, "k1", "@all", Mentions: [All]));

        Assert.Equal((null, All), (message.Audience, Assert.Single(message.Mentions!)));
    }

    [Theory]
    [InlineData("member", "bob", null)]
    [InlineData("admin", "bob", "Only owners and admins of this room may address all of it.")]
    [InlineData("admin", "carol", null)]
    [InlineData("owner", "carol", "Only owners of this room may address all of it.")]
    [InlineData("owner", "alice", null)]
    [InlineData("nobody", "alice", "On this server no message is addressed to a whole room.")]
    public void Send_ToAll_IsForTheRolesThatTheOperatorChose(string role, string by, string? refusal)
    {
        var error = Decide(Room(), new UserId(by), "all", new AudienceRules(role, 100)).Error;

        Assert.Equal(refusal is null ? null : $"{refusal} Name people in \"mentions\" instead.", error?.Message);
        Assert.Equal(refusal is null ? null : "audience", error?.Field);
        Assert.Equal(refusal is null ? null : ErrorCode.Forbidden, error?.Code);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("here")]
    public void Send_ToARoomOfMoreThanTheOperatorChose_IsRefusedWithBothNumbers(string audience)
    {
        Assert.Null(Decide(Room(), Alice, audience, new AudienceRules("member", 4)).Error);

        var error = Decide(Room(), Alice, audience, new AudienceRules("member", 3)).Error!;

        Assert.Equal((ErrorCode.Conflict, "audience"), (error.Code, error.Field));
        Assert.StartsWith("Only rooms of up to 3 members can be addressed as a whole; this one has 4.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Send_ToAllOfADirectRoom_IsRefused() =>
        Assert.Equal(ErrorCode.Forbidden, Decide(Of("direct"), Alice, "all", AudienceRules.Default).Error!.Code);

    [Fact]
    public void Send_ToAll_IsTheOperatorsAsAnOwners()
    {
        var limits = RoomLimits.None with { Audience = new AudienceRules("owner", 100) };

        var decision = AdminRules.Decide(Room(), WellKnownUsers.System, new ChatSendRequest(Id, "k1", "at noon", Audience: "all"), Noon, Facts(Message(MessageOfBob, Bob)), limits);

        Assert.Equal([Alice, All, Bob, Carol], Assert.IsType<ChatMessage>(Assert.Single(decision.Events)).Mentions!);
    }

    [Theory]
    [InlineData("everybody")]
    [InlineData("")]
    [InlineData("All")]
    public void Send_ToSomethingElse_IsABadRequest(string audience) =>
        Assert.Equal((ErrorCode.BadRequest, "audience"), new ChatSendRequest(Id, "k1", "hi", Audience: audience).Validate() is { } error ? (error.Code, error.Field) : default);

    [Fact]
    public void Send_ToAll_CostsMoreThanToThoseWhoAreNamed() =>
        Assert.Equal((1, 10), (CostOf(new ChatSendRequest(Id, "k1", "hi", Mentions: [Bob])), CostOf(new ChatSendRequest(Id, "k1", "hi", Audience: "all"))));

    [Theory]
    [InlineData("anybody", 100, "AudienceRole is 'anybody'")]
    [InlineData("", 100, "AudienceRole is ''")]
    [InlineData("member", 1, "AudienceMembers is 1")]
    [InlineData("member", 1_001, "AudienceMembers is 1001")]
    [InlineData("nobody", 1_000, null)]
    public void Options_ThatAreWrong_SayWhatToSet(string role, int members, string? fault)
    {
        var faults = new ChatOptions { AudienceRole = role, AudienceMembers = members }.Faults();

        if (fault is null)
            Assert.Empty(faults);
        else
            Assert.Contains(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    private static Room Room() => Of("group", (Carol, "admin"), (All, "member"));

    private static int CostOf(IRequest request) => request.Cost;

    private static ChatMessage Sent(Room room, UserId by, ChatSendRequest request) =>
        Assert.IsType<ChatMessage>(Assert.Single(RoomRules.Decide(room, by, request, Noon).Events));

    private static Decision Decide(Room room, UserId by, string audience, AudienceRules rules) => RoomRules.Decide(
        room, by, new ChatSendRequest(Id, "k1", "hi", Audience: audience), Noon, limits: RoomLimits.None with { Audience = rules });
}
