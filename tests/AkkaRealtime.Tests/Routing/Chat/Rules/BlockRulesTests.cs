using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Rules;

public sealed class BlockRulesTests
{
    private static readonly Room Blocked = Of("direct") with { Blockers = [Bob] };

    [Fact]
    public void WhoIsBlocked_IsToldThatTheOtherCantBeReached_AndNotWhy()
    {
        var refused = Refusal(Alice, new ChatSendRequest(Id, "k", "hello"));
        Assert.Equal((ErrorCode.Forbidden, "This person can't be reached."), (refused!.Code, refused.Message));
    }

    [Fact]
    public void WhoHasBlocked_IsToldWhatToDo() =>
        Assert.Contains("Unblock them", Refusal(Bob, new ChatSendRequest(Id, "k", "hello"))!.Message, StringComparison.Ordinal);

    [Fact]
    public void NothingIsSaidByEditsReactionsAndPinsEither()
    {
        Assert.NotNull(Refusal(Alice, new ChatEditRequest(Id, MessageOfBob, "hello")));
        Assert.NotNull(Refusal(Alice, new ChatReactRequest(Id, MessageOfBob, "👍", true)));
        Assert.NotNull(Refusal(Alice, new ChatPinRequest(Id, MessageOfBob, true)));
    }

    [Fact]
    public void AnAuthorMayStillDelete()
    {
        var facts = Facts(Message(MessageOfBob, Bob));
        Assert.IsType<ChatDeleted>(Assert.Single(RoomRules.Decide(Blocked, Bob, new ChatDeleteRequest(Id, MessageOfBob), Noon, facts).Events));
    }

    [Fact]
    public void ACallThatNobodyTookIsNoNewsBetweenThem()
    {
        var facts = BatchFacts.None;
        var record = new AkkaRealtime.Routing.Chat.Commands.RecordCall(Id, Alice, CallId.New(Id, Noon), "timeout", 0, "audio");
        Assert.Equal(0, new BatchDecisions(Blocked, 2, Noon, facts).Decide(record).Count);
        Assert.Equal(1, new BatchDecisions(Of("direct"), 2, Noon, facts).Decide(record).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NothingOfOtherDomainsIsSaidEither_ButByTheHostItself(bool unread)
    {
        var append = new AkkaRealtime.Routing.Chat.Commands.AppendDomainEvent(Id, Alice, "poll.opened", new EncodedJson("{}"u8.ToArray()), null, unread, MembersOnly: true);
        Assert.Equal("This person can't be reached.", RoomRules.Append(Blocked, append, Noon).Error?.Message);
        Assert.Contains("Unblock them", RoomRules.Append(Blocked, append with { By = Bob }, Noon).Error!.Message, StringComparison.Ordinal);
        Assert.Null(RoomRules.Append(Of("direct"), append, Noon).Error);
        Assert.Null(RoomRules.Append(Blocked, append with { MembersOnly = false }, Noon).Error);
    }

    private static RequestError? Refusal(UserId by, IRoomRequest request) => RoomRules.Decide(Blocked, by, request, Noon, Facts(Message(MessageOfBob, by))).Error;
}
