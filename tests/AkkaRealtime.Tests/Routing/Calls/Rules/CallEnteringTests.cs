using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Tests.Routing.Calls.Rules;

public sealed class CallEnteringTests
{
    [Fact]
    public void Start_DirectRoom_RingsTheOther()
    {
        var begun = CallData.Begin("direct", CallData.Alice, CallData.Bob);
        Assert.Equal(["ring bob", "reserve alice"], begun.Users());
        Assert.Empty(begun.Sent());
        var view = begun.Call.View();
        Assert.Equal("ringing", view.State);
        Assert.Equal("mesh", view.Mode);
        Assert.Equal([CallData.Bob.User], view.Ringing);
        Assert.Equal(CallData.At(45), view.ExpiresAt);
        Assert.Equal(new ParticipantView("alice/laptop", CallData.Alice.User, "Alice", new MediaState(true, true, false), 1), Assert.Single(view.Participants));
    }

    [Fact]
    public void Start_Group_RingsEverybodyElse() =>
        Assert.Equal(["ring bob", "ring carol", "reserve alice"], CallData.Begin("group", CallData.Alice, CallData.Bob, CallData.Carol).Users());

    [Fact]
    public void Start_GroupTooLargeToRing_IsActiveAndRingsNobody()
    {
        var members = Enumerable.Range(0, CallRules.MaxRung + 2).Select(n => CallData.Person($"user{n}"));
        var begun = CallData.Begin("group", [.. members]);
        Assert.Equal("active", begun.Call.View().State);
        Assert.Equal(["reserve user0"], begun.Users());
    }

    [Fact]
    public void Start_Channel_RingsNobody() =>
        Assert.Equal(["reserve alice"], CallData.Begin("channel", CallData.Alice, CallData.Bob).Users());

    [Fact]
    public void Accept_TellsTheCallerAndStopsTheCalleesOtherConnections()
    {
        var accepted = CallData.RingingOne().Accept(CallData.Bob, "", CallData.At(10));
        Assert.Equal(["alice-laptop: joined bob/laptop accepted", "bob*-bob-laptop: answered-elsewhere bob/laptop"], accepted.Sent());
        Assert.Equal(["reserve alice", "reserve bob"], accepted.Users());
        Assert.Empty(accepted.Call.View().Ringing);
        Assert.Null(accepted.Call.View().ExpiresAt);
        Assert.Equal((null, CallData.At(10)), (CallData.RingingOne().View().AnsweredAt, accepted.Call.View().AnsweredAt));
    }

