using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Rules;

public sealed class PostingRulesTests
{
    [Theory]
    [InlineData("member", "owner:ok admin:ok member:ok")]
    [InlineData("admin", "owner:ok admin:ok member:forbidden")]
    [InlineData("owner", "owner:ok admin:forbidden member:forbidden")]
    public void Send_ByRole_IsForThoseWhomTheRoomIsFor(string least, string expected)
    {
        var room = With(new ChatUpdateRequest(Id, PostRole: least));

        var said = new[] { ("owner", Alice), ("admin", Dave), ("member", Bob) }.Select(u => $"{u.Item1}:{Said(room, u.Item2, new ChatSendRequest(Id, "k", "hi"))}");

        Assert.Equal(expected, string.Join(' ', said));
    }

    [Fact]
    public void ReadOnly_StillReactsAndDeletesOwn_ButDoesNotEdit()
    {
        var room = With(new ChatUpdateRequest(Id, PostRole: "admin"));

        Assert.Equal("ok", Said(room, Bob, new ChatReactRequest(Id, MessageOfBob, "👍", true)));
        Assert.Equal("ok", Said(room, Bob, new ChatDeleteRequest(Id, MessageOfBob)));
        Assert.Equal("forbidden", Said(room, Bob, new ChatEditRequest(Id, MessageOfBob, "changed")));
    }

    [Theory]
    [InlineData(true, "owner:ok admin:ok member:forbidden host:ok")]
    [InlineData(false, "owner:ok admin:ok member:ok host:ok")]
    public void ReadOnly_EventsOfOtherDomains_AreMessagesWhereTheyCountAsUnread_AndReactionsElse(bool unread, string expected)
    {
        var room = With(new ChatUpdateRequest(Id, PostRole: "admin"));

        var said = new[] { ("owner", Alice, true), ("admin", Dave, true), ("member", Bob, true), ("host", Bob, false) }
            .Select(u => $"{u.Item1}:{Outcome(RoomRules.Append(room, Opened(u.Item2, unread, u.Item3), Noon))}");

        Assert.Equal(expected, string.Join(' ', said));
    }

    [Fact]
    public void SlowMode_AMember_WaitsAndIsToldHowLong_AdminsDoNot()
    {
        var room = With(new ChatUpdateRequest(Id, SlowModeSeconds: 30));
        foreach (var user in new[] { Alice, Bob, Dave })
            room = room.Apply(RoomRules.Decide(room, user, new ChatSendRequest(Id, "k1", "hi"), Noon).Events);

        var error = RoomRules.Decide(room, Bob, new ChatSendRequest(Id, "k2", "hi"), Noon.AddSeconds(10)).Error!;
        Assert.Equal((ErrorCode.RateLimited, 20_000), (error.Code, error.RetryAfterMs));
        Assert.Null(RoomRules.Decide(room, Bob, new ChatSendRequest(Id, "k2", "hi"), Noon.AddSeconds(30)).Error);
        Assert.Null(RoomRules.Decide(room, Alice, new ChatSendRequest(Id, "k2", "hi"), Noon).Error);
        Assert.Null(RoomRules.Decide(room, Dave, new ChatSendRequest(Id, "k2", "hi"), Noon).Error);
        Assert.Null(AdminRules.Decide(room, Bob, new ChatSendRequest(Id, "k2", "hi"), Noon, Facts(Message(MessageOfBob, Bob))).Error);
    }

    [Fact]
    public void SlowMode_TheSameKeyAgain_IsLeftToTheJournal_AndOffIsOff()
    {
        var room = With(new ChatUpdateRequest(Id, SlowModeSeconds: 30));
        room = room.Apply(RoomRules.Decide(room, Bob, new ChatSendRequest(Id, "k1", "hi"), Noon).Events);

        Assert.Null(RoomRules.Decide(room, Bob, new ChatSendRequest(Id, "k1", "hi"), Noon).Error);
        room = room.Apply(RoomRules.Decide(room, Alice, new ChatUpdateRequest(Id, SlowModeSeconds: 0), Noon).Events);
        Assert.Null(RoomRules.Decide(room, Bob, new ChatSendRequest(Id, "k2", "hi"), Noon).Error);
    }

    [Fact]
    public void SlowMode_TwoMessagesOfOneBatch_AreTwo()
    {
        var decisions = new BatchDecisions(With(new ChatUpdateRequest(Id, SlowModeSeconds: 30)), 5, Noon, BatchFacts.None);

        Assert.Null(decisions.Decide(new RoomRequest(Id, Caller(Bob), null, new ChatSendRequest(Id, "k1", "hi"))).Error);
        Assert.Equal(ErrorCode.RateLimited, decisions.Decide(new RoomRequest(Id, Caller(Bob), null, new ChatSendRequest(Id, "k2", "hi"))).Error!.Code);
    }

    [Fact]
    public void Update_OfWhoWrites_IsForAdmins_AndOfWhatStandsChangesNothing()
    {
        Assert.Equal("forbidden", Said(Of("group"), Bob, new ChatUpdateRequest(Id, PostRole: "admin")));
        Assert.Equal("forbidden", Said(Of("direct"), Bob, new ChatUpdateRequest(Id, SlowModeSeconds: 5)));
        Assert.Empty(RoomRules.Decide(Of("group"), Alice, new ChatUpdateRequest(Id, SlowModeSeconds: 0, PostRole: "member"), Noon).Events);
        Assert.Equal("slowModeSeconds", new ChatUpdateRequest(new RoomId(new string('a', 32)), SlowModeSeconds: 21_601).Validate()!.Field);
        Assert.Equal("postRole", new ChatUpdateRequest(new RoomId(new string('a', 32)), PostRole: "guest").Validate()!.Field);
    }

    private static Room With(ChatUpdateRequest change)
    {
        var room = Of("channel", (Dave, "admin"));
        return room.Apply(RoomRules.Decide(room, Alice, change, Noon).Events);
    }

    private static string Said(Room room, UserId user, IRoomRequest request) => Outcome(RoomRules.Decide(room, user, request, Noon, Facts(Message(MessageOfBob, Bob))));

    private static string Outcome(Decision decision) => decision.Error?.Code.ToWire() ?? "ok";

    private static AppendDomainEvent Opened(UserId by, bool unread, bool membersOnly) => new(Id, by, "poll.opened", new EncodedJson("{}"u8.ToArray()), null, unread, membersOnly);
}
