using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Tests.Routing.Users.Status;

public sealed class UserStatusTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly UserId Alice = new("alice");
    private static readonly DeviceId Laptop = new("laptop");
    private static readonly DeviceId Phone = new("phone");
    private static readonly SessionId First = new("s1");
    private static readonly SessionId Second = new("s2");
    private readonly UserStatus _status = new(Alice, TimeSpan.FromSeconds(10));

    // Every level against every other: the choice before a call, a call before idleness, and none of them without a connection.
    [Theory]
    [InlineData(false, "online", false, false, "offline")]
    [InlineData(false, "online", false, true, "offline")]
    [InlineData(false, "away", false, false, "offline")]
    [InlineData(false, "busy", false, true, "offline")]
    [InlineData(false, "invisible", false, true, "offline")]
    [InlineData(true, "online", false, false, "online")]
    [InlineData(true, "online", true, false, "away")]
    [InlineData(true, "online", false, true, "busy")]
    [InlineData(true, "online", true, true, "busy")]
    [InlineData(true, "away", false, false, "away")]
    [InlineData(true, "away", true, false, "away")]
    [InlineData(true, "away", false, true, "away")]
    [InlineData(true, "away", true, true, "away")]
    [InlineData(true, "busy", false, false, "busy")]
    [InlineData(true, "busy", true, false, "busy")]
    [InlineData(true, "busy", false, true, "busy")]
    [InlineData(true, "busy", true, true, "busy")]
    [InlineData(true, "invisible", false, false, "offline")]
    [InlineData(true, "invisible", true, false, "offline")]
    [InlineData(true, "invisible", false, true, "offline")]
    [InlineData(true, "invisible", true, true, "offline")]
    public void Seen_EveryMix_FollowsTheOrder(bool connected, string chosen, bool idle, bool inCall, string expected)
    {
        Assert.True(StatusNames.TryParse(chosen, out var choice));
        _status.Choose(new StatusChoice(choice), Start);
        if (connected)
            _status.Open(First, Laptop, Start);
        _status.SetIdle(First, idle);
        if (inCall)
            _status.Calls.Reserve(Call(CallState.Active), Start);

        var seen = _status.Seen();

        Assert.Equal(expected, seen.Status);
        Assert.Equal(inCall && expected != "offline" ? true : null, seen.InCall);
    }

    [Fact]
    public void Seen_OneOfTwoDevicesIdle_IsOnline()
    {
        _status.Open(First, Laptop, Start);
        _status.Open(Second, Phone, Start);
        _status.SetIdle(First, true);
        Assert.Equal("online", _status.Seen().Status);
        _status.SetIdle(Second, true);
        Assert.Equal("away", _status.Seen().Status);
        _status.SetIdle(First, false);
        Assert.Equal("online", _status.Seen().Status);
    }

    [Fact]
    public void Seen_OneTabOfADeviceIdle_IsOnline()
    {
        _status.Open(First, Laptop, Start);
        _status.Open(Second, Laptop, Start);
        _status.SetIdle(First, true);
        Assert.Equal("online", _status.Seen().Status);
    }

    [Fact]
    public void Seen_CallThatStillRingsAtTheOtherSide_ShowsNothing()
    {
        _status.Open(First, Laptop, Start);
        _status.Calls.Reserve(Call(CallState.Ringing), Start);
        Assert.Equal(new StatusView(Alice, "online"), _status.Seen());
    }

    [Fact]
    public void Close_LastConnection_ShowsNothingUntilTheGraceTimeIsOver()
    {
        _status.Open(First, Laptop, Start);
        var before = _status.Seen();
        _status.Close(First, nodeLost: false, At(5));
        Assert.Equal(At(15), _status.Next);
        _status.Advance(At(14.999));
        Assert.Equal(before, _status.Seen());
        _status.Advance(At(15));
        Assert.Equal(new StatusView(Alice, "offline", LastSeen: At(5)), _status.Seen());
        Assert.Null(_status.Next);
    }

    [Fact]
    public void Close_IdleDevice_StaysAwayInTheGraceTime()
    {
        _status.Open(First, Laptop, Start);
        _status.SetIdle(First, true);
        _status.Close(First, nodeLost: false, At(1));
        Assert.Equal("away", _status.Seen().Status);
    }

    [Fact]
    public void Close_ActiveDeviceWhileAnotherIsIdle_ReloadShowsNoFlicker()
    {
        _status.Open(First, Laptop, Start);
        _status.Open(Second, Phone, Start);
        _status.SetIdle(Second, true);
        _status.Close(First, nodeLost: false, At(1));
        Assert.Equal("online", _status.Seen().Status);
        _status.Advance(At(11));
        Assert.Equal("away", _status.Seen().Status);
    }

    [Fact]
    public void Open_WithinTheGraceTime_NothingEndsLater()
    {
        _status.Open(First, Laptop, Start);
        _status.Close(First, nodeLost: false, At(1));
        _status.Open(Second, Laptop, At(2));
        Assert.Null(_status.Next);
        _status.SetIdle(Second, true);
        Assert.Equal("away", _status.Seen().Status);
    }

    [Fact]
    public void Open_IdleDeviceThatReconnects_DoesNotFlashOnline()
    {
        _status.Open(First, Laptop, Start);
        _status.SetIdle(First, true);
        _status.Close(First, nodeLost: false, At(1));
        _status.Open(Second, Laptop, At(2));
        Assert.Equal("away", _status.Seen().Status);
        _status.SetIdle(Second, true);
        Assert.Null(_status.Next);
        _status.Advance(At(60));
        Assert.Equal("away", _status.Seen().Status);
    }

    [Fact]
    public void Open_IdleDeviceBeforeItsFormerConnectionEnds_DoesNotFlashOnline()
    {
        _status.Open(First, Laptop, Start);
        _status.SetIdle(First, true);
        _status.Open(Second, Laptop, At(2));
        Assert.Equal("away", _status.Seen().Status);
    }

    [Fact]
    public void Open_IdleDeviceThatWasOffline_DoesNotFlashOnline()
    {
        _status.Open(First, Laptop, Start);
        _status.SetIdle(First, true);
        _status.Close(First, nodeLost: false, At(1));
        _status.Advance(At(60));
        Assert.Equal("offline", _status.Seen().Status);
        _status.Open(Second, Laptop, At(61));
        Assert.Equal("away", _status.Seen().Status);
    }

    [Fact]
    public void Open_IdleDeviceThatSaysNothing_IsOnlineAfterFiveSeconds()
    {
        _status.Open(First, Laptop, Start);
        _status.SetIdle(First, true);
        _status.Close(First, nodeLost: false, At(1));
        _status.Open(Second, Laptop, At(2));
        Assert.Equal(At(7), _status.Next);
        _status.Advance(At(7));
        Assert.Equal("online", _status.Seen().Status);
        Assert.Null(_status.Next);
    }

    [Fact]
    public void Open_IdleDeviceThatSaysItIsActive_IsOnlineAtOnce()
    {
        _status.Open(First, Laptop, Start);
        _status.SetIdle(First, true);
        _status.Close(First, nodeLost: false, At(1));
        _status.Open(Second, Laptop, At(2));
        _status.SetIdle(Second, false);
        Assert.Equal("online", _status.Seen().Status);
    }

    [Fact]
    public void Open_AnotherDeviceThanTheIdleOne_IsOnlineAtOnce()
    {
        _status.Open(First, Laptop, Start);
        _status.SetIdle(First, true);
        _status.Open(Second, Phone, At(2));
        Assert.Equal("online", _status.Seen().Status);
    }

    [Fact]
    public void Open_AgainAfterTheEntityMoved_IsAsIdleAsBefore()
    {
        _status.Open(First, Laptop, Start, idle: true);
        Assert.Equal("away", _status.Seen().Status);
        Assert.Null(_status.Next);
        _status.Advance(At(60));
        Assert.Equal("away", _status.Seen().Status);
    }

    [Fact]
    public void Close_OneOfTwoConnections_StaysOnline()
    {
        _status.Open(First, Laptop, Start);
        _status.Open(Second, Laptop, Start);
        _status.Close(First, nodeLost: false, At(1));
        _status.Advance(At(60));
        Assert.Equal("online", _status.Seen().Status);
    }

    [Fact]
    public void Close_NodeLost_IsOfflineUnlessTheyComeBackSoon()
    {
        _status.Open(First, Laptop, Start);
        _status.Close(First, nodeLost: true, At(7));
        _status.Advance(At(10.9));
        Assert.Equal("online", _status.Seen().Status);
        Assert.Equal(At(11), _status.Next);
        _status.Advance(At(11));
        Assert.Equal(new StatusView(Alice, "offline", LastSeen: At(7)), _status.Seen());
    }

    [Fact]
    public void Close_UnknownSession_ChangesNothing()
    {
        _status.Close(First, nodeLost: false, At(1));
        Assert.Equal(new StatusView(Alice, "offline"), _status.Seen());
        Assert.Null(_status.Next);
    }

    [Fact]
    public void Close_ManyDevices_RemembersABoundedNumber()
    {
        for (var i = 0; i < 10 * ConnectedDevices.MaxLingering; i++)
        {
            _status.Open(new SessionId($"s{i}"), new DeviceId($"d{i}"), Start);
            _status.Close(new SessionId($"s{i}"), nodeLost: false, At(i * 0.001));
        }

        // Those that ended first are forgotten, so the first to end now is the oldest that is kept.
        Assert.Equal(At(10 + (9 * ConnectedDevices.MaxLingering * 0.001)), _status.Next);
    }

    [Fact]
    public void Advance_ClearAt_GoesBackToAutomatic()
    {
        _status.Open(First, Laptop, Start);
        _status.Choose(new StatusChoice(ChosenStatus.Busy, "Lunch", "🍜", At(30)), Start);
        Assert.Equal(new StatusView(Alice, "busy", "Lunch", "🍜", At(30)), _status.Seen());
        Assert.Equal(At(30), _status.Next);
        _status.Advance(At(30));
        Assert.Equal(new StatusView(Alice, "online"), _status.Seen());
        Assert.Equal(StatusChoice.None, _status.Choice);
    }

    [Fact]
    public void Choose_Online_LetsIdlenessDecideButKeepsTheText()
    {
        _status.Open(First, Laptop, Start);
        _status.SetIdle(First, true);
        _status.Choose(new StatusChoice(ChosenStatus.Busy), Start);
        _status.Choose(new StatusChoice(ChosenStatus.Online, "Hi"), Start);
        Assert.Equal(new StatusView(Alice, "away", "Hi"), _status.Seen());
    }

    [Fact]
    public void Next_SeveralDeadlines_IsTheEarliest()
    {
        _status.Open(First, Laptop, Start);
        _status.Close(First, nodeLost: false, At(1));
        _status.Choose(new StatusChoice(ChosenStatus.Away, ClearAt: At(40)), Start);
        _status.Calls.TryRing(Call(CallState.Ringing), At(45), Start, out _);
        Assert.Equal(At(11), _status.Next);
        _status.Advance(At(11));
        Assert.Equal(At(25), _status.Next);
        Assert.Single(_status.Calls.TakeOverdue(At(25)));
        Assert.Equal(At(40), _status.Next);
        _status.Advance(At(40));
        Assert.Equal(At(45), _status.Next);
        _status.Advance(At(45));
        Assert.Null(_status.Next);
    }

    [Fact]
    public void Restore_ClearAtPassedMeanwhile_IsAutomatic()
    {
        _status.Restore(new StatusChoice(ChosenStatus.Busy, "Lunch", null, At(-1)), At(-60), Presence.Offline, Start);
        _status.Open(First, Laptop, Start);
        Assert.Equal(new StatusView(Alice, "online"), _status.Seen());
    }

    [Fact]
    public void Restore_NobodyConnected_IsOfflineWithLastSeen()
    {
        _status.Restore(new StatusChoice(ChosenStatus.Busy, "Lunch"), At(-60), Presence.Offline, Start);
        Assert.Equal(new StatusView(Alice, "offline", LastSeen: At(-60)), _status.Seen());
    }

    [Theory]
    [InlineData(ChosenStatus.Online, null, null)]
    [InlineData(ChosenStatus.Away, "Gone fishing", "🎣")]
    [InlineData(ChosenStatus.Busy, "\"quoted\" ü", null)]
    [InlineData(ChosenStatus.Invisible, null, "👻")]
    public void StoredChoice_RoundTrip_IsTheSame(object status, string? text, string? emoji)
    {
        var choice = new StatusChoice((ChosenStatus)status, text, emoji, At(60));
        Assert.Equal(choice, StatusChoice.FromStored(choice.ToStored()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Asia/Kolkata")]
    public void StoredZone_RoundTrip_IsTheSame(string? zone) =>
        Assert.Equal(new SharedZone(zone), StatusChoice.ZoneOf(StatusChoice.None.ToStored(Presence.Active, new SharedZone(zone))));

    [Fact]
    public void StoredQuietHours_RoundTrip_AreTheSame()
    {
        var hours = new QuietHours(new TimeOnly(22, 30), new TimeOnly(7, 0), new WeekDays(0b101_0001), "Europe/Berlin");
        Assert.Equal(hours, StatusChoice.QuietOf(StatusChoice.None.ToStored(quiet: hours)));
        Assert.Null(StatusChoice.QuietOf(StatusChoice.None.ToStored()));
    }

    [Fact]
    public void Zone_IsShownWhetherOrNotTheUserIsThere()
    {
        _status.Open(First, Laptop, Start);
        _status.HearZone("Europe/Berlin");
        Assert.Equal(new StatusView(Alice, "online", Zone: "Europe/Berlin"), _status.Seen());
        _status.Close(First, nodeLost: false, Start);
        _status.Advance(At(11));
        Assert.Equal(("offline", "Europe/Berlin"), (_status.Seen().Status, _status.Seen().Zone));
    }

    [Fact]
    public void Zone_OfADevice_IsTakenOnlyOfWhoIsToBeSeen()
    {
        _status.Open(First, Laptop, Start);
        _status.HearZone("Europe/Berlin");
        _status.Choose(new StatusChoice(ChosenStatus.Invisible), Start);
        _status.HearZone("Asia/Tokyo");
        Assert.Equal("Europe/Berlin", _status.Seen().Zone);
        _status.Choose(StatusChoice.None, Start);
        _status.HearZone(null);
        Assert.Equal("Europe/Berlin", _status.Seen().Zone);
        _status.HearZone("Asia/Tokyo");
        Assert.Equal("Asia/Tokyo", _status.Seen().Zone);
    }

    [Fact]
    public void Zone_ThatIsNotShared_IsToldToTheUserAlone_WhateverTheirDevicesSay()
    {
        _status.Open(First, Laptop, Start);
        _status.HearZone("Europe/Berlin");
        _status.ChooseZone("");
        _status.HearZone("Asia/Tokyo");
        Assert.Equal((null, "", ""), (_status.Seen().Zone, _status.Own().Zone, _status.OwnChoice().Zone));
        _status.ChooseZone("Asia/Tokyo");
        _status.HearZone("Europe/Berlin");
        Assert.Equal(("Europe/Berlin", "Europe/Berlin"), (_status.Seen().Zone, _status.Own().Zone));
    }

    [Fact]
    public void Zone_OfWhoIsErased_IsForgotten()
    {
        _status.ChooseZone("");
        _status.Forget();
        Assert.Equal(default, _status.Zone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"status":"dancing"}""")]
    public void FromStored_NothingOfUse_IsNoChoice(string stored) =>
        Assert.Equal(StatusChoice.None, StatusChoice.FromStored(System.Text.Encoding.UTF8.GetBytes(stored)));

    private static DateTimeOffset At(double seconds) => Start.AddMilliseconds(seconds * 1_000);

    private static UserCall Call(CallState state) => UserData.Call("c1", state);
}
