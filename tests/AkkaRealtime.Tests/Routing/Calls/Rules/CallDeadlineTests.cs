using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Calls.Rules;

public sealed class CallDeadlineTests
{
    [Fact]
    public void Advance_NobodyAnswers_EndsAfter45Seconds()
    {
        var call = CallData.RingingOne();
        Assert.Equal(CallData.At(45), call.Next(CallData.Rules));
        Assert.Empty(call.Advance(CallData.Rules, CallData.At(44.999)).Effects);
        var ended = call.Advance(CallData.Rules, CallData.At(45));
        Assert.Equal(
            ["alice-laptop: ended timeout 0", "alice*-alice-laptop: ended timeout 0", "bob*: ended timeout 0", "bob*: missed alice"],
            ended.Sent());
        Assert.Equal(["release alice", "release bob"], ended.Users());
        Assert.Null(ended.Call.Next(CallData.Rules));
    }

    [Fact]
    public void Advance_OneOfAGroupDoesNotAnswer_TheOthersGoOn()
    {
        var missed = CallData.ActiveGroup().Advance(CallData.Rules, CallData.At(45));
        Assert.Equal(["alice-laptop,bob-laptop: no-answer carol", "carol*: missed alice"], missed.Sent());
        Assert.Equal(["release carol", "reserve alice", "reserve bob"], missed.Users());
        Assert.Equal("active", missed.Call.View().State);
    }

    [Fact]
    public void Advance_SomeDeclinedAndSomeDidNothing_IsATimeout()
    {
        var call = CallData.RingingGroup().Decline(CallData.Bob, null, CallData.At(5)).Call;
        Assert.Equal("timeout", call.Advance(CallData.Rules, CallData.At(45)).Call.Outcome);
    }

    [Fact]
    public void Advance_AConnectionIsLost_IsHiddenFor5Seconds()
    {
        var lost = CallData.ActiveOne().Lost(CallData.Bob.Session, CallData.At(20));
        Assert.Empty(lost.Sent());
        Assert.Equal(CallData.At(25), lost.Call.Next(CallData.Rules));
        Assert.Empty(lost.Call.Advance(CallData.Rules, CallData.At(24.999)).Effects);
        var shown = lost.Call.Advance(CallData.Rules, CallData.At(25));
        Assert.Equal(["alice-laptop: left bob/laptop reconnecting"], shown.Sent());
        Assert.Equal(2, shown.Call.Participants.Count);
        Assert.Equal(CallData.At(50), shown.Call.Next(CallData.Rules));
    }

    [Fact]
    public void Advance_TwoAreLostOneAfterTheOther_EachIsHiddenFor5Seconds()
    {
        var lost = CallData.Three().Lost(CallData.Bob.Session, CallData.At(20)).Call.Lost(CallData.Carol.Session, CallData.At(24)).Call;
        var shown = lost.Advance(CallData.Rules, CallData.At(25));
        Assert.Equal("left bob/laptop reconnecting", Assert.Single(shown.Sent()).Split(": ")[1]);
        Assert.Equal(CallData.At(29), shown.Call.Next(CallData.Rules));
        Assert.Equal("left carol/laptop reconnecting", Assert.Single(shown.Call.Advance(CallData.Rules, CallData.At(29)).Sent()).Split(": ")[1]);
    }

    [Fact]
    public void Advance_ItStaysAway_OneToOneFails()
    {
        var shown = CallData.ActiveOne().Lost(CallData.Bob.Session, CallData.At(20)).Call.Advance(CallData.Rules, CallData.At(25)).Call;
        Assert.Empty(shown.Advance(CallData.Rules, CallData.At(49.999)).Effects);
        var ended = shown.Advance(CallData.Rules, CallData.At(50));
        Assert.Equal(["alice-laptop: ended failed 40000", "alice*-alice-laptop: ended failed 40000", "bob*: ended failed 40000"], ended.Sent());
    }

    [Fact]
    public void Advance_ItStaysAway_AGroupGoesOnWithoutIt()
    {
        var lost = CallData.Three().Lost(CallData.Bob.Session, CallData.At(20)).Call;
        var gone = lost.Advance(CallData.Rules, CallData.At(25)).Call.Advance(CallData.Rules, CallData.At(50));
        Assert.Equal(["alice-laptop,carol-laptop: left bob/laptop lost"], gone.Sent());
        Assert.Contains("release bob", gone.Users());
    }

    [Fact]
    public void Advance_EverybodyOfAGroupIsLost_EndsIt()
    {
        var call = CallData.Three();
        foreach (var who in new[] { CallData.Alice, CallData.Bob, CallData.Carol })
            call = call.Lost(who.Session, CallData.At(20)).Call;
        var ended = call.Advance(CallData.Rules, CallData.At(50));
        Assert.Equal("failed", ended.Call.Outcome);
        Assert.Equal(["release alice", "release bob", "release carol"], ended.Users());
    }

