namespace AkkaRealtime.Webhooks.Delivery;

/// <summary>When an event that was not accepted is tried again: soon, then ever later, up to every six hours; a tenth sooner or later, so that many don't come at once.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(6),
    ];

    private static readonly TimeSpan MostOfAReceiver = TimeSpan.FromHours(1);

    /// <summary>How long to wait after so many attempts.</summary>
    /// <param name="attempts">1 or more.</param>
    /// <param name="asked">What the receiver asked for (<c>Retry-After</c>): counts where it is longer, up to an hour.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int attempts, TimeSpan? asked, double chance)
    {
        var delay = Delays[Math.Min(attempts, Delays.Length) - 1] * (0.9 + (0.2 * chance));
        var most = asked < MostOfAReceiver ? asked : asked is null ? null : MostOfAReceiver;
        return most > delay ? most.Value : delay;
    }
}
