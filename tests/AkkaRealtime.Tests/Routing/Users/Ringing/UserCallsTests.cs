using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Users.Ringing;

public sealed class UserCallsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly UserCalls _calls = new();

    [Fact]
    public void TryRing_FirstTime_IsNewAndListedWithItsEnd()
    {
        Assert.True(_calls.TryRing(UserData.Call("a"), At(45), Start, out var isNew));
        Assert.True(isNew);
        Assert.Equal(UserData.Call("a").View.ToString(), Assert.Single(_calls.List()).ToString());
        Assert.Equal(At(25), _calls.Next);
    }

    [Fact]
    public void TryRing_Again_RenewsWithoutBeingNew()
    {
        _calls.TryRing(UserData.Call("a"), At(100), Start, out _);
        Assert.True(_calls.TryRing(UserData.Call("a"), At(100), At(50), out var isNew));
        Assert.False(isNew);
        _calls.Advance(At(99));
        Assert.Single(_calls.List());
    }

    [Fact]
    public void Advance_RingIsOver_IsForgotten()
    {
        _calls.TryRing(UserData.Call("a"), At(45), Start, out _);
        Assert.Equal([new CallId("room.a")], _calls.TakeOverdue(At(25)));
        Assert.Equal(At(45), _calls.Next);
        _calls.Advance(At(45));
        Assert.Empty(_calls.List());
    }

    [Fact]
    public void TryRing_TimeIsOver_RingsNot()
    {
        Assert.True(_calls.TryRing(UserData.Call("a"), Start, Start, out var isNew));
        Assert.False(isNew);
        Assert.Empty(_calls.List());
    }

    [Fact]
    public void TryRing_InAnotherCall_IsRefused()
    {
        _calls.Reserve(UserData.Call("a"), Start);
        Assert.False(_calls.TryRing(UserData.Call("b"), At(45), Start, out _));
        Assert.Equal(UserData.Call("a").View.ToString(), Assert.Single(_calls.List()).ToString());
    }

    [Fact]
    public void TryRing_AnotherOnlyRings_RingsToo()
    {
        _calls.TryRing(UserData.Call("a"), At(45), Start, out _);
        Assert.True(_calls.TryRing(UserData.Call("b"), At(45), Start, out _));
        Assert.Equal(2, _calls.List().Count);
    }

    [Fact]
    public void TryRing_TheCallTheUserIsIn_StaysEntered()
    {
        _calls.Reserve(UserData.Call("a", CallState.Active), Start);
        Assert.True(_calls.TryRing(UserData.Call("a"), At(45), At(1), out var isNew));
        Assert.False(isNew);
        Assert.False(_calls.Rings(UserData.Call("a").Id));
        _calls.Advance(At(60.5));
        Assert.True(_calls.HasActive);
    }

    [Fact]
    public void TryRing_EnteredAnotherMeanwhile_StopsRinging()
    {
        _calls.TryRing(UserData.Call("a"), At(45), Start, out _);
        _calls.TryEnter(UserData.Call("b"), At(1));
        Assert.False(_calls.TryRing(UserData.Call("a"), At(45), At(20), out _));
        Assert.False(_calls.Has(UserData.Call("a").Id));
    }

    [Fact]
    public void TryRing_MoreThanAreKept_IsRefused()
    {
        for (var i = 0; i < UserCalls.MaxCalls; i++)
            Assert.True(_calls.TryRing(UserData.Call($"c{i}"), At(45), Start, out _));
        Assert.False(_calls.TryRing(UserData.Call("more"), At(45), Start, out _));
        Assert.Equal(UserCalls.MaxCalls, _calls.List().Count);
    }

    [Fact]
    public void TryEnter_TwoCalls_OnlyTheFirstGetsTheUser()
    {
        Assert.True(_calls.TryEnter(UserData.Call("a"), Start));
        Assert.False(_calls.TryEnter(UserData.Call("b"), Start));
        Assert.True(_calls.TryEnter(UserData.Call("a"), Start));
    }

    [Fact]
    public void TryEnter_ACallThatRings_StopsRingingAndReserves()
    {
        _calls.TryRing(UserData.Call("a"), At(45), Start, out _);
        Assert.True(_calls.TryEnter(UserData.Call("a"), At(1)));
        Assert.False(_calls.Rings(UserData.Call("a").Id));
        _calls.Advance(At(46));
        Assert.Single(_calls.List());
    }

    [Fact]
    public void Release_TheCall_LetsTheUserEnterAnother()
    {
        _calls.TryEnter(UserData.Call("a"), Start);
        Assert.True(_calls.Release(UserData.Call("a").Id));
        Assert.True(_calls.TryEnter(UserData.Call("b"), Start));
    }

    [Fact]
    public void StopRinging_OneRingsAndTheUserIsInAnother_LeavesTheOther()
    {
        _calls.TryRing(UserData.Call("a"), At(45), Start, out _);
        _calls.TryRing(UserData.Call("b"), At(45), Start, out _);
        _calls.Reserve(UserData.Call("a"), At(1));
        Assert.Equal([UserData.Call("b").Id], _calls.StopRinging());
        Assert.Equal(UserData.Call("a").View.ToString(), Assert.Single(_calls.List()).ToString());
        Assert.Empty(_calls.StopRinging());
    }

    [Fact]
    public void Advance_LeaseNotRenewed_IsForgotten()
    {
        _calls.Reserve(UserData.Call("a", CallState.Active), Start);
        _calls.Advance(At(59.9));
        Assert.True(_calls.HasActive);
        _calls.Reserve(UserData.Call("a", CallState.Active), At(20));
        _calls.Advance(At(79.9));
        Assert.True(_calls.HasActive);
        _calls.Advance(At(80));
        Assert.True(_calls.IsEmpty);
    }

    [Fact]
    public void Reserve_EndedCall_IsReleased()
    {
        _calls.Reserve(UserData.Call("a", CallState.Active), Start);
        _calls.Reserve(UserData.Call("a", CallState.Ended), At(1));
        Assert.True(_calls.IsEmpty);
    }

    [Fact]
    public void List_SeveralCalls_AreInTheOrderInWhichTheyStarted()
    {
        _calls.TryRing(UserData.Call("later", startedAt: 2), At(45), Start, out _);
        _calls.TryRing(UserData.Call("first", startedAt: 1), At(45), Start, out _);
        Assert.Equal(["first", "later"], _calls.List().Select(v => v.ToString().Contains("later", StringComparison.Ordinal) ? "later" : "first"));
    }

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);
}
