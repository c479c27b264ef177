using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Calls.Rules;

/// <summary>Calls of who is blocked.</summary>
public sealed class CallQuietTests
{
    [Fact]
    public void ToTheCallerItRings_AndNobodyHearsOfIt()
    {
        var start = Start("direct", [CallData.Alice, CallData.Bob], CallData.Bob);
        Assert.Equal(CallState.Ringing, start.Call.State);
        Assert.Equal([CallData.Bob.User], start.Call.View().Ringing);
        Assert.DoesNotContain("ring bob", start.Users());
        Assert.DoesNotContain(start.Sent(), sent => sent.StartsWith("bob", StringComparison.Ordinal));
    }

    [Fact]
    public void ItEndsAsIfTheyDidntAnswer_AndTheyHaveMissedNothing()
    {
        var call = Start("direct", [CallData.Alice, CallData.Bob], CallData.Bob).Call;
        var end = call.Advance(CallData.Rules, CallData.At(46));
        Assert.Equal((CallState.Ended, "timeout"), (end.Call.State, end.Call.Outcome));
        Assert.Contains(end.Sent(), sent => sent.StartsWith("alice", StringComparison.Ordinal));
        Assert.DoesNotContain(end.Sent(), sent => sent.StartsWith("bob", StringComparison.Ordinal));
        Assert.Empty(end.Call.MissedBy());
        Assert.Equal([CallData.Alice.User], end.Call.Everybody);
        Assert.DoesNotContain(end.Call.EndedBefore().Sent(), sent => sent.StartsWith("bob", StringComparison.Ordinal));
    }

    [Fact]
    public void InAGroupItRingsForTheOthers_AndWhoIsQuietMayComeIn()
    {
        var start = Start("group", [CallData.Alice, CallData.Bob, CallData.Carol], CallData.Bob);
        Assert.Contains("ring carol", start.Users());
        Assert.DoesNotContain("ring bob", start.Users());
        var call = start.Call.Join(CallData.Bob, "", CallData.At(5)).Call;
        Assert.Contains(CallData.Bob.User, call.Everybody);
        Assert.NotNull(call.SeatOf(CallData.Bob.User));
    }

    [Fact]
    public void SomebodyElseMayHaveThemRung()
    {
        var call = Start("group", [CallData.Alice, CallData.Bob, CallData.Carol], CallData.Bob).Call.Accept(CallData.Carol, "", CallData.At(2)).Call;
        Assert.DoesNotContain("ring bob", call.Invite(CallData.Alice, [CallData.Bob.User], CallData.Rules, CallData.At(3), quiet: [CallData.Bob.User]).Users());
        Assert.Contains("ring bob", call.Invite(CallData.Carol, [CallData.Bob.User], CallData.Rules, CallData.At(3)).Users());
    }

    private static CallDecision Start(string kind, AkkaRealtime.Envelopes.Caller[] members, AkkaRealtime.Envelopes.Caller quiet) => Call.Start(
        new NewCall(CallData.Id, CallData.Room, kind, [.. members.Select(m => m.User)], "video", "key") { Quiet = [quiet.User] }, members[0], "", CallData.Rules, CallData.At(0));
}
