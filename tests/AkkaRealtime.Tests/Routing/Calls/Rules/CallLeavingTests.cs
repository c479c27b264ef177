using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Calls.Rules;

public sealed class CallLeavingTests
{
    [Fact]
    public void Decline_OneToOne_EndsIt()
    {
        var declined = CallData.RingingOne().Decline(CallData.Bob, "later", CallData.At(5));
        Assert.Equal(
            ["alice-laptop: declined bob later", "alice-laptop: ended declined 0", "alice*-alice-laptop: ended declined 0", "bob*: ended declined 0"],
            declined.Sent());
        Assert.Equal(["release alice", "release bob"], declined.Users());
        Assert.Contains(new KeepOutcome("declined", 0), declined.Effects);
    }

    [Fact]
    public void Decline_Group_StopsTheDeclinersOtherConnectionsAndRingsOn()
    {
        var declined = CallData.RingingGroup().Decline(CallData.Bob, null, CallData.At(5));
        Assert.Equal(["alice-laptop: declined bob", "bob*-bob-laptop: answered-elsewhere bob/laptop"], declined.Sent());
        Assert.Equal(["release bob", "reserve alice"], declined.Users());
        Assert.Equal([CallData.Carol.User], declined.Call.View().Ringing);
    }

    [Fact]
    public void Decline_TheLastOfAGroup_EndsIt()
    {
        var call = CallData.RingingGroup().Decline(CallData.Bob, null, CallData.At(5)).Call;
        Assert.Equal("declined", call.Decline(CallData.Carol, null, CallData.At(6)).Call.Outcome);
    }

    [Fact]
    public void Cancel_StopsRingingAndIsAMissedCall()
    {
        var cancelled = CallData.RingingOne().Cancel(CallData.Alice, CallData.At(5));
        Assert.Equal(
            ["alice-laptop: ended cancelled 0", "alice*-alice-laptop: ended cancelled 0", "bob*: ended cancelled 0", "bob*: missed alice"],
            cancelled.Sent());
        Assert.Equal(["release alice", "release bob"], cancelled.Users());
    }

    [Fact]
    public void Leave_OneToOne_EndsItWithItsDuration()
    {
        var left = CallData.ActiveOne().Leave(CallData.Bob, CallData.At(70));
        Assert.Equal(
            ["alice-laptop,bob-laptop: ended hangup 60000", "alice*-alice-laptop: ended hangup 60000", "bob*-bob-laptop: ended hangup 60000"],
            left.Sent());
        Assert.Equal(["release alice", "release bob"], left.Users());
        Assert.Contains(new KeepOutcome("hangup", 60_000), left.Effects);
        Assert.Single(left.Effects.OfType<Save>());
    }

    [Fact]
    public void Leave_Group_TheOthersGoOn()
    {
        var left = CallData.Three().Leave(CallData.Alice, CallData.At(70));
        Assert.Equal(["bob-laptop,carol-laptop: left alice/laptop left", "bob-laptop,carol-laptop: host bob"], left.Sent());
        Assert.Equal(["release alice", "reserve bob", "reserve carol"], left.Users());
    }

    [Fact]
    public void Leave_TheLastOne_EndsIt()
    {
        var call = CallData.Three().Leave(CallData.Alice, CallData.At(70)).Call.Leave(CallData.Bob, CallData.At(71)).Call;
        Assert.Equal("active", call.View().State);
        Assert.Equal("hangup", call.Leave(CallData.Carol, CallData.At(72)).Call.Outcome);
    }

    [Fact]
    public void Leave_Twice_IsGrantedAgain()
    {
        var left = CallData.Three().Leave(CallData.Alice, CallData.At(70)).Call;
        var again = left.Leave(CallData.Alice, CallData.At(71));
        Assert.Null(again.Error);
        Assert.Empty(again.Effects);
    }

    [Fact]
    public void EndForAll_TellsWhoIsInAndWhoIsRung()
    {
        var ended = CallData.ActiveGroup().EndForAll(CallData.Alice, CallData.At(40));
        Assert.Contains("alice-laptop,bob-laptop: ended host 30000", ended.Sent());
        Assert.Contains("carol*: ended host 30000", ended.Sent());
        Assert.Contains("carol*: missed alice", ended.Sent());
    }

    [Fact]
    public void RingAnswered_Busy_OneToOneEndsItAndIsAMissedCall()
    {
        var busy = CallData.RingingOne().RingAnswered(CallData.Bob.User, RingOutcome.Busy, CallData.At(0));
        Assert.Equal(
            ["alice-laptop: busy bob", "alice-laptop: ended busy 0", "alice*-alice-laptop: ended busy 0", "bob*: missed alice"],
            busy.Sent());
    }

    [Fact]
    public void RingAnswered_BusyInAGroup_RingsOnForTheOthers()
    {
        var busy = CallData.RingingGroup().RingAnswered(CallData.Bob.User, RingOutcome.Busy, CallData.At(0));
        Assert.Equal(["alice-laptop: busy bob", "bob*: missed alice"], busy.Sent());
        Assert.Equal("ringing", busy.Call.View().State);
    }

    [Fact]
    public void RingAnswered_Ringing_IsToldOnce()
    {
        var rings = CallData.RingingOne().RingAnswered(CallData.Bob.User, RingOutcome.Ringing, CallData.At(0));
        Assert.Equal(["alice-laptop: ringing bob"], rings.Sent());
        Assert.Empty(rings.Call.RingAnswered(CallData.Bob.User, RingOutcome.Ringing, CallData.At(20)).Effects);
    }

    [Fact]
    public void RingAnswered_Offline_RingsOnSilently()
    {
        var offline = CallData.RingingOne().RingAnswered(CallData.Bob.User, RingOutcome.Offline, CallData.At(0));
        Assert.Empty(offline.Effects);
        Assert.Equal("ringing", offline.Call.View().State);
    }

    [Fact]
    public void RingAnswered_Silenced_StopsTheDevicesAndRingsOnForTheCaller()
    {
        var silenced = CallData.RingingOne().RingAnswered(CallData.Bob.User, RingOutcome.Silenced, CallData.At(5));
        Assert.Equal(["bob*: ended busy 0"], silenced.Sent());
        Assert.Empty(silenced.Users());
        Assert.Equal("ringing", silenced.Call.View().State);
        Assert.Equal(["bob*: ended timeout 0", "bob*: missed alice"], silenced.Call.Advance(CallData.Rules, CallData.At(45)).Sent().Where(s => s.StartsWith('b')));
    }

    [Fact]
    public void RingAnswered_SilencedInAGroup_TellsNobodyElse()
    {
        var silenced = CallData.ActiveGroup().RingAnswered(CallData.Carol.User, RingOutcome.Silenced, CallData.At(30));
        Assert.Equal(["carol*: ended busy 20000"], silenced.Sent());
        Assert.Equal(["carol"], silenced.Call.View().Ringing.Select(u => u.Value));
    }

    [Fact]
    public void RingAnswered_AfterTheAnswer_ChangesNothing() =>
        Assert.Empty(CallData.ActiveOne().RingAnswered(CallData.Bob.User, RingOutcome.Busy, CallData.At(11)).Effects);
}