    [Fact]
    public void Accept_SecondDevice_IsToldWhyNot()
    {
        var second = CallData.ActiveOne().Accept(CallData.Person("bob", "phone"), "", CallData.At(10));
        Assert.Equal(ErrorCode.Conflict, second.Error?.Code);
        Assert.Contains("another device", second.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accept_FifthInMesh_SaysThatItIsFullAtFour()
    {
        var group = CallData.Begin("group", [.. Enumerable.Range(0, 6).Select(n => CallData.Person($"user{n}"))]).Call;
        for (var n = 1; n < 4; n++)
            group = group.Accept(CallData.Person($"user{n}"), "", CallData.At(n)).Call;
        var fifth = group.Accept(CallData.Person("user4"), "", CallData.At(5));
        Assert.Equal(ErrorCode.Conflict, fifth.Error?.Code);
        Assert.Contains("full", fifth.Error?.Message, StringComparison.Ordinal);
        Assert.Contains("4", fifth.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(4, fifth.Call.Participants.Count);
        Assert.Null(group.Join(CallData.Person("user1", "phone"), "", CallData.At(6)).Error);
    }

    [Fact]
    public void StartHere_ByTheCallee_IsTheCallThatBothAreIn()
    {
        var glare = CallData.RingingOne().StartHere(CallData.Bob, "", "bobs-key", CallData.At(1));
        Assert.Equal(CallData.Id, glare.Call.Id);
        Assert.Equal("active", glare.Call.View().State);
        Assert.Contains("alice-laptop: joined bob/laptop accepted", glare.Sent());
        Assert.True(glare.Call.WasStartedBy(CallData.Bob.User, "bobs-key"));
        Assert.True(glare.Call.WasStartedBy(CallData.Alice.User, "key"));
    }

    [Fact]
    public void Join_ByAMember_IsInWithoutHavingBeenRung() => Assert.Equal(
        ["alice-laptop,bob-laptop: joined dave/laptop joined"],
        CallData.ActiveGroup().Join(CallData.Dave, "", CallData.At(20)).Sent());

    [Fact]
    public void Join_SameDeviceNewTab_TakesThePlaceOver()
    {
        var joined = CallData.ActiveOne().Join(CallData.Person("bob", tab: 2), "", CallData.At(20));
        Assert.Equal(["alice-laptop: joined bob/laptop reconnected", "bob*-bob-laptop-2: answered-elsewhere bob/laptop"], joined.Sent());
        Assert.Equal(2, joined.Call.Participants.Count);
    }

    [Fact]
    public void Join_AnotherDevice_MovesTheUser()
    {
        var joined = CallData.ActiveOne().Join(CallData.Person("bob", "phone"), "", CallData.At(20));
        Assert.Equal(
            [
                "alice-laptop: left bob/laptop moved",
                "alice-laptop: joined bob/phone reconnected",
                "bob*-bob-phone: answered-elsewhere bob/phone",
            ],
            joined.Sent());
        Assert.DoesNotContain("release bob", joined.Users());
        Assert.Equal("active", joined.Call.View().State);
    }

    [Fact]
    public void Join_AfterALoss_TellsTheOthersAndNobodyElse()
    {
        var lost = CallData.ActiveOne().Lost(CallData.Bob.Session, CallData.At(20)).Call;
        var back = lost.Join(CallData.Person("bob", tab: 2), "", CallData.At(30));
        Assert.Equal(["alice-laptop: joined bob/laptop reconnected"], back.Sent());
        Assert.Null(back.Call.Next(CallData.Rules));
    }

    [Fact]
    public void Join_KeepsWhatTheDeviceSends()
    {
        var muted = CallData.ActiveOne().SetMedia(CallData.Bob, CallData.Muted, CallData.At(20)).Call;
        var back = muted.Join(CallData.Person("bob", tab: 2), "", CallData.At(30)).Call;
        Assert.Equal(CallData.Muted, back.SeatOf(CallData.Bob.User)?.Media);
    }

    [Fact]
    public void Invite_RingsWhoIsNeitherInNorRung()
    {
        var invited = CallData.ActiveGroup().Invite(
            CallData.Bob, [CallData.Alice.User, CallData.Carol.User, CallData.Dave.User, CallData.Dave.User], CallData.Rules, CallData.At(20));
        Assert.Equal(["ring dave", "reserve alice", "reserve bob"], invited.Users());
        var dave = invited.Call.CalleeOf(CallData.Dave.User)!;
        Assert.Equal((CallData.Bob.User, CallData.At(65)), (dave.From, dave.ExpiresAt));
    }

    [Fact]
    public void Invite_AfterADecline_RingsAgain()
    {
        var declined = CallData.ActiveGroup().Decline(CallData.Carol, null, CallData.At(12)).Call;
        Assert.Contains("ring carol", declined.Invite(CallData.Alice, [CallData.Carol.User], CallData.Rules, CallData.At(20)).Users());
    }

    [Fact]
    public void SetMedia_TellsTheOthersOnce()
    {
        var set = CallData.ActiveOne().SetMedia(CallData.Bob, CallData.Muted, CallData.At(20));
        Assert.Equal(["alice-laptop: media bob/laptop -v-"], set.Sent());
        Assert.Empty(set.Call.SetMedia(CallData.Bob, CallData.Muted, CallData.At(20)).Effects);
    }

    [Fact]
    public void CheckSignal_GoesToTheConnectionThatJoinedLast()
    {
        var call = CallData.ActiveOne().Join(CallData.Person("bob", tab: 2), "", CallData.At(20)).Call;
        Assert.Null(call.CheckSignal(CallData.Alice, "bob/laptop", null, out var target));
        Assert.Equal(new SessionId("bob-laptop-2"), target?.Session);
    }

    [Fact]
    public void CheckSignal_ToSomebodyWhoIsLost_IsUnavailable()
    {
        var call = CallData.ActiveOne().Lost(CallData.Bob.Session, CallData.At(20)).Call;
        Assert.Equal(ErrorCode.Unavailable, call.CheckSignal(CallData.Alice, "bob/laptop", null, out _)?.Code);
    }

    [Theory]
    [InlineData("carol/laptop", ErrorCode.NotFound)]
    [InlineData("bob/phone", ErrorCode.NotFound)]
    [InlineData("alice/laptop", ErrorCode.BadRequest)]
    public void CheckSignal_ToWhoIsNotThere_NamesTheFault(string to, ErrorCode expected) =>
        Assert.Equal(expected, CallData.ActiveOne().CheckSignal(CallData.Alice, to, null, out _)?.Code);
}
