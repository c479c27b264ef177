using System.Globalization;
using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Storage.Postgres;
using Xunit.Abstractions;

namespace AkkaRealtime.Cluster.Tests.Scenarios;

/// <summary>Each scenario several times, and a table of how they went: docs/cluster.md, "Measure it". Each gives a row; a run without a result says why, and fails the scenario.</summary>
[Collection(ClusterTests.Name)]
public sealed class ScenarioTable(ClusterPostgres postgres, ITestOutputHelper output)
{
    private static readonly int[][] Orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    [Measurement("cluster")]
    [InlineData("kill of the oldest", 20)]
    [InlineData("kill of another", 20)]
    [InlineData("kill, two nodes", 6)]
    [InlineData("pause 5 s", 3)]
    [InlineData("pause 20 s", 3)]
    [InlineData("pause 60 s", 3)]
    [InlineData("stop", 3)]
    [InlineData("rolling restart", 3)]
    [InlineData("cold start", 6)]
    [InlineData("partition 1|1", 3)]
    [InlineData("partition 1|2", 3)]
    [InlineData("partition 1|1|1", 3)]
    [InlineData("link", 3)]
    [InlineData("database Fast", 2)]
    [InlineData("database Kill", 2)]
    [InlineData("database failover", 2)]
    public async Task Scenarios(string name, int runs)
    {
        output.WriteLine(ScenarioRow.Head);
        runs = int.TryParse(Environment.GetEnvironmentVariable("AKKAREALTIME_MEASURE_RUNS"), out var most) ? Math.Min(runs, most) : runs;
        var row = new ScenarioRow(name);
        if (name.StartsWith("kill of", StringComparison.Ordinal))
            await KillAsync(name, runs, row);
        else
            await RunAsync(name, runs, row);
        output.WriteLine(row.ToString());
        Assert.True(row.IsClean, row.ToString());
    }

    // Each run has nodes of its own.
    private async Task RunAsync(string name, int runs, ScenarioRow row)
    {
        for (var run = 0; run < runs; run++)
        {
            using var pair = name == "database failover" ? ClusterPostgres.NewPair() : null;
            await using var cluster = pair?.NewCluster() ?? postgres.NewCluster(bySocket: true);
            await row.AddAsync(output, cluster, () => RunAsync(cluster, pair, name, run));
        }
    }

    // One cluster for all: who was killed starts again, and is the youngest then. The oldest has the coordinators.
    private async Task KillAsync(string name, int runs, ScenarioRow row)
    {
        await using var cluster = postgres.NewCluster(bySocket: true);
        for (var i = 0; i < 3; i++)
            await cluster.StartAsync(1);
        var byAge = new List<int> { 0, 1, 2 };
        var which = name == "kill of the oldest" ? 0 : 1;
        for (var run = 0; run < runs; run++)
        {
            var victim = byAge[which];
            byAge.RemoveAt(which);
            byAge.Add(victim);
            if (!await row.AddAsync(output, cluster, () => Faults.KillAsync(cluster, victim)))
                return;
            await cluster.Nodes[victim].Server.StartAgainAsync();
        }
    }

    private async Task<Outcome> RunAsync(TestCluster cluster, PostgresPair? pair, string name, int run)
    {
        if (name == "link" || name.StartsWith("partition", StringComparison.Ordinal))
        {
            Need.Networks();
            var parts = PartsOf(name == "link" ? "1|1|1" : name.Split(' ')[1], run);
            await using var networks = await Networks.CreateAsync(parts.Sum(p => p.Length));
            await cluster.StartAsync(networks);
            return name == "link" ? await Faults.LinkAsync(cluster, networks, parts[0][0], parts[1][0]) : await Faults.PartitionAsync(cluster, networks, parts);
        }

        // Each node in turn.
        var nodes = name == "kill, two nodes" ? 2 : 3;
        await cluster.StartAsync(nodes);
        return name.Split(' ') switch
        {
            ["kill,", ..] => await Faults.KillAsync(cluster, run % nodes),
            ["pause", "5", ..] => await Faults.ShortPauseAsync(cluster, run % nodes, TimeSpan.FromSeconds(5)),
            ["pause", var seconds, ..] => await Faults.PauseAsync(cluster, run % nodes, TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))),
            ["rolling", ..] => await Faults.RollAsync(cluster),
            ["cold", ..] => await Faults.ColdStartAsync(cluster, Orders[run % Orders.Length]),
            ["database", "failover"] => await Faults.FailOverAsync(cluster, pair!),
            ["database", var mode] => await Faults.DatabaseAsync(cluster, () => postgres.StartAgain(Enum.Parse<StopMode>(mode))),
            _ => await Faults.StopAsync(cluster, run % nodes),
        };
    }

    // 1|2 is one and two nodes; the first is another one each time.
    private static List<int[]> PartsOf(string sizes, int run)
    {
        var parts = new List<int[]>();
        var numbers = sizes.Split('|').Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToList();
        foreach (var size in numbers)
            parts.Add([.. Enumerable.Range(parts.Sum(p => p.Length), size).Select(i => (i + run) % numbers.Sum())]);
        return parts;
    }
}
