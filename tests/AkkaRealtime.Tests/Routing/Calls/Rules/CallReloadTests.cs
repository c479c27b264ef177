using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Calls.Rules;

/// <summary>Pages that are loaded again, and pages that are gone.</summary>
public sealed class CallReloadTests
{
    private static readonly Caller AliceAgain = CallData.Person("alice", tab: 2);
    private static readonly Caller BobAgain = CallData.Person("bob", tab: 2);

    [Fact]
    public void Advance_TheCallerIsGoneFor5SecondsWhileItRings_StopsAndIsMissed()
    {
        var lost = CallData.RingingOne().Lost(CallData.Alice.Session, CallData.At(3)).Call;
        Assert.Equal(CallData.At(8), lost.Next(CallData.Rules));
        Assert.Empty(lost.Advance(CallData.Rules, CallData.At(7.999)).Effects);
        var ended = lost.Advance(CallData.Rules, CallData.At(8));
        Assert.Equal(["alice*: ended cancelled 0", "bob*: ended cancelled 0", "bob*: missed alice"], ended.Sent());
        Assert.Equal(["release alice", "release bob"], ended.Users());
        Assert.True(ended.Call.WasMissedBy(CallData.Bob.User));
    }

    [Fact]
    public void Advance_TheCallerOfAGroupIsGoneWhileItRings_StopsForAll() => Assert.Equal(
        ["alice*: ended cancelled 0", "bob*: ended cancelled 0", "carol*: ended cancelled 0", "bob*: missed alice", "carol*: missed alice"],
        CallData.RingingGroup().Lost(CallData.Alice.Session, CallData.At(3)).Call.Advance(CallData.Rules, CallData.At(8)).Sent());

    [Fact]
    public void Advance_EverybodyInItIsGone_RingsNoMoreForTheOthers()
    {
        var lost = CallData.ActiveGroup().Lost(CallData.Alice.Session, CallData.At(20)).Call.Lost(CallData.Bob.Session, CallData.At(22)).Call;
        var one = lost.Advance(CallData.Rules, CallData.At(25)).Call;
        Assert.Equal([CallData.Carol.User], one.View().Ringing);
        var both = one.Advance(CallData.Rules, CallData.At(27));
        Assert.Equal(["carol*: missed alice"], both.Sent());
        Assert.Equal(("active", 2), (both.Call.View().State, both.Call.Participants.Count));
        Assert.Empty(both.Call.View().Ringing);
    }

    [Fact]
    public void Advance_TheInviterIsGoneAndTheOthersAreThere_RingsOn()
    {
        var lost = CallData.ActiveGroup().Lost(CallData.Alice.Session, CallData.At(20)).Call;
        Assert.Equal([CallData.Carol.User], lost.Advance(CallData.Rules, CallData.At(25)).Call.View().Ringing);
    }

    [Fact]
    public void Advance_PlacesAreKeptForLessThanAReload_TheRingingIsCancelledAllTheSame()
    {
        var rules = CallData.Rules with { Reconnect = TimeSpan.FromSeconds(2) };
        Assert.Equal("cancelled", CallData.RingingOne().Lost(CallData.Alice.Session, CallData.At(3)).Call.Advance(rules, CallData.At(5)).Call.Outcome);
    }

    [Fact]
    public void Join_TheCallersPageIsBackWhileItRings_IsTheCallerOfTheSameRingingCall()
    {
        var lost = CallData.RingingOne().RingAnswered(CallData.Bob.User, RingOutcome.Ringing, CallData.At(0)).Call.Lost(CallData.Alice.Session, CallData.At(3)).Call;
        var back = lost.Join(AliceAgain, "", CallData.At(7));
        Assert.Equal(["alice-laptop-2: ringing bob"], back.Sent());
        Assert.Equal(("ringing", CallData.Alice.User), (back.Call.View().State, back.Call.Host));
        Assert.Equal(CallData.At(45), back.Call.Next(CallData.Rules));
        Assert.Equal(
            ["alice-laptop-2: joined bob/laptop accepted", "bob*-bob-laptop: answered-elsewhere bob/laptop"],
            back.Call.Accept(CallData.Bob, "", CallData.At(8)).Sent());
    }

    [Fact]
    public void Accept_WhileTheCallersPageIsLoadedAgain_IsACallThatTheCallerComesBackInto()
    {
        var taken = CallData.RingingOne().Lost(CallData.Alice.Session, CallData.At(3)).Call.Accept(CallData.Bob, "", CallData.At(5)).Call;
        Assert.Equal("active", taken.Advance(CallData.Rules, CallData.At(8)).Call.View().State);
        Assert.Equal(["bob-laptop: joined alice/laptop reconnected"], taken.Join(AliceAgain, "", CallData.At(8)).Sent());
    }

    [Fact]
    public void Join_EachComingInOrBack_HasANumberOfItsOwn()
    {
        var call = CallData.ActiveOne();
        Assert.Equal([1, 2], call.View().Participants.Select(p => p.Entry));
        var again = call.Lost(CallData.Alice.Session, CallData.At(20)).Call.Join(AliceAgain, "", CallData.At(21)).Call;
        Assert.Equal([3, 2], again.View().Participants.Select(p => p.Entry));
        Assert.Equal([3, 4], again.Join(CallData.Person("bob", "phone"), "", CallData.At(22)).Call.View().Participants.Select(p => p.Entry));
        Assert.Equal([1, 2], call.Lost(CallData.Bob.Session, CallData.At(20)).Call.Found(CallData.Bob.Session).Call.View().Participants.Select(p => p.Entry));
    }

    [Fact]
    public void CheckSignal_ForThePageBefore_NeverReachesTheOneAfterIt()
    {
        var call = CallData.ActiveOne().Lost(CallData.Bob.Session, CallData.At(20)).Call.Join(BobAgain, "", CallData.At(21)).Call;
        var refused = call.CheckSignal(CallData.Alice, "bob/laptop", 2, out var target);
        Assert.Equal((ErrorCode.Conflict, "entry"), (refused?.Code, refused?.Field));
        Assert.Null(target);
        Assert.Null(call.CheckSignal(CallData.Alice, "bob/laptop", 3, out target));
        Assert.Equal(BobAgain.Session, target?.Session);
    }

    [Fact]
    public void CheckSignal_OfAClientThatKnowsNoEntries_GoesToWhoeverIsThere()
    {
        var call = CallData.ActiveOne().Lost(CallData.Bob.Session, CallData.At(20)).Call.Join(BobAgain, "", CallData.At(21)).Call;
        Assert.Null(call.CheckSignal(CallData.Alice, "bob/laptop", null, out _));
        var kept = call with { Participants = [.. call.Participants.Select(p => p with { Entry = 0 })] };
        Assert.Null(kept.CheckSignal(CallData.Alice, "bob/laptop", 2, out _));
        Assert.All(kept.View().Participants, p => Assert.Null(p.Entry));
    }
}
