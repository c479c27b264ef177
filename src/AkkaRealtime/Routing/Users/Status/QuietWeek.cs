using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>Whether it is quiet, and until when: a user's <see cref="QuietHours"/> on the clocks of their zone. Where its clocks are changed, the clocks count.</summary>
/// <param name="hours">When.</param>
/// <param name="zone">Where.</param>
internal sealed class QuietWeek(QuietHours hours, TimeZoneInfo zone)
{
    // Those of yesterday may last until today, and some day of the week they begin again.
    private const int FirstDay = -1;
    private const int LastDay = 7;

    /// <summary>The week of <paramref name="hours"/>; null where there are none, or nobody here knows the zone.</summary>
    public static QuietWeek? Of(QuietHours? hours) => hours?.Check() is null && hours is { Zone: { } name } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? new QuietWeek(hours, zone) : null;

    /// <summary>Whether it is quiet at that time.</summary>
    public bool Holds(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        return !(now < hours.SkipUntil) && Spans(local).Any(span => span.From <= local && local < span.To);
    }

    /// <summary>The next time at which they may begin or end.</summary>
    public DateTimeOffset Next(DateTimeOffset now) =>
        Spans(TimeZoneInfo.ConvertTime(now, zone).DateTime).SelectMany(span => new[] { span.From, span.To })
            .Select(At).Append(hours.SkipUntil ?? now)
            .Where(at => at > now).Min();

    /// <summary>The end of those that hold at that time, or begin next.</summary>
    public DateTimeOffset End(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        return At(Spans(local).Where(span => span.To > local).MinBy(span => span.From).To);
    }

    private DateTimeOffset At(DateTime wall) => new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();

    private IEnumerable<(DateTime From, DateTime To)> Spans(DateTime local)
    {
        for (var day = FirstDay; day <= LastDay; day++)
        {
            var (from, to) = (hours.From!.Value, hours.To!.Value);
            var date = DateOnly.FromDateTime(local).AddDays(day);
            if (hours.Days.Has(date.DayOfWeek))
                yield return (date.ToDateTime(from), date.AddDays(to <= from ? 1 : 0).ToDateTime(to));
        }
    }
}
