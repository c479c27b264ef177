using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Rules;

/// <summary>Who comes into a room after being asked, and how many may.</summary>
public sealed class ComeRulesTests
{
    private static readonly RoomLimits CarolIsFull = RoomLimits.None with { MaxRooms = 7, Full = new HashSet<UserId> { Carol } };
    private static readonly RoomLimits Two = RoomLimits.None with { MaxMembers = 2 };

    [Theory]
    [InlineData("group", "bob", null)]
    [InlineData("channel", "bob", null)]
    [InlineData("group", "dave", ErrorCode.NotFound)]
    [InlineData("direct", "bob", ErrorCode.NotFound)]
    internal void Come_IsBroughtInByWhoAsked_IfTheyAreStillThere(string kind, string by, ErrorCode? error)
    {
        var decision = RoomRules.Decide(Of(kind), Carol, new ChatComeRequest(Id, new UserId(by)), Noon);
        Assert.Equal(error, decision.Error?.Code);
        if (error is null)
            Assert.Equal((Carol, Bob), (Assert.IsType<ChatJoined>(Assert.Single(decision.Events)).User, decision.Events[0].By));
    }

    [Fact]
    public void Come_WhoIsThereAlready_ChangesNothing() =>
        Assert.Empty(RoomRules.Decide(Of("group"), Bob, new ChatComeRequest(Id, Alice), Noon).Events);

    [Fact]
    public void Limits_HoldForEveryWayIn()
    {
        var (group, channel) = (Of("group"), Of("channel"));
        foreach (var (room, by, request) in new (Room, UserId, IRoomRequest)[]
        {
            (group, Carol, new ChatComeRequest(Id, Bob)), (channel, Carol, new ChatJoinRequest(Id)), (group, Alice, new ChatInviteRequest(Id, [Carol])),
        })
        {
            foreach (var limits in new[] { CarolIsFull, Two })
                Assert.Equal(ErrorCode.Conflict, RoomRules.Decide(room, by, request, Noon, limits: limits).Error!.Code);
            Assert.Null(RoomRules.Decide(room, by, request, Noon, limits: RoomLimits.None).Error);
        }

        Assert.Equal("users", RoomRules.Decide(group, Alice, new ChatInviteRequest(Id, [Dave, Carol]), Noon, limits: CarolIsFull).Error!.Field);
    }
}
