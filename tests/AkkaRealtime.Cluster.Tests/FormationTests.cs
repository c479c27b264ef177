using System.Net;
using AkkaRealtime.Cluster.Tests.Load;
using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests;

/// <summary>How nodes come into one cluster, whoever is there first, and what an operator is told where they can't.</summary>
[Collection(ClusterTests.Name)]
public sealed class FormationTests(ClusterPostgres postgres)
{
    [SkippableFact]
    public async Task ThreeNodesWithoutSeeds_StartedAtOnce_AreOneCluster()
    {
        await using var cluster = postgres.NewCluster();
        await TestCluster.UntilOneAsync(await cluster.StartAsync(3));
        await using var load = await ChatLoad.StartAsync(cluster.Nodes);
        await load.MoreAsync(50);
        Assert.True((await load.EndAsync()).IsClean);
    }

    [SkippableFact]
    public async Task FirstNode_KilledAndStartedAgainWhileTheOthersPause_JoinsThem()
    {
        await using var cluster = postgres.NewCluster();
        await cluster.StartAsync(1);
        await cluster.StartAsync(2);
        var (first, others) = (cluster.Nodes[0], cluster.Nodes.Skip(1).ToList());
        await TestCluster.UntilOneAsync(cluster.Nodes);
        await first.Server.KillAsync();
        await TestCluster.SignalAsync("STOP", others);
        var again = first.Server.StartAgainAsync();
        await first.Server.LoggedAsync("Joining the cluster of");
        await TestCluster.SignalAsync("CONT", others);
        await again;
        await TestCluster.UntilOneAsync(cluster.Nodes);
        Assert.DoesNotContain("Founded", first.Server.Log[first.Server.Log.LastIndexOf("store is open", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task SeedsThatRunNowhere_EndTheNodeWithASentence_AndLeaveTheClusterAlone()
    {
        await using var cluster = postgres.NewCluster();
        var node = (await cluster.StartAsync(1))[0];
        var (code, log) = await ServerProcess.RunToEndAsync(cluster.Settings(("AkkaRealtime:Cluster:SeedNodes:0", "127.0.0.1:1")));
        Assert.Equal(78, code);
        Assert.Contains("AkkaRealtime:Cluster:SeedNodes names 127.0.0.1:1, but 127.0.0.1:", log, StringComparison.Ordinal);
        Assert.Equal((int)HttpStatusCode.OK, await node.ReadinessAsync());
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
