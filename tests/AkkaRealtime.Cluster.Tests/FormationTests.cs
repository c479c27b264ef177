using AkkaRealtime.Cluster.Tests.Load;
using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests;

/// <summary>How nodes come into one cluster, whoever is there first, and what an operator is told where they can't.</summary>
[Collection(ClusterTests.Name)]
public sealed class FormationTests(ClusterPostgres postgres)
{
    private const string Founded = "Founded the cluster";

    [SkippableFact]
    public async Task ThreeNodesWithoutSeeds_StartedAtOnce_AreOneCluster()
    {
        var cluster = await postgres.ThreeNodesAsync();
        await using var load = await ChatLoad.StartAsync(cluster.Nodes);
        await load.MoreAsync(50);
        Assert.True((await load.EndAsync()).IsClean);
    }

    [SkippableFact]
    public async Task Node_KilledAndStartedAgainWhileTheOthersPause_JoinsThem()
    {
        var cluster = await postgres.ThreeNodesAsync();
        var founder = cluster.Nodes.First(n => n.Server.Log.Contains(Founded, StringComparison.Ordinal));
        var others = cluster.Nodes.Where(n => n != founder).ToList();
        await founder.Server.KillAsync();
        await TestCluster.SignalAsync("STOP", others);
        var before = founder.Server.Log.Length;
        var again = founder.Server.StartAgainAsync();
        await AnotherProcess.UntilAsync(() => founder.Server.Log[before..].Contains("Joining the cluster of", StringComparison.Ordinal));
        await TestCluster.SignalAsync("CONT", others);
        await again;
        await TestCluster.UntilOneAsync(cluster.Nodes);
        Assert.DoesNotContain(Founded, founder.Server.Log[before..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeedsWithSqlite_EndTheNodeAtOnceWithASentence()
    {
        var (code, log) = await ServerProcess.RunToEndAsync(new ServerSettings
        {
            Options = new Dictionary<string, string> { ["AkkaRealtime:Cluster:SeedNodes:0"] = "127.0.0.1:4053" },
        });
        Assert.Equal(78, code);
        Assert.Contains("each node would have a SQLite store of its own. Set ConnectionStrings:Postgres", log, StringComparison.Ordinal);
    }
}
