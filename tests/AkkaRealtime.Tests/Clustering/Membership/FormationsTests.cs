using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Membership;
using static AkkaRealtime.Tests.Clustering.Membership.Rows;

namespace AkkaRealtime.Tests.Clustering.Membership;

/// <summary>Who founds, whom a node joins by, and what an operator is told.</summary>
public sealed class FormationsTests
{
    private const string Self = "10.0.0.1:4053";

    [Fact]
    public void WithoutSeeds_AnybodyFounds_AndJoinsByAnybodyWhoStays()
    {
        Assert.True(Formations.MayFound(Self, Options()));
        Assert.Equal(["a:1", "b:1"], Formations.Contacts([Row("b:1"), Row("a:1"), Row("c:1", leaving: true)], Self, Options()));
    }

    [Fact]
    public void WithSeeds_OnlyTheyFound_AndAreJoined()
    {
        Assert.False(Formations.MayFound(Self, Options("a:1")));
        Assert.Equal(["a:1"], Formations.Contacts([Row("a:1"), Row("b:1")], Self, Options("a:1")));
    }

    [Fact]
    public void SeedThatComesBack_JoinsByWhoeverLives()
    {
        Assert.True(Formations.MayFound(Self, Options(Self)));
        Assert.Equal(["b:1"], Formations.Contacts([Row("b:1")], Self, Options(Self)));
    }

    [Fact]
    public void WhyNot_SaysWhatToChange()
    {
        Assert.Contains("names a:1, and none of them runs", Formations.WhyNot([], Self, Options("a:1")), StringComparison.Ordinal);
        Assert.Contains("but b:1 is what runs", Formations.WhyNot([Row("b:1")], Self, Options("a:1")), StringComparison.Ordinal);
        Assert.Contains("Set AkkaRealtime:Cluster:Hostname", Formations.WhyNot([Row("127.0.0.1:1")], Self, Options()), StringComparison.Ordinal);
        Assert.Contains("Set AkkaRealtime:Cluster:Hostname", Formations.WhyNot([Row("b:1")], "127.0.0.1:1", Options()), StringComparison.Ordinal);
        Assert.Contains("doesn't let 10.0.0.1:4053 join", Formations.WhyNot([Row("b:1")], Self, Options()), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherShards_AreRefused()
    {
        Assert.Null(Formations.Contradiction([Row("b:1")], Options()));
        Assert.Contains("Shards is 100, but 50 on b:1", Formations.Contradiction([Row("b:1", shards: 50)], Options()), StringComparison.Ordinal);
    }

    private static ClusterOptions Options(params string[] seeds)
    {
        var options = new ClusterOptions();
        foreach (var seed in seeds)
            options.SeedNodes.Add(seed);
        return options;
    }
}
