namespace AkkaRealtime.Tests.Clustering;

/// <summary>What an operator is told of a cluster that can't work.</summary>
public sealed class ClusterOptionsTests
{
    [Theory]
    [InlineData("node1")]
    [InlineData("node1:")]
    [InlineData("node1:0")]
    [InlineData(":4053")]
    [InlineData("node1:70000")]
    public void Validate_SeedThatIsNoHostAndPort_SaysHowToWriteIt(string seed) => Assert.Contains(
        $"AkkaRealtime:Cluster:SeedNodes holds '{seed}'. Write it as host:port", Assert.Single(new RealtimeOptionsValidator().Validate(null, WithSeed(seed)).Failures!), StringComparison.Ordinal);

    [Fact]
    public void Validate_SeedsWithAStoreForEachNode_AreRefused()
    {
        Assert.Contains("ConnectionStrings:Postgres", new SharedStoreValidator(shared: false).Validate(null, WithSeed("node1:4053")).FailureMessage, StringComparison.Ordinal);
        Assert.True(new SharedStoreValidator(shared: true).Validate(null, WithSeed("node1:4053")).Succeeded);
        Assert.True(new SharedStoreValidator(shared: false).Validate(null, new RealtimeOptions()).Succeeded);
    }

    private static RealtimeOptions WithSeed(string seed)
    {
        var options = new RealtimeOptions();
        options.Cluster.SeedNodes.Add(seed);
        return options;
    }
}
