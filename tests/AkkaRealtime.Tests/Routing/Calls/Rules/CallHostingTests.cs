using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Calls.Rules;

/// <summary>What the host may, who is host, hands and reactions.</summary>
public sealed class CallHostingTests
{
    private static readonly MediaState Hand = new(true, true, false, Hand: true);

    [Fact]
    public void Mute_AParticipant_TellsThemAndNobodyElse()
    {
        var decision = CallData.Three().Mute(CallData.Alice, "bob/laptop");
        Assert.Equal(["bob-laptop: muted alice/laptop"], decision.Sent());
        Assert.DoesNotContain(decision.Effects, e => e is Save);
    }

    [Fact]
    public void Mute_SomebodyWhoseConnectionIsLost_CannotBeToldNow()
    {
        var call = CallData.Three().Lost(CallData.Bob.Session, CallData.At(20)).Call;
        Assert.Equal(ErrorCode.Unavailable, call.Mute(CallData.Alice, "bob/laptop").Error?.Code);
    }

    [Fact]
    public void Mute_OneselfOrAStranger_IsRefused()
    {
        Assert.Equal(ErrorCode.BadRequest, CallData.Three().Mute(CallData.Alice, "alice/laptop").Error?.Code);
        Assert.Equal((ErrorCode.NotFound, "participant"), (CallData.Three().Mute(CallData.Alice, "dave/laptop").Error?.Code, CallData.Three().Mute(CallData.Alice, "dave/laptop").Error?.Field));
    }

    [Fact]
    public void Remove_AParticipant_EndsItForThemOnly()
    {
        var decision = CallData.Three().Remove(CallData.Alice, CallData.Bob.User, CallData.At(40));
        Assert.Equal(["alice-laptop,carol-laptop: left bob/laptop removed", "bob*: ended host 30000"], decision.Sent());
        Assert.Contains("release bob", decision.Users());
        Assert.Contains(decision.Effects, e => e is Announce);
        Assert.Equal(2, decision.Call.Participants.Count);
    }

    [Fact]
    public void Remove_KeepsThemOutUntilTheHostHasThemRungAgain()
    {
        var call = CallData.Three().Remove(CallData.Alice, CallData.Bob.User, CallData.At(40)).Call;
        Assert.Equal(ErrorCode.Forbidden, call.Join(CallData.Bob, "", CallData.At(41)).Error?.Code);
        Assert.Equal(ErrorCode.Forbidden, call.StartHere(CallData.Bob, "", "k", CallData.At(41)).Error?.Code);
        Assert.Equal(ErrorCode.Forbidden, call.Accept(CallData.Bob, "", CallData.At(41)).Error?.Code);
        Assert.Equal(ErrorCode.Forbidden, call.Invite(CallData.Carol, [CallData.Bob.User], CallData.Rules, CallData.At(42)).Error?.Code);
        var invited = call.Invite(CallData.Alice, [CallData.Bob.User], CallData.Rules, CallData.At(42));
        Assert.Contains("ring bob", invited.Users());
        Assert.Null(invited.Call.Accept(CallData.Bob, "", CallData.At(43)).Error);
        Assert.Null(invited.Call.Join(CallData.Bob, "", CallData.At(43)).Error);
    }

    [Fact]
    public void Remove_SomebodyWhoIsRung_StopsItsRinging()
    {
        var decision = CallData.ActiveGroup().Remove(CallData.Alice, CallData.Carol.User, CallData.At(20));
        Assert.Equal(
            ["carol*: ended host 10000", "alice-laptop,bob-laptop: no-answer carol", "carol*: missed alice"],
            decision.Sent());
        Assert.Empty(decision.Call.Ringing);
    }

    [Fact]
    public void Remove_TheLastOneRung_CancelsTheCall()
    {
        var call = CallData.RingingGroup().Remove(CallData.Alice, CallData.Bob.User, CallData.At(5)).Call;
        Assert.Equal(CallState.Ringing, call.State);
        var decision = call.Remove(CallData.Alice, CallData.Carol.User, CallData.At(6));
        Assert.Equal((CallState.Ended, "cancelled"), (decision.Call.State, decision.Call.Outcome));
        Assert.Contains("carol*: ended cancelled 0", decision.Sent());
    }

    [Fact]
    public void Remove_OneselfOrAStranger_IsRefused()
    {
        Assert.Equal(ErrorCode.BadRequest, CallData.Three().Remove(CallData.Alice, CallData.Alice.User, CallData.At(20)).Error?.Code);
        Assert.Equal(ErrorCode.NotFound, CallData.Three().Remove(CallData.Alice, CallData.Dave.User, CallData.At(20)).Error?.Code);
    }

