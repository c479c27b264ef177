using AkkaRealtime.Cluster.Tests.Nodes;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests;

/// <summary>What is revoked on one node is out on all, and after a restart.</summary>
[Collection(ClusterTests.Name)]
public sealed class RevocationTests(ClusterPostgres postgres)
{
    [SkippableFact]
    public async Task SessionsEndedOnOneNode_AreOutOnTheOther_AndAfterItsRestart()
    {
        await using var cluster = postgres.NewCluster();
        await TestCluster.UntilOneAsync(await cluster.StartAsync(2));
        var (here, there) = (cluster.Nodes[0].Server, cluster.Nodes[1].Server);
        var token = TestTokens.Shared(TestCluster.SigningKey).For("alice", "phone");
        await using var laptop = await RawClient.ConnectAsync(here.SocketUrl, TestTokens.Shared(TestCluster.SigningKey).For("alice", "laptop"), "laptop");
        await using var phone = await RawClient.ConnectAsync(there.SocketUrl, token, "phone");

        var answered = laptop.RequestAsync("session.end", new { others = true });
        Assert.Equal(4410, (await phone.Closed.WaitAsync(TimeSpan.FromSeconds(30))).Code);
        await answered;

        await AssertOutAsync(there, token);
        await there.KillAsync();
        await there.StartAgainAsync();
        await AssertOutAsync(there, token);
        await laptop.RequestAsync("session.ping");
    }

    private static async Task AssertOutAsync(ServerProcess node, string token)
    {
        await using var client = await RawClient.OpenAsync(new Uri($"{node.SocketUrl}?device=other"), o => o.SetRequestHeader("Authorization", $"Bearer {token}"));
        Assert.Equal(4410, (await client.Closed).Code);
    }
}
