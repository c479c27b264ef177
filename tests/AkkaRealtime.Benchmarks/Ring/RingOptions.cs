using System.Globalization;

namespace AkkaRealtime.Benchmarks.Ring;

/// <summary>How it rings.</summary>
/// <param name="Devices">Devices of the one who is called.</param>
/// <param name="Rounds">Calls for each way in which ringing stops.</param>
/// <param name="RingMs">How long it rings where nobody answers.</param>
/// <param name="Only"><c>sqlite</c> or <c>postgres</c>; null: both.</param>
internal sealed record RingOptions(int Devices, int Rounds, int RingMs, string? Only)
{
    /// <summary>Reads the command line.</summary>
    public static RingOptions Parse(string[] args)
    {
        var options = new RingOptions(20, 100, 1_000, null);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--devices" => options with { Devices = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--ring-ms" => options with { RingMs = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--only" => options with { Only = args[i + 1] },
                _ => throw new ArgumentException($"Unknown option {args[i]}."),
            };
        }

        return options.Devices >= 2 && options.Rounds >= 1 ? options : throw new ArgumentException("Two devices and one round at least.");
    }
}
