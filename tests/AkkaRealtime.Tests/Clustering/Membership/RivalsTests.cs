using AkkaRealtime.Clustering.Membership;
using static AkkaRealtime.Tests.Clustering.Membership.Rows;

namespace AkkaRealtime.Tests.Clustering.Membership;

/// <summary>Two clusters on one store: the younger one ends.</summary>
public sealed class RivalsTests
{
    private static readonly TimeSpan Later = Rivals.Patience;
    private readonly Rivals _rivals = new();

    [Fact]
    public void Compare_OlderClusterBeside_EndsAfterAWhile()
    {
        NodeRow[] rows = [Row("a:1", joined: 5), Row("b:1", joined: 1)];
        Assert.False(_rivals.Compare(rows, Members("a:1"), TimeSpan.Zero));
        Assert.Empty(_rivals.Found);
        Assert.True(_rivals.Compare(rows, Members("a:1"), Later));
        Assert.Equal(["b:1"], _rivals.Found);
    }

    [Fact]
    public void Compare_YoungerClusterBeside_StaysAndSaysSo()
    {
        NodeRow[] rows = [Row("a:1", joined: 1), Row("b:1", joined: 5)];
        _rivals.Compare(rows, Members("a:1"), TimeSpan.Zero);
        Assert.False(_rivals.Compare(rows, Members("a:1"), Later));
        Assert.Equal(["b:1"], _rivals.Found);
    }

    [Fact]
    public void Compare_NewMemberThatGossipBringsLate_IsNoRival()
    {
        NodeRow[] rows = [Row("a:1"), Row("b:1", joined: 5)];
        _rivals.Compare(rows, Members("a:1"), TimeSpan.Zero);
        _rivals.Compare(rows, Members("a:1", "b:1"), Later / 2);
        Assert.False(_rivals.Compare(rows, Members("a:1"), Later));
        Assert.Empty(_rivals.Found);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(0.5, true)]
    public void Compare_RowWithoutAHeartbeatOrOnItsWayOut_IsNoRival(double age, bool leaving)
    {
        NodeRow[] rows = [Row("a:1", joined: 5), Row("b:1", age, joined: 1, leaving)];
        _rivals.Compare(rows, Members("a:1"), TimeSpan.Zero);
        Assert.False(_rivals.Compare(rows, Members("a:1"), Later));
    }

    private static HashSet<NodeRun> Members(params string[] addresses) => [.. addresses.Select(a => new NodeRun(a, 1))];
}
