using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Rules;

public sealed class BanRulesTests
{
    private static readonly DateTimeOffset Tomorrow = Noon.AddDays(1);

    [Fact]
    public void Ban_AMember_RemovesThemInTheSameDecision_AndTheLogDoesNotSayWhy()
    {
        var events = RoomRules.Decide(Of("group"), Alice, new ChatBanRequest(Id, [Bob], "  was rude ", Tomorrow), Noon).Events;

        Assert.Equal(Bob, Assert.IsType<ChatLeft>(events[0]).User);
        var banned = Assert.IsType<ChatBanned>(events[1]);
        Assert.Equal((Bob, true, Tomorrow, "was rude"), (banned.User, banned.On, banned.Until!.Value, banned.Reason));
        Assert.DoesNotContain("rude", banned.Encode().ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("admin", "owner", ErrorCode.Forbidden)]
    [InlineData("admin", "admin", ErrorCode.Forbidden)]
    [InlineData("admin", "member", null)]
    [InlineData("owner", "owner", null)]
    [InlineData("member", "member", ErrorCode.Forbidden)]
    public void Ban_ByRank_OnlyThoseBelow(string role, string other, ErrorCode? expected) =>
        Assert.Equal(expected, RoomRules.Decide(Of("channel", (Carol, role), (Dave, other)), Carol, new ChatBanRequest(Id, [Dave]), Noon).Error?.Code);

    [Fact]
    public void Ban_Oneself_OrInADirectRoom_OrUntilThen_IsRefused()
    {
        Assert.Equal(ErrorCode.BadRequest, RoomRules.Decide(Of("group"), Alice, new ChatBanRequest(Id, [Alice]), Noon).Error!.Code);
        Assert.Equal(ErrorCode.Forbidden, RoomRules.Decide(Of("direct"), Alice, new ChatBanRequest(Id, [Bob]), Noon).Error!.Code);
        Assert.Equal("until", RoomRules.Decide(Of("group"), Alice, new ChatBanRequest(Id, [Bob], Until: Noon), Noon).Error!.Field);
    }

    [Fact]
    public void Ban_WhatStandsAlready_ChangesNothing()
    {
        var room = Banned(Of("channel"), new ChatBanRequest(Id, [Carol], "spam", Tomorrow));

        Assert.Empty(RoomRules.Decide(room, Alice, new ChatBanRequest(Id, [Carol], "spam", Tomorrow), Noon).Events);
        Assert.Single(RoomRules.Decide(room, Alice, new ChatBanRequest(Id, [Carol], "spam"), Noon).Events);
    }

    [Fact]
    public void Enter_WhoIsBanned_IsToldWhyAndUntilWhen_ByEveryWay()
    {
        var channel = Banned(Of("channel"), new ChatBanRequest(Id, [Carol], "spam", Tomorrow));
        var group = Banned(Of("group"), new ChatBanRequest(Id, [Carol], "spam"));

        foreach (var error in (RequestError?[])[
            RoomRules.Decide(channel, Carol, new ChatJoinRequest(Id), Noon).Error,
            RoomRules.Decide(channel, Carol, new ChatSendRequest(Id, "k", "hi"), Noon).Error])
        {
            Assert.Equal((ErrorCode.Forbidden, "spam", Tomorrow), (error!.Code, error.Reason, error.Until));
        }

        Assert.Equal((ErrorCode.Forbidden, "spam"), RoomRules.Decide(group, Carol, new ChatComeRequest(Id, Alice), Noon).Error is { } refused ? (refused.Code, refused.Reason) : default);
        Assert.Equal(ErrorCode.NotFound, RoomRules.Decide(group, Carol, new ChatJoinRequest(Id), Noon).Error!.Code);
        Assert.Equal((ErrorCode.Conflict, "users"), RoomRules.Decide(group, Bob, new ChatInviteRequest(Id, [Dave, Carol]), Noon).Error is { } error2 ? (error2.Code, error2.Field) : default);
        Assert.Equal(ErrorCode.Conflict, AdminRules.Decide(group, WellKnownUsers.System, new ChatInviteRequest(Id, [Carol]), Noon, NoMessages).Error!.Code);
    }

    [Fact]
    public void Enter_OnceTheBanIsOver_OrLifted_IsAsBefore()
    {
        var room = Banned(Of("channel"), new ChatBanRequest(Id, [Carol], "spam", Tomorrow));

        Assert.IsType<ChatJoined>(Assert.Single(RoomRules.Decide(room, Carol, new ChatJoinRequest(Id), Tomorrow).Events));
        var lifted = RoomRules.Decide(room, Alice, new ChatUnbanRequest(Id, [Carol, Dave]), Noon).Events;
        Assert.False(Assert.IsType<ChatBanned>(Assert.Single(lifted)).On);
        Assert.IsType<ChatJoined>(Assert.Single(RoomRules.Decide(room.Apply(lifted), Carol, new ChatJoinRequest(Id), Noon).Events));
        Assert.Equal(ErrorCode.Forbidden, RoomRules.Decide(room, Bob, new ChatUnbanRequest(Id, [Carol]), Noon).Error!.Code);
    }

    [Fact]
    public void Ban_TheLastOwner_ByTheOperator_PassesOwnershipOn()
    {
        var events = AdminRules.Decide(Of("group"), WellKnownUsers.System, new ChatBanRequest(Id, [Alice], "fraud"), Noon, NoMessages).Events;

        Assert.Equal(["chat.updated", "chat.left", "chat.banned"], events.Select(e => e.Type));
        Assert.Equal([new(Bob, "owner")], Assert.IsType<ChatUpdated>(events[0]).Roles!);
    }

    [Fact]
    public void Erase_WhoIsBanned_KeepsTheBanWithoutItsReason()
    {
        var room = Banned(Of("group"), new ChatBanRequest(Id, [Carol], "spam", Tomorrow));

        var erased = AdminRules.Erase(room, Carol, said: false, Noon).Events;

        Assert.Equal(new RoomBan(Tomorrow), room.Apply(erased).BanOf(Carol, Noon));
    }

    [Fact]
    public void Ban_MoreThanARoomCanHave_IsRefused()
    {
        var room = Of("channel");
        room = room with { Bans = room.Bans.AddRange(Enumerable.Range(0, ChatLimits.MaxBans).Select(i => KeyValuePair.Create(new UserId($"u{i}"), new RoomBan()))) };

        Assert.Equal(ErrorCode.Conflict, RoomRules.Decide(room, Alice, new ChatBanRequest(Id, [Carol]), Noon).Error!.Code);
        Assert.Null(RoomRules.Decide(room, Alice, new ChatBanRequest(Id, [new UserId("u7")], "more of it"), Noon).Error);
    }

    private static IReadOnlyDictionary<MessageId, MessageFacts> NoMessages { get; } = new Dictionary<MessageId, MessageFacts>();

    private static Room Banned(Room room, ChatBanRequest request) => room.Apply(RoomRules.Decide(room, Alice, request, Noon).Events);
}
