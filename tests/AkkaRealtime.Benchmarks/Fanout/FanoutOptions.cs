namespace AkkaRealtime.Benchmarks.Fanout;

/// <summary>What to measure.</summary>
/// <param name="Only"><c>ours</c> or <c>signalr</c>; null: both.</param>
/// <param name="Seconds">How long each row is measured.</param>
/// <param name="Rows">Which rows.</param>
internal sealed record FanoutOptions(string? Only, int Seconds, IReadOnlyList<string> Rows)
{
    /// <summary>All rows there are.</summary>
    private static readonly string[] All = ["1000x1", "1000x4", "1000x16", "rooms", "idle"];

    /// <summary>Reads the command line.</summary>
    public static FanoutOptions Parse(string[] args)
    {
        var options = new FanoutOptions(null, 3, All);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--only" => options with { Only = args[i + 1] },
                "--seconds" => options with { Seconds = int.Parse(args[i + 1], System.Globalization.CultureInfo.InvariantCulture) },
                "--rows" => options with { Rows = args[i + 1].Split(',') },
                _ => throw new ArgumentException($"Unknown option {args[i]}."),
            };
        }

        return options;
    }
}
