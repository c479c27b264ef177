using AkkaRealtime.Clustering.Membership;
using Microsoft.Extensions.Time.Testing;
using static AkkaRealtime.Tests.Clustering.Membership.Rows;

namespace AkkaRealtime.Tests.Clustering.Membership;

/// <summary>Whom a starting node takes for alive.</summary>
public sealed class NodeViewTests
{
    private const string Here = "here";
    private readonly FakeTimeProvider _time = new();
    private readonly HashSet<string> _refusing = [];
    private readonly NodeView _view;

    public NodeViewTests() => _view = new NodeView(new NodeRun("10.0.0.1:4053", 7), Here, _time, (address, _) => Task.FromResult(_refusing.Contains(address)));

    [Fact]
    public async Task Look_MemberWithAHeartbeat_Lives()
    {
        await LookAsync(Row("10.0.0.2:4053"));
        Assert.Equal(["10.0.0.2:4053"], Living());
    }

    [Fact]
    public async Task Look_EarlierRunAtTheOwnAddress_IsDead()
    {
        await LookAsync(Row("10.0.0.1:4053"));
        Assert.Empty(Living());
        Assert.Single(_view.Dead);
    }

    [Fact]
    public async Task Look_NobodyListensThereOnThisMachine_IsDead()
    {
        _refusing.Add("10.0.0.1:5000");
        await LookAsync(Row("10.0.0.1:5000", machine: Here));
        Assert.Empty(Living());
    }

    [Fact]
    public async Task Look_RefusedByAnotherMachine_MayLive()
    {
        _refusing.Add("127.0.0.1:5000");
        await LookAsync(Row("127.0.0.1:5000"));
        Assert.Single(Living());
    }

    [Fact]
    public async Task Look_OldRow_IsDeadOnlyAfterItWasWatched()
    {
        await LookAsync(Row("10.0.0.2:4053", age: 60));
        Assert.Single(Living());
        _time.Advance(NodeView.Watch);
        await LookAsync(Row("10.0.0.2:4053", age: 63));
        Assert.Empty(Living());
    }

    [Fact]
    public async Task Look_OldRowThatBeatsAgain_Lives_AsAfterAnOutageOfTheDatabase()
    {
        await LookAsync(Row("10.0.0.2:4053", age: 60));
        _time.Advance(NodeView.Watch);
        await LookAsync(Row("10.0.0.2:4053", age: 0.1, beats: 1));
        Assert.Single(Living());
        _time.Advance(NodeView.Watch);
        await LookAsync(Row("10.0.0.2:4053", age: 3.1, beats: 1));
        Assert.Single(Living());
    }

    private Task LookAsync(params NodeRow[] rows) => _view.LookAsync(rows, CancellationToken.None);

    private IEnumerable<string> Living() => _view.Living.Select(row => row.Node.Address);
}
