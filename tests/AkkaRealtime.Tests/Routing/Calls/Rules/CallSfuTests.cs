using System.Text;
using System.Text.Json.Nodes;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Tests.Routing.Calls.Rules;

public sealed class CallSfuTests
{
    private static readonly SfuPlace Chosen = new("ws://janus", "secret", "", 6, 500_000, true);
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
    public void GoBySfu_IsShownToTheRoom_AndDecided()
    {
        var moved = Four().GoBySfu(Place);
        Assert.Contains(new Announce(), moved.Effects);
        Assert.True(moved.Call.IsDecidedSince(Four()));
        Assert.DoesNotContain(new Announce(), moved.Call.GoBySfu(Place with { Session = "2" }).Effects);
    }

    [Fact]
    public void PlaceAt_IsDecided_ButNobodySeesIt()
    {
        var placed = Four().PlaceAt(Chosen);
        Assert.Equal([new OpenSfu(Chosen)], placed.Effects.OfType<OpenSfu>());
        Assert.Empty(placed.Sent());
        Assert.DoesNotContain(new Announce(), placed.Effects);
        Assert.True(placed.Call.IsDecidedSince(Four()));
        Assert.Equal("mesh", placed.Call.View().Mode);
        Assert.Empty(placed.Call.PlaceAt(Chosen).Effects);
    }

    [Fact]
    public void PlaceAt_AnotherOne_LetsTheFirstGo() =>
        Assert.Equal([Chosen], Four().PlaceAt(Chosen).Call.PlaceAt(Chosen with { Address = "ws://other" }).Call.Closing);

    [Fact]
    public void NotPlaced_LetsItGo_AndARoomThatComesAfterAllIsNotTaken()
    {
        var refused = Four().PlaceAt(Chosen).Call.NotPlaced();
        Assert.Contains(new CloseSfu(Chosen), refused.Effects);
        Assert.Null(refused.Call.Placing);
        Assert.Empty(refused.Call.GoBySfu(Place).Effects);
    }

    [Fact]
    public void Ended_WithARoom_IsSettledOnceItIsGone()
    {
        var ended = BySfu().EndForAll(User(0), CallData.At(7)).Call with { Recorded = true };
        Assert.False(ended.IsSettled);
        Assert.True(ended.SfuClosed(Place).Call.IsSettled);
        Assert.Equal("sfu", ended.View().Mode);
    }

    [Fact]
    public void Ended_WithARoomOfAMediaServerThatIsGone_IsSettledAfterAWhile()
    {
        var ended = BySfu().EndForAll(User(0), CallData.At(7)).Call with { Recorded = true };
        var until = CallData.At(7) + CallRules.Forgotten;
        Assert.Equal(until, ended.Next(CallData.Rules));
        Assert.True(ended.Advance(CallData.Rules, until).Call.IsSettled);
        Assert.Null(ended.Advance(CallData.Rules, until).Call.Next(CallData.Rules));
    }

    [Fact]
    public void StoredCall_OfBeforeThereWerePlaces_IsRead()
    {
        var kept = JsonNode.Parse(StoredCalls.Encode(Four(), CallData.At(9)).Span)!;
        Assert.True(kept["call"]!.AsObject().Remove("closing"));
        var read = StoredCalls.Decode(Encoding.UTF8.GetBytes(kept.ToJsonString()))!.Call;
        Assert.Empty(read.Closing);
        Assert.Empty(read.SfuClosed(Place).Effects);
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
        var rules = CallData.Rules with { MaxInSfu = 16 };
        var five = Four().Decline(User(4), null, CallData.At(5)).Call;
        Assert.Null(five.Invite(User(0), [User(4).User], rules, CallData.At(6)).Error);
        Assert.Equal(ErrorCode.Conflict, five.Invite(User(0), [User(4).User], CallData.Rules, CallData.At(6)).Error?.Code);
    }

    [Fact]
    public void CheckSignal_ToAParticipant_OnlyBetweenThoseWhoSentToEachOtherBefore()
    {
        var five = BySfu().Accept(User(4), "", CallData.At(5)).Call;
        Assert.Null(five.CheckSignal(User(0), "user1/laptop", null, out _));
        var refused = five.CheckSignal(User(4), "user1/laptop", null, out _);
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
    public void StoredCall_KeepsItsPlaces()
    {
        var call = BySfu().PlaceAt(Chosen with { Secret = "two" }).Call.NotPlaced().Call.PlaceAt(Chosen with { Secret = "three" }).Call;
        var kept = StoredCalls.Decode(StoredCalls.Encode(call, CallData.At(9)))!.Call;
        Assert.Equal((Place, "three", "two"), (kept.Sfu, kept.Placing?.Secret, Assert.Single(kept.Closing).Secret));
    }

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
