using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Tests.Routing.Users.Status;

/// <summary>"<c>invisible</c> looks exactly like offline to others" (protocol §5).</summary>
public sealed class InvisibleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly UserId Alice = new("alice");
    private static readonly DeviceId Laptop = new("laptop");
    private static readonly SessionId First = new("s1");
    private static readonly SessionId Second = new("s2");
    private static readonly StatusChoice Invisible = new(ChosenStatus.Invisible, "Hidden", "👻");
    private readonly UserStatus _status = Connected();

    [Fact]
    public void Choose_Invisible_IsByteForByteTheFrameOfSomebodyWhoseConnectionEnded()
    {
        _status.Choose(Invisible, At(60));

        // The other's last connection ended a grace time before: that shows at 60 s, too.
        var other = Connected();
        other.Close(First, nodeLost: false, At(50));
        other.Advance(At(60));

        Assert.Equal(Frame(other), Frame(_status));
    }

    [Fact]
    public void Seen_WhateverHappensWhileInvisible_StaysTheSame()
    {
        _status.Choose(Invisible, At(60));
        var offline = _status.Seen();

        _status.SetIdle(First, true);
        Assert.Equal(offline, _status.Seen());
        _status.Calls.Reserve(UserData.Call("c1", CallState.Active), At(70));
        Assert.Equal(offline, _status.Seen());
        _status.Open(Second, Laptop, At(80));
        Assert.Equal(offline, _status.Seen());
        _status.Choose(Invisible with { Text = "Another" }, At(90));
        Assert.Equal(offline, _status.Seen());
        _status.Close(First, nodeLost: false, At(100));
        _status.Close(Second, nodeLost: false, At(100));
        Assert.Equal(offline, _status.Seen());
        _status.Advance(At(200));
        Assert.Equal(offline, _status.Seen());
        _status.Open(First, Laptop, At(300));
        Assert.Equal(offline, _status.Seen());
    }

    [Fact]
    public void Own_WhileInvisible_IsTheChoice()
    {
        _status.Choose(Invisible, At(60));
        Assert.Equal(new StatusView(Alice, "invisible", "Hidden", "👻"), _status.Own());
    }

    [Fact]
    public void Own_OtherwiseAndWhenGone_IsWhatOthersSee()
    {
        Assert.Equal(_status.Seen(), _status.Own());
        _status.Choose(Invisible, At(60));
        _status.Close(First, nodeLost: false, At(70));
        Assert.Equal(_status.Seen(), _status.Own());
    }

    [Fact]
    public void Choose_InvisibleSoonAfterConnecting_WasLastSeenNotBeforeThat()
    {
        _status.Choose(Invisible, At(3));
        Assert.Equal(Start, _status.Seen().LastSeen);
    }

    [Fact]
    public void Advance_ClearAtOfInvisibleWithoutAConnection_StaysOffline()
    {
        _status.Choose(Invisible with { ClearAt = At(100) }, At(60));
        _status.Close(First, nodeLost: false, At(95));
        _status.Advance(At(100));
        Assert.Equal(new StatusView(Alice, "offline", LastSeen: At(50)), _status.Seen());
    }

    [Fact]
    public void Advance_ClearAtOfInvisibleWithAConnection_IsOnline()
    {
        _status.Choose(Invisible with { ClearAt = At(100) }, At(60));
        _status.Advance(At(100));
        Assert.Equal(new StatusView(Alice, "online"), _status.Seen());
        _status.Close(First, nodeLost: true, At(110));
        _status.Advance(At(114));
        Assert.Equal(At(110), _status.Seen().LastSeen);
    }

    [Fact]
    public void Choose_OnlineAfterInvisible_IsSeenAgain()
    {
        _status.Choose(Invisible, At(60));
        _status.Choose(StatusChoice.None, At(70));
        Assert.Equal(new StatusView(Alice, "online"), _status.Seen());
    }

    [Fact]
    public void Restore_Invisible_KeepsLastSeenFrozen()
    {
        var status = new UserStatus(Alice, TimeSpan.FromSeconds(10));
        status.Restore(Invisible, At(-500), Presence.Offline, Start);
        status.Open(First, Laptop, Start);
        status.Close(First, nodeLost: false, At(20));
        Assert.Equal(new StatusView(Alice, "offline", LastSeen: At(-500)), status.Seen());
    }

    private static UserStatus Connected()
    {
        var status = new UserStatus(Alice, TimeSpan.FromSeconds(10));
        status.Open(First, Laptop, Start);
        return status;
    }

    private static string Frame(UserStatus status) => StatusEnvelopes.Changed(new StatusChanged([status.Seen()])).ToString();

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);
}
