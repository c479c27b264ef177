using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Abuse;

/// <summary>Who is good, who is bad, and for how long.</summary>
/// <param name="Good">Good users, each of whom says something four times a second.</param>
/// <param name="Hostile">Hostile connections, or tasks that make them.</param>
/// <param name="Messages">Messages that others have said before.</param>
/// <param name="Time">How long each attack lasts, and the quiet before it.</param>
/// <param name="Attacks">Which attacks.</param>
internal sealed record AbuseOptions(int Good, int Hostile, int Messages, TimeSpan Time, IReadOnlyList<string> Attacks)
{
    /// <summary>Reads the command line.</summary>
    public static AbuseOptions Parse(string[] args)
    {
        var arguments = new Arguments(args, "good", "hostile", "messages", "seconds", "only");
        return new AbuseOptions(
            arguments.Number("good", 20, tiny: 2),
            arguments.Number("hostile", 50, tiny: 2),
            arguments.Number("messages", 40_000, tiny: 200),
            arguments.Seconds("seconds", 10),
            arguments.Some("only", [.. AllAttacks.Names]));
    }
}