    [Fact]
    public void Advance_SomebodyIsAloneFor60Seconds_EndsIt()
    {
        var alone = CallData.Three().Leave(CallData.Alice, CallData.At(100)).Call.Leave(CallData.Bob, CallData.At(110)).Call;
        Assert.Equal(CallData.At(170), alone.Next(CallData.Rules));
        Assert.Empty(alone.Advance(CallData.Rules, CallData.At(169.999)).Effects);
        Assert.Equal("hangup", alone.Advance(CallData.Rules, CallData.At(170)).Call.Outcome);
    }

    [Fact]
    public void Advance_NobodyCameToAChannelsCall_IsATimeout()
    {
        var call = CallData.Begin("channel", CallData.Alice, CallData.Bob).Call;
        Assert.Equal("timeout", call.Advance(CallData.Rules, CallData.At(60)).Call.Outcome);
    }

    [Fact]
    public void Next_SomebodyIsRung_IsNotAlone()
    {
        var call = CallData.ActiveGroup().Leave(CallData.Bob, CallData.At(20)).Call;
        Assert.Equal(CallData.At(45), call.Next(CallData.Rules));
        Assert.Equal(CallData.At(105), call.Advance(CallData.Rules, CallData.At(45)).Call.Next(CallData.Rules));
    }

    [Fact]
    public void Found_BeforeTheOthersWereTold_OnlyTellsThemWhoIsThere()
    {
        var found = CallData.ActiveOne().Lost(CallData.Bob.Session, CallData.At(20)).Call.Found(CallData.Bob.Session);
        Assert.Equal(["bob-laptop: joined alice/laptop reconnected"], found.Sent());
        Assert.Null(found.Call.Next(CallData.Rules));
    }

    [Fact]
    public void Found_AfterTheOthersWereTold_TellsThem()
    {
        var shown = CallData.ActiveOne().Lost(CallData.Bob.Session, CallData.At(20)).Call.Advance(CallData.Rules, CallData.At(25)).Call;
        Assert.Equal(["alice-laptop: joined bob/laptop reconnected", "bob-laptop: joined alice/laptop reconnected"], shown.Found(CallData.Bob.Session).Sent());
    }

    [Fact]
    public void Lost_AnOldConnection_ChangesNothing()
    {
        var moved = CallData.ActiveOne().Join(CallData.Person("bob", tab: 2), "", CallData.At(20)).Call;
        Assert.Empty(moved.Lost(CallData.Bob.Session, CallData.At(21)).Effects);
    }

    [Fact]
    public void Restored_TakesEverybodyForLost()
    {
        var restored = CallData.ActiveOne().Restored(CallData.Rules, CallData.At(20), CallData.At(30)).Call;
        Assert.All(restored.Participants, p => Assert.Equal(CallData.At(30), p.LostAt));
        Assert.Equal("active", restored.View().State);
        Assert.Equal("failed", restored.Advance(CallData.Rules, CallData.At(60)).Call.Outcome);
    }

    [Fact]
    public void Restored_WhileItRings_RingsOnUntilItsTime()
    {
        var restored = CallData.RingingOne().Restored(CallData.Rules, CallData.At(1), CallData.At(10)).Call;
        Assert.Equal([CallData.Bob.User], restored.View().Ringing);
        Assert.Null(restored.Outcome);
    }

    [Fact]
    public void Restored_AfterTheRingingTime_IsATimeoutAndAMissedCall()
    {
        var restored = CallData.RingingOne().Restored(CallData.Rules, CallData.At(1), CallData.At(45));
        Assert.Equal("timeout", restored.Call.Outcome);
        Assert.Contains("bob*: missed alice", restored.Sent());
    }

    [Fact]
    public void Restored_AfterTooLong_EndedWhenItWasAliveLast()
    {
        var restored = CallData.ActiveOne().Restored(CallData.Rules, CallData.At(60), CallData.At(181)).Call;
        Assert.Equal(("failed", CallData.At(60), 50_000), (restored.Outcome, restored.EndedAt, restored.DurationMs));
    }

    [Fact]
    public void RingAnswered_BusyAfterItRang_StopsTheRinging()
    {
        var rang = CallData.RingingOne().RingAnswered(CallData.Bob.User, RingOutcome.Ringing, CallData.At(0)).Call;
        var busy = rang.RingAnswered(CallData.Bob.User, RingOutcome.Busy, CallData.At(20));
        Assert.Contains("bob*: ended busy 0", busy.Sent());
    }
}
