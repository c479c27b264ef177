using AkkaRealtime.Cluster.Tests.Load;
using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Scenarios;

/// <summary>Does something to a node of a running cluster while people write, and tells what they saw.</summary>
internal static partial class Faults
{
    private const int Before = 40;
    private const int After = 60;

    /// <summary>SIGKILL.</summary>
    public static Task<Outcome> KillAsync(TestCluster cluster, int which) => RunAsync(cluster, which, async (victim, probe) =>
    {
        await victim.Server.KillAsync();
        return (await probe.UntilHealedAsync(), null, TimeSpan.Zero);
    });

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    public static Task<Outcome> PauseAsync(TestCluster cluster, int which, TimeSpan pause) => RunAsync(cluster, which, async (victim, probe) =>
    {
        await TestCluster.SignalAsync("STOP", victim);
        var start = TimeProvider.System.GetTimestamp();
        var healed = await probe.UntilHealedAsync();
        await AnotherProcess.PauseAsync((long)(pause - TimeProvider.System.GetElapsedTime(start)).TotalMilliseconds, CancellationToken.None);
        await TestCluster.SignalAsync("CONT", victim);
        return await EndOf(victim, healed);
    });

    /// <summary>SIGSTOP and SIGCONT before the others give it up; where they did all the same, as on a busy machine, it ends.</summary>
    public static Task<Outcome> ShortPauseAsync(TestCluster cluster, int which, TimeSpan pause) => RunAsync(cluster, which, async (victim, probe) =>
    {
        await TestCluster.SignalAsync("STOP", victim);
        await AnotherProcess.PauseAsync((long)pause.TotalMilliseconds, CancellationToken.None);
        await TestCluster.SignalAsync("CONT", victim);
        var (healed, whole, exit) = (probe.UntilHealedAsync(), TestCluster.UntilOneAsync(cluster.Nodes), victim.Server.ExitAsync());
        if (await Task.WhenAny(Task.WhenAll(healed, whole), exit) == exit)
            return await EndOf(victim, await healed);
        Assert.Equal(200, await victim.ReadinessAsync());
        return (await healed, null, TimeSpan.Zero);
    });

    /// <summary>SIGTERM.</summary>
    public static Task<Outcome> StopAsync(TestCluster cluster, int which) => RunAsync(cluster, which, async (victim, probe) =>
    {
        victim.Server.Terminate();
        var (end, healed) = (EndOf(victim, null!), probe.UntilHealedAsync());
        var (_, code, ended) = await end;
        return (await healed, code, ended);
    });

    /// <summary>SIGTERM for one node after the other, each started again before the next.</summary>
    public static async Task<Outcome> RollAsync(TestCluster cluster)
    {
        await TestCluster.UntilOneAsync(cluster.Nodes);
        await using var people = await People.ComeAsync(cluster.Nodes);
        await people.MoreAsync(Before);
        foreach (var node in cluster.Nodes)
        {
            Assert.Equal(0, await node.Server.StopAsync());
            await node.Server.StartAgainAsync();
            await TestCluster.UntilOneAsync(cluster.Nodes);
            await people.MoreAsync(Before);
        }

        return await WholeAsync(cluster.Nodes[0], people, exitCode: 0);
    }

    /// <summary>The database ends, and is started again.</summary>
    public static async Task<Outcome> DatabaseAsync(TestCluster cluster, Action startAgain)
    {
        await TestCluster.UntilOneAsync(cluster.Nodes);
        await using var people = await People.ComeAsync(cluster.Nodes);
        await people.MoreAsync(Before);
        startAgain();
        await people.MoreAsync(After);
        var outcome = await WholeAsync(cluster.Nodes[0], people, exitCode: null);
        await TestCluster.UntilOneAsync(cluster.Nodes);
        return outcome;
    }

    /// <summary>Nodes that don't reach each other any more, while all reach the database: which part goes on is found out, and that only one does.</summary>
    /// <param name="cluster">The nodes.</param>
    /// <param name="networks">Theirs.</param>
    /// <param name="parts">Who still reaches whom.</param>
    public static async Task<Outcome> PartitionAsync(TestCluster cluster, Networks networks, params IReadOnlyList<int[]> parts)
    {
        await TestCluster.UntilOneAsync(cluster.Nodes);
        await using var people = await People.ComeAsync(cluster.Nodes);
        var probes = new List<HealProbe>();
        foreach (var part in parts)
            probes.Add(await HealProbe.StartAsync(cluster.Nodes[part[0]]));
        await people.MoreAsync(Before);
        foreach (var part in parts)
            await Task.WhenAll(part.SelectMany(i => Enumerable.Range(0, i).Where(j => !part.Contains(j)).Select(j => networks.CutAsync(i, j))));
        var start = TimeProvider.System.GetTimestamp();

        // All parts but one end. Which one does not is known when the others have; what their people tried until then comes to nothing.
        var healing = probes.Select(probe => probe.UntilHealedAsync()).ToList();
        var ends = parts.Select(part => Task.WhenAll(part.Select(i => cluster.Nodes[i].Server.ExitAsync()))).ToList();
        var lost = new List<int>();
        while (lost.Count < parts.Count - 1)
            lost.Add(ends.IndexOf(await Task.WhenAny(ends.Where((_, i) => !lost.Contains(i)))));
        var ended = TimeProvider.System.GetElapsedTime(start);
        var stays = Enumerable.Range(0, parts.Count).Single(i => !lost.Contains(i));
        var healed = await healing[stays];
        await people.MoreAsync(After);
        foreach (var i in parts[stays])
            Assert.Equal(200, await cluster.Nodes[i].ReadinessAsync());
        var codes = (await Task.WhenAll(lost.Select(i => ends[i]))).SelectMany(c => c).Distinct().ToList();
        var outcome = await people.JudgeAsync(healed, probes[stays].Answers, Assert.Single(codes), ended);
        foreach (var probe in probes)
            await probe.DisposeAsync();
        return outcome;
    }

    private static async Task<Outcome> RunAsync(
        TestCluster cluster, int which, Func<ClusterNode, HealProbe, Task<(Healed Healed, int? ExitCode, TimeSpan Ended)>> fault)
    {
        await TestCluster.UntilOneAsync(cluster.Nodes);
        var stays = cluster.Nodes[(which + 1) % cluster.Nodes.Count];
        await using var people = await People.ComeAsync(cluster.Nodes);
        await using var probe = await HealProbe.StartAsync(stays);
        await people.MoreAsync(Before);
        var (healed, code, ended) = await fault(cluster.Nodes[which], probe);
        await people.MoreAsync(After);
        return await people.JudgeAsync(healed, probe.Answers, code, ended);
    }

    // After whatever it was: everything works, at once.
    private static async Task<Outcome> WholeAsync(ClusterNode node, People people, int? exitCode)
    {
        await using var probe = await HealProbe.StartAsync(node);
        return await people.JudgeAsync(await probe.UntilHealedAsync(), probe.Answers, exitCode);
    }

    private static async Task<(Healed Healed, int? ExitCode, TimeSpan Ended)> EndOf(ClusterNode node, Healed healed)
    {
        var start = TimeProvider.System.GetTimestamp();
        var code = await node.Server.ExitAsync();
        return (healed, code, TimeProvider.System.GetElapsedTime(start));
    }
}
