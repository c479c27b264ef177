using AkkaRealtime.Cluster.Tests.Load;
using AkkaRealtime.Cluster.Tests.Nodes;

namespace AkkaRealtime.Cluster.Tests.Scenarios;

// What takes minutes to find something, and so is in the table of scenarios only.
internal static partial class Faults
{
    /// <summary>All nodes are killed at once, and started in this order, each when the one before it is ready. They are one cluster again; <see cref="Outcome.Ended"/> is how long that took.</summary>
    public static async Task<Outcome> ColdStartAsync(TestCluster cluster, params IReadOnlyList<int> order)
    {
        await TestCluster.UntilOneAsync(cluster.Nodes);
        await using var people = await People.ComeAsync(cluster.Nodes);
        await people.MoreAsync(Before);
        await Task.WhenAll(cluster.Nodes.Select(node => node.Server.KillAsync()));
        var start = TimeProvider.System.GetTimestamp();
        foreach (var i in order)
            await cluster.Nodes[i].Server.StartAgainAsync();
        await TestCluster.UntilOneAsync(cluster.Nodes);
        var ended = TimeProvider.System.GetElapsedTime(start);
        await people.MoreAsync(After);
        return await WholeAsync(cluster.Nodes[order[0]], people, exitCode: null) with { Ended = ended };
    }

    /// <summary>One of three links is cut, so that two nodes don't reach each other and the third reaches both. What stays is one cluster, and who ends does so with 70.</summary>
    public static async Task<Outcome> LinkAsync(TestCluster cluster, Networks networks, int one, int other)
    {
        await TestCluster.UntilOneAsync(cluster.Nodes);
        var sees = cluster.Nodes.Where((_, i) => i != one && i != other).Single();
        ClusterNode[] cut = [cluster.Nodes[one], cluster.Nodes[other]];
        await using var people = await People.ComeAsync(cluster.Nodes);
        await using var probe = await HealProbe.StartAsync(sees);
        await people.MoreAsync(Before);
        await networks.CutAsync(one, other);
        var start = TimeProvider.System.GetTimestamp();

        // Those two are left with one at most, and the third stays.
        var exits = cut.Select(node => node.Server.ExitAsync()).ToList();
        var code = await await Task.WhenAny(exits);
        var ended = TimeProvider.System.GetElapsedTime(start);
        var healed = await probe.UntilHealedAsync();
        healed = healed.After(ended);
        await people.MoreAsync(After);
        Assert.Equal(200, await sees.ReadinessAsync());
        await TestCluster.UntilOneAsync([sees, .. cut.Where((_, i) => !exits[i].IsCompleted)]);
        return await people.JudgeAsync(healed, probe.Answers, code, ended);
    }

    /// <summary>The database's primary is killed, and its standby takes over. No node ends.</summary>
    public static Task<Outcome> FailOverAsync(TestCluster cluster, PostgresPair database) => RunAsync(cluster, 0, async (_, probe) =>
    {
        await Task.Run(database.FailOver);
        var healed = await probe.UntilHealedAsync();
        await TestCluster.UntilOneAsync(cluster.Nodes);
        return (healed, null, TimeSpan.Zero);
    });
}
