using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Storage.Postgres;
using Xunit.Abstractions;

namespace AkkaRealtime.Cluster.Tests.Scenarios;

/// <summary>Each scenario several times, and a table of how they went: docs/cluster.md, "Measure it".</summary>
[Collection(ClusterTests.Name)]
public sealed class ScenarioTable(ClusterPostgres postgres, ITestOutputHelper output)
{
    [Measurement("cluster")]
    [InlineData("kill, three nodes", 20)]
    [InlineData("kill, two nodes", 6)]
    [InlineData("pause 5 s", 3)]
    [InlineData("pause 20 s", 3)]
    [InlineData("pause 60 s", 3)]
    [InlineData("stop", 3)]
    [InlineData("rolling restart", 3)]
    [InlineData("partition 1|1", 3)]
    [InlineData("partition 1|2", 3)]
    [InlineData("partition 1|1|1", 3)]
    [InlineData("database Fast", 2)]
    [InlineData("database Kill", 2)]
    public async Task Scenarios(string name, int runs)
    {
        output.WriteLine("| scenario | whole after, s: half, p95 | rooms, new, sign-in, calls (worst) | half of new rooms (worst) | confirmed | delivered | lost | doubled | holes | order | stale, unlike | shown as gone | calls, rang on | answered, s; not | exit | ended, s |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        var outcomes = new List<Outcome>();
        runs = int.TryParse(Environment.GetEnvironmentVariable("AKKAREALTIME_MEASURE_RUNS"), out var most) ? Math.Min(runs, most) : runs;
        for (var run = 0; run < runs; run++)
        {
            await using var cluster = postgres.NewCluster(bySocket: true);
            outcomes.Add(await RunAsync(cluster, name, run));
            output.WriteLine($"{name}: {outcomes[^1]}");
        }

        output.WriteLine(Row(name, outcomes));
        Assert.All(outcomes, o => Assert.True(o.IsClean, $"{o}"));
    }

    private async Task<Outcome> RunAsync(TestCluster cluster, string name, int run)
    {
        if (name.StartsWith("partition", StringComparison.Ordinal))
        {
            Need.Networks();
            var parts = PartsOf(name.Split(' ')[1], run);
            await using var networks = await Networks.CreateAsync(parts.Sum(p => p.Length));
            foreach (var (network, address) in networks.All)
                await cluster.StartAsync(network, ("AkkaRealtime:Cluster:Hostname", address));
            return await Faults.PartitionAsync(cluster, networks, parts);
        }

        // Each node in turn: the oldest, which has the coordinators, goes as often as the others.
        var nodes = name == "kill, two nodes" ? 2 : 3;
        await cluster.StartAsync(nodes);
        return name.Split(' ') switch
        {
            ["kill,", ..] => await Faults.KillAsync(cluster, run % nodes),
            ["pause", "5", ..] => await Faults.ShortPauseAsync(cluster, run % nodes, TimeSpan.FromSeconds(5)),
            ["pause", var seconds, ..] => await Faults.PauseAsync(cluster, run % nodes, TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture))),
            ["rolling", ..] => await Faults.RollAsync(cluster),
            ["database", var mode] => await Faults.DatabaseAsync(cluster, () => postgres.StartAgain(Enum.Parse<StopMode>(mode))),
            _ => await Faults.StopAsync(cluster, run % nodes),
        };
    }

    // 1|2 is one and two nodes; the first is another one each time.
    private static List<int[]> PartsOf(string sizes, int run)
    {
        var parts = new List<int[]>();
        var numbers = sizes.Split('|').Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        foreach (var size in numbers)
            parts.Add([.. Enumerable.Range(parts.Sum(p => p.Length), size).Select(i => (i + run) % numbers.Sum())]);
        return parts;
    }

    private static string Row(string name, List<Outcome> outcomes)
    {
        var all = outcomes.Select(o => o.Healed.All.TotalSeconds).Order().ToList();
        string Worst(Func<Outcome, TimeSpan> part) => outcomes.Max(part).TotalSeconds.ToString("f1", System.Globalization.CultureInfo.InvariantCulture);
        int Sum(Func<Outcome, int> part) => outcomes.Sum(part);
        return FormattableString.Invariant(
            $"| {name}, {outcomes.Count} times | {all[all.Count / 2]:f1}, {all[(int)Math.Ceiling(0.95 * all.Count) - 1]:f1} ")
            + $"| {Worst(o => o.Healed.Rooms)}, {Worst(o => o.Healed.NewRooms)}, {Worst(o => o.Healed.SignIn)}, {Worst(o => o.Healed.Calls)} | {Worst(o => o.Healed.HalfOfNewRooms)} "
            + $"| {Sum(o => o.Verdict.Confirmed)} | {Sum(o => o.Verdict.Delivered)} | {Sum(o => o.Verdict.Lost)} | {Sum(o => o.Verdict.Doubled)} | {Sum(o => o.Verdict.Holes)} | {Sum(o => o.Verdict.OutOfOrder)} | {Sum(o => o.Verdict.Stale)}, {Sum(o => o.Verdict.Unlike)} "
            + $"| {Sum(o => o.FalsePresence.Count)} | {Sum(o => o.Calls.HungUp)}, {Sum(o => o.Calls.RangOn.Count)} | {Worst(o => o.Answers.Slowest)}; {Sum(o => o.Answers.Missing)} "
            + $"| {string.Join(' ', outcomes.Select(o => o.ExitCode).Distinct())} | {Worst(o => o.Ended)} |";
    }
}
