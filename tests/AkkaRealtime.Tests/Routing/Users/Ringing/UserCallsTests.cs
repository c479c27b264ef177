using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Users.Ringing;

public sealed class UserCallsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly UserCalls _calls = new();

    [Fact]
    public void TryRing_FirstTime_IsNewAndListedWithItsEnd()
    {
        Assert.True(_calls.TryRing(StatusData.Call("a"), At(45), Start, out var isNew));
        Assert.True(isNew);
        Assert.Equal(At(45), Assert.Single(_calls.List()).ExpiresAt);
    }

    [Fact]
    public void TryRing_Again_RenewsWithoutBeingNew()
    {
        _calls.TryRing(StatusData.Call("a"), At(100), Start, out _);
        Assert.True(_calls.TryRing(StatusData.Call("a"), At(100), At(50), out var isNew));
        Assert.False(isNew);
        _calls.Advance(At(99));
        Assert.Single(_calls.List());
    }

    [Fact]
    public void Advance_RingIsOver_IsForgotten()
    {
        _calls.TryRing(StatusData.Call("a"), At(45), Start, out _);
        Assert.Equal(At(45), _calls.Next);
        _calls.Advance(At(45));
        Assert.Empty(_calls.List());
    }

    [Fact]
    public void TryRing_TimeIsOver_RingsNot()
    {
        Assert.True(_calls.TryRing(StatusData.Call("a"), Start, Start, out var isNew));
        Assert.False(isNew);
        Assert.Empty(_calls.List());
    }

    [Fact]
    public void TryRing_InAnotherCall_IsRefused()
    {
        _calls.Hold(StatusData.Call("a"), Start);
        Assert.False(_calls.TryRing(StatusData.Call("b"), At(45), Start, out _));
        Assert.Equal(StatusData.Call("a").Id, Assert.Single(_calls.List()).Id);
    }

    [Fact]
    public void TryRing_AnotherOnlyRings_RingsToo()
    {
        _calls.TryRing(StatusData.Call("a"), At(45), Start, out _);
        Assert.True(_calls.TryRing(StatusData.Call("b"), At(45), Start, out _));
        Assert.Equal(2, _calls.List().Count);
    }

    [Fact]
    public void TryRing_TheCallTheUserIsIn_StaysHeld()
    {
        _calls.Hold(StatusData.Call("a", "active"), Start);
        Assert.True(_calls.TryRing(StatusData.Call("a"), At(45), At(1), out var isNew));
        Assert.False(isNew);
        Assert.False(_calls.Rings(StatusData.Call("a").Id));
        _calls.Advance(At(60.5));
        Assert.True(_calls.HasActive);
    }

    [Fact]
    public void TryRing_EnteredAnotherMeanwhile_StopsRinging()
    {
        _calls.TryRing(StatusData.Call("a"), At(45), Start, out _);
        _calls.TryEnter(StatusData.Call("b"), At(1));
        Assert.False(_calls.TryRing(StatusData.Call("a"), At(45), At(20), out _));
        Assert.False(_calls.Has(StatusData.Call("a").Id));
    }

    [Fact]
    public void TryRing_MoreThanAreKept_IsRefused()
    {
        for (var i = 0; i < UserCalls.Most; i++)
            Assert.True(_calls.TryRing(StatusData.Call($"c{i}"), At(45), Start, out _));
        Assert.False(_calls.TryRing(StatusData.Call("more"), At(45), Start, out _));
        Assert.Equal(UserCalls.Most, _calls.List().Count);
    }

    [Fact]
    public void TryEnter_TwoCalls_OnlyTheFirstGetsTheUser()
    {
        Assert.True(_calls.TryEnter(StatusData.Call("a"), Start));
        Assert.False(_calls.TryEnter(StatusData.Call("b"), Start));
        Assert.True(_calls.TryEnter(StatusData.Call("a"), Start));
    }

    [Fact]
    public void TryEnter_ACallThatRings_StopsRingingAndHolds()
    {
        _calls.TryRing(StatusData.Call("a"), At(45), Start, out _);
        Assert.True(_calls.TryEnter(StatusData.Call("a"), At(1)));
        Assert.False(_calls.Rings(StatusData.Call("a").Id));
        _calls.Advance(At(46));
        Assert.Single(_calls.List());
    }

    [Fact]
    public void Release_TheCall_LetsTheUserEnterAnother()
    {
        _calls.TryEnter(StatusData.Call("a"), Start);
        Assert.True(_calls.Release(StatusData.Call("a").Id));
        Assert.True(_calls.TryEnter(StatusData.Call("b"), Start));
    }

    [Fact]
    public void Advance_LeaseNotRenewed_IsForgotten()
    {
        _calls.Hold(StatusData.Call("a", "active"), Start);
        _calls.Advance(At(59.9));
        Assert.True(_calls.HasActive);
        _calls.Hold(StatusData.Call("a", "active"), At(20));
        _calls.Advance(At(79.9));
        Assert.True(_calls.HasActive);
        _calls.Advance(At(80));
        Assert.True(_calls.IsEmpty);
    }

    [Fact]
    public void Hold_EndedCall_IsReleased()
    {
        _calls.Hold(StatusData.Call("a", "active"), Start);
        _calls.Hold(StatusData.Call("a", "ended"), At(1));
        Assert.True(_calls.IsEmpty);
    }

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);
}
