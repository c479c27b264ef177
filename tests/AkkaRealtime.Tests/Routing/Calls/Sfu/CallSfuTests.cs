using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Routing.Calls.Sfu;

namespace AkkaRealtime.Tests.Routing.Calls.Sfu;

public sealed class CallSfuTests
{
    private static readonly SfuPlace Place = new("ws://janus", "secret", "1", 6, 500_000, true);

    [Fact]
    public void Accept_Fifth_NeedsAMediaServer()
    {
        var fifth = Four().Accept(User(4), "", CallData.At(5));
        Assert.True(fifth.NeedsSfu);
        Assert.Equal(ErrorCode.Conflict, fifth.Error?.Code);
        Assert.Contains("full at 4", fifth.Error?.Message, StringComparison.Ordinal);
        Assert.Contains("AkkaRealtime:Calls:Janus", fifth.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GoBySfu_TellsEverybodyAndLetsMoreIn()
    {
        var moved = Four().GoBySfu(Place);
        Assert.Equal(["user0-laptop,user1-laptop,user2-laptop,user3-laptop: call.mode"], moved.Sent());
        Assert.Equal(("sfu", new SfuView("1", 500_000, true)), (moved.Call.View().Mode, moved.Call.View().Sfu));
        Assert.Null(moved.Call.Accept(User(4), "", CallData.At(5)).Error);
    }

    [Fact]
    public void GoBySfu_SameSession_SaysNothing() => Assert.Empty(BySfu().GoBySfu(Place).Effects);

    [Fact]
    public void GoBySfu_NewSession_IsToldAgain() => Assert.NotEmpty(BySfu().GoBySfu(Place with { Session = "2" }).Sent());

    [Fact]
    public void Accept_MoreThanTheMediaServerTakes_IsFull()
    {
        var six = BySfu().Accept(User(4), "", CallData.At(5)).Call.Accept(User(5), "", CallData.At(6)).Call;
        var seventh = six.Accept(User(6), "", CallData.At(7));
        Assert.False(seventh.NeedsSfu);
        Assert.Contains("full: 6", seventh.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invite_WithAMediaServer_RingsAFifth()
    {
        var rules = CallData.Rules with { MostInSfu = 16 };
        var five = Four().Decline(User(4), null, CallData.At(5)).Call;
        Assert.Null(five.Invite(User(0), [User(4).User], rules, CallData.At(6)).Error);
        Assert.Equal(ErrorCode.Conflict, five.Invite(User(0), [User(4).User], CallData.Rules, CallData.At(6)).Error?.Code);
    }

    [Fact]
    public void CheckSignal_ToAParticipant_OnlyBetweenThoseWhoSentToEachOtherBefore()
    {
        var five = BySfu().Accept(User(4), "", CallData.At(5)).Call;
        Assert.Null(five.CheckSignal(User(0), "user1/laptop", out _));
        var refused = five.CheckSignal(User(4), "user1/laptop", out _);
        Assert.Equal(ErrorCode.Conflict, refused?.Code);
        Assert.Contains("#sfu/publish", refused?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckSfuSignal_InMesh_SaysSo()
    {
        var refused = Four().CheckSfuSignal(User(0));
        Assert.Equal(ErrorCode.Conflict, refused?.Code);
        Assert.Contains("mesh", refused?.Message, StringComparison.Ordinal);
        Assert.Null(BySfu().CheckSfuSignal(User(0)));
        Assert.Equal(ErrorCode.Forbidden, BySfu().CheckSfuSignal(User(4))?.Code);
    }

    [Fact]
    public void Leave_And_End_AreTheMediaServersToo()
    {
        var left = BySfu().Leave(User(1), CallData.At(6));
        Assert.Contains(new LeaveSfu("user1/laptop", Place), left.Effects);
        Assert.Contains(new CloseSfu(Place), left.Call.EndForAll(User(0), CallData.At(7)).Effects);
    }

    [Fact]
    public void StoredCall_KeepsItsPlace() =>
        Assert.Equal(Place, StoredCalls.Decode(StoredCalls.Encode(BySfu(), CallData.At(9)))?.Call.Sfu);

    private static Caller User(int n) => CallData.Person($"user{n}");

    private static Call Four()
    {
        var call = CallData.Begin("group", [.. Enumerable.Range(0, 8).Select(User)]).Call;
        for (var n = 1; n < 4; n++)
            call = call.Accept(User(n), "", CallData.At(n)).Call;
        return call;
    }

    private static Call BySfu() => Four().GoBySfu(Place).Call;
}