    [Fact]
    public void Leave_TheHost_PassesItsRoleToWhoHasBeenInLongest()
    {
        var decision = CallData.Three().Leave(CallData.Alice, CallData.At(20));
        Assert.Equal(["bob-laptop,carol-laptop: left alice/laptop left", "bob-laptop,carol-laptop: host bob"], decision.Sent());
        Assert.Equal((CallData.Bob.User, CallData.Alice.User), (decision.Call.Host, decision.Call.Starter));
        Assert.Equal(CallData.Bob.User, decision.Call.View().Host);
        Assert.Null(decision.Call.EndForAll(CallData.Bob, CallData.At(21)).Error);
        Assert.Equal(ErrorCode.Forbidden, decision.Call.EndForAll(CallData.Alice, CallData.At(21)).Error?.Code);
        Assert.Null(decision.Call.Cancel(CallData.Alice, CallData.At(21)).Error);
        var back = decision.Call.Join(CallData.Alice, "", CallData.At(22)).Call;
        Assert.Equal(CallData.Bob.User, back.Host);
    }

    [Fact]
    public void Leave_TheHost_PassesOverWhoIsLostJustNow()
    {
        var call = CallData.Three().Lost(CallData.Bob.Session, CallData.At(19)).Call;
        Assert.Equal(CallData.Carol.User, call.Leave(CallData.Alice, CallData.At(20)).Call.Host);
    }

    [Fact]
    public void Advance_TheHostIsLostForGood_PassesItsRoleOn()
    {
        var lost = CallData.Three().Lost(CallData.Alice.Session, CallData.At(20)).Call.Advance(CallData.Rules, CallData.At(25)).Call;
        Assert.Equal(CallData.Alice.User, lost.Host);
        var decision = lost.Advance(CallData.Rules, CallData.At(50));
        Assert.Contains("bob-laptop,carol-laptop: host bob", decision.Sent());
    }

    [Fact]
    public void Join_TheHostOnAnotherDevice_StaysHost() =>
        Assert.Equal(CallData.Alice.User, CallData.Three().Join(CallData.Person("alice", "phone"), "", CallData.At(20)).Call.Host);

    [Fact]
    public void SetMedia_AHand_KeepsTheTimeAtWhichItWentUp()
    {
        var call = CallData.Three().SetMedia(CallData.Bob, Hand, CallData.At(20)).Call;
        call = call.SetMedia(CallData.Carol, Hand, CallData.At(21)).Call;
        call = call.SetMedia(CallData.Bob, Hand with { Audio = false }, CallData.At(30)).Call;
        Assert.Equal(CallData.At(20), call.SeatOf(CallData.Bob.User)?.Media.HandAt);
        Assert.Equal(["bob", "carol"], call.View().Participants.Where(p => p.Media.HandAt is not null).OrderBy(p => p.Media.HandAt).Select(p => p.User.Value));
        call = call.SetMedia(CallData.Bob, Hand with { Hand = false }, CallData.At(31)).Call;
        Assert.Null(call.SeatOf(CallData.Bob.User)?.Media.HandAt);
        Assert.Equal(CallData.At(40), call.SetMedia(CallData.Bob, Hand, CallData.At(40)).Call.SeatOf(CallData.Bob.User)?.Media.HandAt);
    }

    [Fact]
    public void React_IsSeenByTheOthersAndKeptNowhere()
    {
        var decision = CallData.Three().React(CallData.Bob, "🎉");
        Assert.Equal(["alice-laptop,carol-laptop: reaction bob/laptop 🎉"], decision.Sent());
        Assert.DoesNotContain(decision.Effects, e => e is Save);
    }

    [Fact]
    public void Advance_ACalleeWhoDoesNotAnswer_IsNoLongerShownAsRungToThoseInIt()
    {
        var decision = CallData.ActiveGroup().Advance(CallData.Rules, CallData.At(45));
        Assert.Contains("alice-laptop,bob-laptop: no-answer carol", decision.Sent());
        Assert.Contains(decision.Effects, e => e is Announce);
    }

    [Fact]
    public void Announce_OnlyWhatTheRoomSees()
    {
        Assert.DoesNotContain(CallData.Three().SetMedia(CallData.Bob, CallData.Muted, CallData.At(20)).Effects, e => e is Announce);
        Assert.DoesNotContain(CallData.ActiveOne().Leave(CallData.Bob, CallData.At(20)).Effects, e => e is Announce);
        Assert.Contains(CallData.Three().Leave(CallData.Bob, CallData.At(20)).Effects, e => e is Announce);
        Assert.Contains(CallData.Three().EndForAll(CallData.Alice, CallData.At(20)).Effects, e => e is Announce);
        Assert.Contains(CallData.Begin("channel", CallData.Alice, CallData.Bob).Effects, e => e is Announce);
    }
}
