using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Calls.Rules;

/// <summary>Who loses the room loses its call; what owners and admins of the room may; whom an administrator signs out.</summary>
public sealed class CallDismissingTests
{
    private static readonly UserId Alice = CallData.Alice.User;
    private static readonly UserId Bob = CallData.Bob.User;
    private static readonly UserId Carol = CallData.Carol.User;

    [Fact]
    public void Dismiss_AParticipant_IsOutAndHearsIt()
    {
        var decision = CallData.Three().Dismiss([Bob], CallData.At(40));
        Assert.Equal(["alice-laptop,carol-laptop: left bob/laptop removed", "bob*: ended removed 30000"], decision.Sent());
        Assert.Contains("release bob", decision.Users());
        Assert.Contains(decision.Effects, e => e is Announce);
        Assert.Equal(ErrorCode.Forbidden, decision.Call.CheckSignal(CallData.Bob, "alice/laptop", null, out _)?.Code);
        Assert.Equal(ErrorCode.NotFound, decision.Call.CheckSignal(CallData.Alice, "bob/laptop", null, out _)?.Code);
        Assert.Equal(ErrorCode.Forbidden, decision.Call.CheckIce(CallData.Bob)?.Code);
    }

    [Fact]
    public void Dismiss_WhoIsRung_StopsTheRinging_WhichIsNoMissedCall()
    {
        var decision = CallData.ActiveGroup().Dismiss([Carol], CallData.At(20));
        Assert.Equal(["carol*: ended removed 10000", "alice-laptop,bob-laptop: no-answer carol"], decision.Sent());
        Assert.Contains("release carol", decision.Users());
        Assert.Equal(ErrorCode.NotFound, decision.Call.Accept(CallData.Carol, "", CallData.At(21)).Error?.Code);
        Assert.Equal(ErrorCode.Forbidden, decision.Call.CheckIce(CallData.Carol)?.Code);
        Assert.False(decision.Call.WasMissedBy(Carol));
    }

    [Fact]
    public void Dismiss_WhoBecomesAMemberAgain_MayBeRungAndMayJoin()
    {
        var call = CallData.ActiveGroup().Dismiss([Carol], CallData.At(20)).Call;
        Assert.Null(call.Join(CallData.Carol, "", CallData.At(21)).Error);
        var invited = call.Invite(CallData.Bob, [Carol], CallData.Rules, CallData.At(22));
        Assert.Contains("ring carol", invited.Users());
        Assert.Null(invited.Call.Accept(CallData.Carol, "", CallData.At(23)).Error);
    }

    [Fact]
    public void Dismiss_TheHostAndTheNextInLine_PassesTheRoleToAMember()
    {
        var decision = CallData.Three().Dismiss([Alice, Bob], CallData.At(40));
        Assert.Equal(Carol, decision.Call.Host);
        Assert.Equal(
            ["carol-laptop: left alice/laptop removed", "carol-laptop: left bob/laptop removed", "carol-laptop: host carol", "alice*: ended removed 30000", "bob*: ended removed 30000"],
            decision.Sent());
    }

    [Fact]
    public void Dismiss_TheCaller_CancelsTheCallThatRings()
    {
        var decision = CallData.RingingGroup().Dismiss([Alice], CallData.At(5));
        Assert.Equal((CallState.Ended, "cancelled"), (decision.Call.State, decision.Call.Outcome));
        Assert.Equal(
            ["alice*: ended removed 0", "bob*: ended cancelled 0", "carol*: ended cancelled 0", "bob*: missed alice", "carol*: missed alice"],
            decision.Sent());
    }

    [Fact]
    public void Dismiss_TheLastOneRung_CancelsTheCall()
    {
        var call = CallData.RingingGroup().Dismiss([Bob], CallData.At(5)).Call;
        Assert.Equal(CallState.Ringing, call.State);
        var decision = call.Dismiss([Carol], CallData.At(6));
        Assert.Equal((CallState.Ended, "cancelled"), (decision.Call.State, decision.Call.Outcome));
        Assert.Equal(["carol*: ended removed 0", "alice-laptop: ended cancelled 0", "alice*-alice-laptop: ended cancelled 0"], decision.Sent());
    }

