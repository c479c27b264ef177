using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Report;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Benchmarks.Nodes;

/// <summary>
/// What it costs to be several nodes: the same talk on one node and on three, whose clients come to each in turn, on the same PostgreSQL. Both run side by side and have their turns of the
/// same length, one after the other, and the ratio is that of two turns in a row: what else the machine does meets both. Before the first, both talk until their code is compiled.
/// </summary>
internal static class NodesBenchmark
{
    private sealed record Sizes(int Rooms, int SmallRoom, int Crowd, TimeSpan Turn, int Turns, int MostWarmUps);

    /// <summary>Runs it and prints the table. 0 where it finished.</summary>
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args, "seconds", "nodes", "turns", "only", "rooms");
        var turn = arguments.Seconds("seconds", 5);
        var nodes = arguments.Number("nodes", 3, tiny: 2);
        var turns = arguments.Number("turns", 7, tiny: 1);
        var sizes = arguments.IsTiny ? new Sizes(2, 4, 4, turn, turns, 0) : new Sizes(arguments.Number("rooms", 30, tiny: 2), 10, 300, turn, turns, 40);
        if (PostgresServer.FindPrograms() is not { } programs)
        {
            Console.Error.WriteLine("PostgreSQL is not installed: apt-get install -y --no-install-recommends postgresql");
            return 69;
        }

        Cores.KeepLoadOff();
        Show.Heading(
            $"Deliveries for each second of CPU that all nodes use: the middle one of {turns} turns of {turn.TotalSeconds} s, in turn, and the smallest and largest ratio of two in a row; nodes on core 0, load and PostgreSQL elsewhere");
        using var postgres = new PostgresServer(programs, durable: true);
        var table = new Table("", "one node", $"{nodes} nodes", "ratio", "from", "to");
        foreach (var row in arguments.Some("only", "rooms", "crowd"))
        {
            var (rooms, members) = row == "rooms" ? (sizes.Rooms, sizes.SmallRoom) : (1, sizes.Crowd);
            var window = Math.Min(members, sizes.SmallRoom);
            using var one = new NodesUnderTest(postgres, 1, rooms, members, window);
            using var several = new NodesUnderTest(postgres, nodes, rooms, members, window);
            one.WarmUp(sizes.Turn, sizes.MostWarmUps);
            several.WarmUp(sizes.Turn, sizes.MostWarmUps);
            var pairs = new List<(double One, double Several)>();
            for (var i = 0; i < sizes.Turns; i++)
            {
                pairs.Add((one.Turn(sizes.Turn), several.Turn(sizes.Turn)));
                Show.Progress($"{Show.Number(pairs[^1].One)}, {Show.Number(pairs[^1].Several)}");
            }

            List<double> ratios = [.. pairs.Select(p => p.Several / p.One).Order()];
            table.Row(
                $"{rooms} rooms of {members}, {window} sending in each",
                Show.Number(Middle(pairs.Select(p => p.One))),
                Show.Number(Middle(pairs.Select(p => p.Several))),
                Show.Number(Middle(ratios)),
                Show.Number(ratios[0]),
                Show.Number(ratios[^1]));
            Faults(one.Load);
            Faults(several.Load);
        }

        return 0;
    }

    private static double Middle(IEnumerable<double> figures)
    {
        double[] ordered = [.. figures.Order()];
        return ordered[ordered.Length / 2];
    }

    private static void Faults(LoadGenerator load)
    {
        if (load.Faults != (0, 0))
            Console.Error.WriteLine($"{load.Faults.Missing} deliveries are missing, {load.Faults.Doubled} came twice.");
    }
}
