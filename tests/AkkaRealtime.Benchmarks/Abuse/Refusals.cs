using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace AkkaRealtime.Benchmarks.Abuse;

/// <summary>What the server says that it refused, by its metrics.</summary>
internal sealed partial class Refusals
{
    private readonly Dictionary<string, double> _counts = [];

    private Refusals()
    {
    }

    /// <summary>Reads them.</summary>
    public static async Task<Refusals> ReadAsync(IPEndPoint server)
    {
        using var http = new HttpClient();
        var refusals = new Refusals();
        foreach (var line in (await http.GetStringAsync(new Uri($"http://{server}/metrics"))).Split('\n'))
        {
            if (Counter().Match(line) is { Success: true } match)
            {
                var what = match.Groups["name"].Value switch { "errors" => "", "closes" => "closed ", _ => "cut: " } + match.Groups["why"].Value;
                refusals._counts[what] = double.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture);
            }
        }

        return refusals;
    }

    /// <summary>What was refused since <paramref name="before"/>, the most frequent first.</summary>
    public string Since(Refusals before) => string.Join(", ", _counts
        .Select(c => (What: c.Key, Count: c.Value - before._counts.GetValueOrDefault(c.Key)))
        .Where(c => c.Count > 0 && c.What is not ("closed 1000" or "closed 1005" or "closed 1006"))
        .OrderByDescending(c => c.Count)
        .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Count:N0} {c.What}")));

    [GeneratedRegex("""^akkarealtime_(?<name>errors|closes|plain_connections_refused)(_connection|_error)?_total\{.*(code|reason)="(?<why>[^"]+)".*\} (?<count>[\d.]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Counter();
}