    [Fact]
    public void Dismiss_Everybody_EndsTheCall()
    {
        var decision = CallData.Three().Dismiss([Alice, Bob, Carol], CallData.At(40));
        Assert.Equal((CallState.Ended, "hangup", 30_000), (decision.Call.State, decision.Call.Outcome, decision.Call.DurationMs));
        Assert.Equal(["alice*: ended removed 30000", "bob*: ended removed 30000", "carol*: ended removed 30000"], decision.Sent());
        Assert.Contains(decision.Effects, e => e is KeepOutcome);
    }

    [Fact]
    public void Dismiss_AtTheMediaServer_KicksThePublisher()
    {
        var place = new SfuPlace("ws://janus", "secret", "1", 6, 500_000, true);
        var decision = CallData.Three().GoBySfu(place).Call.Dismiss([Bob], CallData.At(40));
        Assert.Contains(new LeaveSfu("bob/laptop", place), decision.Effects);
    }

    [Fact]
    public void Dismiss_WhoHasNothingToDoWithIt_ChangesNothing()
    {
        Assert.Empty(CallData.Three().Dismiss([CallData.Dave.User], CallData.At(40)).Effects);
        Assert.Empty(CallData.Ended().Dismiss([Alice], CallData.At(80)).Effects);
    }

    [Fact]
    public void EndForAll_AModeratorOfTheRoom_NeedNotBeInIt() =>
        Assert.Equal("host", CallData.Three().EndForAll(CallData.Dave, CallData.At(20), moderates: true).Call.Outcome);

    [Fact]
    public void Remove_AModeratorOfTheRoom_NeedNotBeInIt()
    {
        var decision = CallData.Three().Remove(CallData.Dave, Alice, CallData.At(40), moderates: true);
        Assert.Equal(
            ["bob-laptop,carol-laptop: left alice/laptop removed", "bob-laptop,carol-laptop: host bob", "alice*: ended host 30000"], decision.Sent());
        Assert.Equal(ErrorCode.Forbidden, decision.Call.Invite(CallData.Carol, [Alice], CallData.Rules, CallData.At(41)).Error?.Code);
        Assert.Null(decision.Call.Invite(CallData.Carol, [Alice], CallData.Rules, CallData.At(41), moderates: true).Error);
        Assert.Equal(ErrorCode.Conflict, CallData.Ended().Remove(CallData.Dave, Alice, CallData.At(80), moderates: true).Error?.Code);
        Assert.Equal(ErrorCode.Conflict, CallData.ActiveOne().Remove(CallData.Dave, Alice, CallData.At(80), moderates: true).Error?.Code);
    }

    [Fact]
    public void SignedOut_TheCaller_CancelsTheCallThatRings()
    {
        var decision = CallData.RingingOne().SignedOut(Alice, CallData.At(5));
        Assert.Equal("cancelled", decision.Call.Outcome);
        Assert.Contains("bob*: ended cancelled 0", decision.Sent());
        Assert.Contains("release bob", decision.Users());
    }

    [Fact]
    public void SignedOut_WhoIsRung_HasMissedIt()
    {
        var decision = CallData.RingingOne().SignedOut(Bob, CallData.At(5));
        Assert.Equal("timeout", decision.Call.Outcome);
        Assert.True(decision.Call.WasMissedBy(Bob));
        var group = CallData.ActiveGroup().SignedOut(Carol, CallData.At(20));
        Assert.Equal(["alice-laptop,bob-laptop: no-answer carol", "carol*: missed alice"], group.Sent());
    }

    [Fact]
    public void SignedOut_AParticipant_LosesThePlaceAtOnce()
    {
        Assert.Equal("hangup", CallData.ActiveOne().SignedOut(Bob, CallData.At(20)).Call.Outcome);
        var decision = CallData.Three().SignedOut(Alice, CallData.At(20));
        Assert.Equal(["bob-laptop,carol-laptop: left alice/laptop left", "bob-laptop,carol-laptop: host bob"], decision.Sent());
        Assert.Empty(CallData.Three().SignedOut(CallData.Dave.User, CallData.At(20)).Effects);
    }
}
