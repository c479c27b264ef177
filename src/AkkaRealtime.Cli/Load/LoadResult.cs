namespace AkkaRealtime.Cli.Load;

/// <summary>What came of it.</summary>
/// <param name="Sent">Messages that were acknowledged.</param>
/// <param name="SentPerSecond">As many a second.</param>
/// <param name="Refused">Messages that the server refused, by code.</param>
/// <param name="Acknowledged">From a message's sending until the server has stored it.</param>
/// <param name="Delivered">From a message's sending until another user has it.</param>
/// <param name="Deliveries">Messages that others were told, each counted for each of them.</param>
/// <param name="Missing">Those that were not told some seconds after the end.</param>
internal sealed record LoadResult(
    int Sent, double SentPerSecond, IReadOnlyDictionary<string, int> Refused, Percentiles Acknowledged, Percentiles Delivered, int Deliveries, int Missing);

/// <summary>How long half of them took at most, 99 of 100, and all.</summary>
internal readonly record struct Percentiles(double P50Ms, double P99Ms, double MaxMs)
{
    /// <summary>Of some times; zeros where there are none.</summary>
    public static Percentiles Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(t => t.TotalMilliseconds).Order().ToArray();
        return sorted.Length == 0 ? default : new Percentiles(At(0.5), At(0.99), sorted[^1]);

        double At(double part) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(part * sorted.Length) - 1)];
    }
}
