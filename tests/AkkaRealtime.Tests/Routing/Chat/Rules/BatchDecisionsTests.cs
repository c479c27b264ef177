using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Rules;

public sealed class BatchDecisionsTests
{
    [Fact]
    public void Decide_MemberRemovedBefore_MayNotWriteAnyMore()
    {
        var batch = Begin();
        Assert.Null(batch.Decide(Request(Alice, new ChatRemoveRequest(Id, [Bob]))).Error);

        Assert.Equal(ErrorCode.NotFound, batch.Decide(Request(Bob, new ChatSendRequest(Id, "k1", "hi"))).Error?.Code);
        Assert.IsType<ChatLeft>(Assert.Single(batch.Events));
    }

    [Fact]
    public void Decide_KeyOfTheSameBatch_SharesItsEvent()
    {
        var batch = Begin();
        batch.Decide(Request(Alice, new ChatSendRequest(Id, "other", "hi")));

        var first = batch.Decide(Request(Alice, new ChatSendRequest(Id, "k1", "hi")));
        var second = batch.Decide(Request(Alice, new ChatSendRequest(Id, "k1", "hi")));

        Assert.Equal((1, 1, false), (first.From, first.Count, first.Repeated));
        Assert.Equal((1, 1, true), (second.From, second.Count, second.Repeated));
        Assert.Equal(2, batch.Events.Count);
    }

    [Fact]
    public void Decide_KeyOfAnotherSender_IsAnotherMessage()
    {
        var batch = Begin();
        batch.Decide(Request(Alice, new ChatSendRequest(Id, "k1", "hi")));

        Assert.False(batch.Decide(Request(Bob, new ChatSendRequest(Id, "k1", "hi"))).Repeated);
    }

    [Fact]
    public void Decide_RoomMadeInTheSameBatch_TakesItsFirstMessage()
    {
        var batch = new BatchDecisions(null, 0, Noon, BatchFacts.None);
        Assert.Null(batch.Decide(new CreateRoom(Id, Caller(Alice), "1", new ChatCreateRequest("group", "Team", [Bob]))).Error);

        Assert.Null(batch.Decide(Request(Bob, new ChatSendRequest(Id, "k1", "hi"))).Error);
        Assert.Equal("Team", batch.Create?.Name);
        Assert.Equal(["chat.joined", "chat.joined", "chat.message"], batch.Events.Select(e => e.Type));
    }

    [Fact]
    public void Decide_NoRoom_IsNotFound()
    {
        var batch = new BatchDecisions(null, 0, Noon, BatchFacts.None);

        Assert.Equal(ErrorCode.NotFound, batch.Decide(Request(Alice, new ChatJoinRequest(Id))).Error?.Code);
    }

    [Fact]
    public void Decide_CallToldTwice_IsRecordedOnce()
    {
        var batch = Begin();
        var call = new RecordCall(Id, Alice, new("c1"), "ended", 1_000, "audio");

        Assert.Equal(1, batch.Decide(call).Count);
        Assert.Equal(0, batch.Decide(call).Count);
    }

    [Fact]
    public void Decide_CallThatStandsInTheLog_IsNotRecordedAgain()
    {
        var batch = new BatchDecisions(Of("group"), 2, Noon, BatchFacts.None with { Recorded = new HashSet<CallId> { new("c1") } });

        Assert.Equal(0, batch.Decide(new RecordCall(Id, Alice, new("c1"), "ended", 1_000, "audio")).Count);
    }

    [Fact]
    public void Decide_MessageDeletedBefore_CannotBeEdited()
    {
        var batch = new BatchDecisions(Of("group"), 3, Noon, BatchFacts.None with { Messages = Facts(Message(MessageOfBob, Bob)) });
        Assert.Null(batch.Decide(Request(Bob, new ChatDeleteRequest(Id, MessageOfBob))).Error);

        Assert.Equal(ErrorCode.Conflict, batch.Decide(Request(Bob, new ChatEditRequest(Id, MessageOfBob, "new"))).Error?.Code);
    }

    private static BatchDecisions Begin() => new(Of("group"), 2, Noon, BatchFacts.None);

    private static RoomRequest Request(UserId user, IRoomRequest body) => new(Id, Caller(user), "1", body);
}
