using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Compare;

/// <summary>What to measure.</summary>
/// <param name="Peers">Which peers, by their names on the command line.</param>
/// <param name="Rows">Which rows.</param>
/// <param name="Time">How long each row is measured.</param>
/// <param name="WarmUp">A turn of the warming up, of which there are as many as make it cheaper; three at least.</param>
/// <param name="Crowd">Connections of the large room.</param>
/// <param name="Rooms">How many small rooms.</param>
/// <param name="Idle">Connections that do nothing.</param>
/// <param name="Joining">Connections that are counted while they connect.</param>
internal sealed record CompareOptions(
    IReadOnlyList<string> Peers, IReadOnlyList<string> Rows, TimeSpan Time, TimeSpan WarmUp, int Crowd, int Rooms, int Idle, int Joining)
{
    /// <summary>Connections of a small room.</summary>
    public const int SmallRoom = 10;

    /// <summary>The large room; the number is how many messages are in flight.</summary>
    public static IReadOnlyList<string> CrowdRows { get; } = ["1000x1", "1000x4", "1000x16"];

    /// <summary>Reads the command line.</summary>
    public static CompareOptions Parse(string[] args)
    {
        var arguments = new Arguments(args, "only", "seconds", "rows");
        string[] fanout = [.. CrowdRows, "rooms"];
        string[] latency = ["latency-crowd", "latency-rooms"];
        string[] all = [.. fanout, "idle", "connect", .. latency];
        var rows = arguments.Some("rows", [.. all, "fanout", "latency"]).SelectMany(r => r switch { "fanout" => fanout, "latency" => latency, _ => [r] });
        var tiny = arguments.IsTiny;
        return new CompareOptions(
            arguments.Some("only", AllPeers.Names),
            [.. rows.Distinct()],
            arguments.Seconds("seconds", 3),
            TimeSpan.FromSeconds(tiny ? 0.1 : 4),
            tiny ? 20 : 1_000,
            tiny ? 2 : 100,
            tiny ? 20 : 10_000,
            tiny ? 20 : 2_000);
    }
}
