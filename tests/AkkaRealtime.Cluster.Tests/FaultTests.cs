using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Cluster.Tests.Scenarios;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Storage.Postgres;
using Xunit.Abstractions;

namespace AkkaRealtime.Cluster.Tests;

/// <summary>What people see, while they write, call and look who is there, when a node is killed or stands still, when all are stopped in turn or cut off, and when the database goes.</summary>
[Collection(ClusterTests.Name)]
public sealed class FaultTests(ClusterPostgres postgres, ITestOutputHelper output)
{
    /// <summary>A machine with two cores runs all of it. The table of scenarios has the figures, and more scenarios.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [SkippableFact]
    public async Task Kill_LosesNothing_AndTheRestIsWholeSoon()
    {
        var cluster = await postgres.ThreeNodesAsync();
        Check(await Faults.KillAsync(cluster, 0));
    }

    [SkippableFact]
    public async Task Pause_EndsTheNodeThatWasPaused_OnceItWakes()
    {
        var cluster = await postgres.ThreeNodesAsync();
        var paused = cluster.Nodes[2];
        await using var client = await paused.ConnectAsync("sleeper");
        var outcome = await Faults.PauseAsync(cluster, 2, TimeSpan.FromSeconds(8));
        Assert.Equal(70, outcome.ExitCode);
        Assert.Equal(1001, (await client.Closed).Code);
        Assert.Contains(client.Seen, e => e.Type == "session.draining");
        Check(outcome);
    }

    [SkippableFact]
    public async Task RollingRestart_LosesNothing_AndShowsNobodyAsGone()
    {
        var cluster = await postgres.ThreeNodesAsync();
        Check(await Faults.RollAsync(cluster));
    }

    [SkippableFact]
    public async Task Partition_OfThreeIntoThree_LeavesExactlyOne()
    {
        Need.Networks();
        await using var cluster = postgres.NewCluster(bySocket: true);
        await using var networks = await Networks.CreateAsync(3);
        await cluster.StartAsync(networks);
        var outcome = await Faults.PartitionAsync(cluster, networks, [0], [1], [2]);
        Assert.Equal(70, outcome.ExitCode);
        Check(outcome);
    }

    [SkippableFact]
    public async Task DatabaseThatIsStartedAgain_LosesNothing_AndEndsNobody()
    {
        var cluster = await postgres.ThreeNodesAsync();
        Check(await Faults.DatabaseAsync(cluster, () => postgres.StartAgain(StopMode.Immediate)));
    }

    private void Check(Outcome outcome)
    {
        output.WriteLine(outcome.ToString());
        Assert.True(outcome.IsClean, $"{outcome}");
        Assert.InRange(outcome.Healed.All, TimeSpan.Zero, Soon);
    }
}
