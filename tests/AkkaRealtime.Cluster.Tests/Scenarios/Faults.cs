using AkkaRealtime.Cluster.Tests.Load;
using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Scenarios;

/// <summary>Does something to a node of a running cluster while people write, and tells what they saw.</summary>
internal static class Faults
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

    /// <summary>SIGSTOP and SIGCONT before the others give it up.</summary>
    public static Task<Outcome> ShortPauseAsync(TestCluster cluster, int which, TimeSpan pause) => RunAsync(cluster, which, async (victim, probe) =>
    {
        await TestCluster.SignalAsync("STOP", victim);
        await AnotherProcess.PauseAsync((long)pause.TotalMilliseconds, CancellationToken.None);
        await TestCluster.SignalAsync("CONT", victim);
        var healed = await probe.UntilHealedAsync();
        Assert.Equal(200, await victim.ReadinessAsync());
        return (healed, null, TimeSpan.Zero);
    });

    /// <summary>SIGTERM.</summary>
    public static Task<Outcome> StopAsync(TestCluster cluster, int which) => RunAsync(cluster, which, async (victim, probe) =>
    {
        victim.Server.Terminate();
        var (end, healed) = (EndOf(victim, null!), probe.UntilHealedAsync());
        var (_, code, ended) = await end;
        return (await healed, code, ended);
    });

    /// <summary>Two nodes that don't reach each other any more, while both reach the database. Which one goes is found out.</summary>
    public static async Task<Outcome> PartitionAsync(TestCluster cluster, TwoNetworks networks)
    {
        await TestCluster.UntilOneAsync(cluster.Nodes);
        await using var load = await ChatLoad.StartAsync(cluster.Nodes);
        await using var here = await HealProbe.StartAsync(cluster.Nodes[0]);
        await using var there = await HealProbe.StartAsync(cluster.Nodes[1]);
        await load.MoreAsync(Before);
        await networks.CutAsync();
        var start = TimeProvider.System.GetTimestamp();
        var ends = cluster.Nodes.Select(node => node.Server.ExitAsync()).ToList();
        var first = await Task.WhenAny(ends);
        var gone = ends.IndexOf(first);
        var ended = TimeProvider.System.GetElapsedTime(start);
        var healed = await (gone == 0 ? there : here).UntilHealedAsync();
        await load.MoreAsync(After);
        return new Outcome(healed.After(ended), await load.EndAsync(), await first, ended) { Answers = (gone == 0 ? there : here).Answers };
    }

    private static async Task<Outcome> RunAsync(
        TestCluster cluster, int which, Func<ClusterNode, HealProbe, Task<(Healed Healed, int? ExitCode, TimeSpan Ended)>> fault)
    {
        await TestCluster.UntilOneAsync(cluster.Nodes);
        var stays = cluster.Nodes[(which + 1) % cluster.Nodes.Count];
        await using var load = await ChatLoad.StartAsync(cluster.Nodes);
        await using var probe = await HealProbe.StartAsync(stays);
        await load.MoreAsync(Before);
        var (healed, code, ended) = await fault(cluster.Nodes[which], probe);
        await load.MoreAsync(After);
        return new Outcome(healed, await load.EndAsync(), code, ended) { Answers = probe.Answers };
    }

    private static async Task<(Healed Healed, int? ExitCode, TimeSpan Ended)> EndOf(ClusterNode node, Healed healed)
    {
        var start = TimeProvider.System.GetTimestamp();
        var code = await node.Server.ExitAsync();
        return (healed, code, TimeProvider.System.GetElapsedTime(start));
    }
}
