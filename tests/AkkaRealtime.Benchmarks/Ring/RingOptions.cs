using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Ring;

/// <summary>How it rings.</summary>
/// <param name="Devices">Devices of the one who is called.</param>
/// <param name="Rounds">Calls for each way in which ringing stops.</param>
/// <param name="RingMs">How long it rings where nobody answers.</param>
/// <param name="Stores">Which stores.</param>
internal sealed record RingOptions(int Devices, int Rounds, int RingMs, IReadOnlyList<string> Stores)
{
    /// <summary>Reads the command line.</summary>
    public static RingOptions Parse(string[] args)
    {
        var arguments = new Arguments(args, "devices", "rounds", "ring-ms", "only");
        var options = new RingOptions(
            arguments.Number("devices", 20, tiny: 2),
            arguments.Number("rounds", 100, tiny: 1),
            arguments.Number("ring-ms", 1_000),
            arguments.Some("only", "sqlite", "postgres"));
        return options.Devices >= 2 && options.Rounds >= 1 ? options : throw new ArgumentException("Two devices and one round at least.");
    }
}
