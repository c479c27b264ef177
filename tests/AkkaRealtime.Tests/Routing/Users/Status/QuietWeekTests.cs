using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Tests.Routing.Users.Status;

/// <summary>When it is quiet, on the clocks of the user. The first of December 2026 is a Tuesday.</summary>
public sealed class QuietWeekTests
{
    private const int EveryDay = 0b111_1111;
    private const int Weekend = 0b110_0000;

    [Theory]
    [InlineData("2026-12-01T20:59:59Z", false)]
    [InlineData("2026-12-01T21:00:00Z", true)]
    [InlineData("2026-12-02T00:00:00Z", true)]
    [InlineData("2026-12-02T05:59:59Z", true)]
    [InlineData("2026-12-02T06:00:00Z", false)]
    public void Holds_OverMidnight_ByTheClocksOfTheZone(string at, bool quiet) => Assert.Equal(quiet, Week("22:00", "07:00", EveryDay).Holds(At(at)));

    [Theory]
    [InlineData("2026-12-04T22:00:00Z", false)] // The night that begins on Friday.
    [InlineData("2026-12-05T22:00:00Z", true)]
    [InlineData("2026-12-07T04:00:00Z", true)] // Monday morning still is Sunday's night.
    [InlineData("2026-12-07T22:00:00Z", false)]
    public void Holds_OnlyOnNightsOfItsDays(string at, bool quiet) => Assert.Equal(quiet, Week("22:00", "07:00", Weekend).Holds(At(at)));

    [Theory]
    [InlineData("2026-12-05T11:00:00Z", true)]
    [InlineData("2026-12-05T10:59:00Z", false)]
    [InlineData("2026-12-06T10:59:00Z", true)]
    public void Holds_FromAndToAreTheSame_LastsADay(string at, bool quiet) => Assert.Equal(quiet, Week("12:00", "12:00", 0b010_0000).Holds(At(at)));

    [Theory]
    [InlineData("2026-12-01T12:00:00Z", "2026-12-01T21:00:00Z")]
    [InlineData("2026-12-01T21:00:00Z", "2026-12-02T06:00:00Z")]
    [InlineData("2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z")] // The clocks go forward in this night,
    [InlineData("2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z")] // and back in this one.
    public void Next_IsWhenItChanges_AlsoWhereClocksAreChanged(string at, string next) => Assert.Equal(At(next), Week("22:00", "07:00", EveryDay).Next(At(at)));

    [Fact]
    public void Next_OfOneDay_IsAWeekAway() => Assert.Equal(At("2026-12-08T09:00:00Z"), Week("10:00", "11:00", 0b000_0010).Next(At("2026-12-01T10:00:00Z")));

    [Theory]
    [InlineData("2026-12-01T12:00:00Z", "2026-12-02T06:00:00Z")] // Those of the coming night,
    [InlineData("2026-12-01T21:00:00Z", "2026-12-02T06:00:00Z")] // which have begun,
    [InlineData("2026-12-02T05:59:00Z", "2026-12-02T06:00:00Z")] // and are nearly over.
    [InlineData("2026-12-02T06:00:00Z", "2026-12-03T06:00:00Z")]
    [InlineData("2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z")] // A night in which clocks go back.
    public void End_IsThatOfTheHoursThatHoldOrBeginNext(string at, string end) => Assert.Equal(At(end), Week("22:00", "07:00", EveryDay).End(At(at)));

    [Fact]
    public void Holds_NotBeforeTheTimeUntilWhichItIsSkipped_WhichIsAChangeToo()
    {
        var week = Week("22:00", "22:00", EveryDay, skipUntil: "2026-12-02T21:00:00Z");
        Assert.False(week.Holds(At("2026-12-01T22:00:00Z")));
        Assert.True(week.Holds(At("2026-12-02T21:00:00Z")));
        Assert.Equal(At("2026-12-02T03:00:00Z"), Week("22:00", "22:00", EveryDay, skipUntil: "2026-12-02T03:00:00Z").Next(At("2026-12-01T22:00:00Z")));
    }

    [Fact]
    public void Of_AZoneThatNobodyKnows_IsNone() => Assert.Null(QuietWeek.Of(new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), new WeekDays(EveryDay), "Mars/Olympus")));

    private static QuietWeek Week(string from, string to, int days, string? skipUntil = null) =>
        QuietWeek.Of(new QuietHours(TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture), new WeekDays(days), "Europe/Berlin") { SkipUntil = skipUntil is null ? null : At(skipUntil) })!;

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
