using AkkaRealtime.Clustering.Membership;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>The members of a cluster in its database.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresNodeTableTests(PostgresCluster cluster) : IDisposable
{
    private static readonly NodeRun A = new("a:1", 1);
    private static readonly NodeRun B = new("b:1", 2);
    private static readonly NodeRun C = new("c:1", 3);
    private static readonly NodeTraits Traits = new("m", 100);
    private static readonly CancellationToken None = CancellationToken.None;
    private TestStore? _store;

    private INodeTable Table => ((PostgresEngine)(_store ??= TestStore.Postgres(cluster.NewDatabase())).Engine).Nodes;

    [SkippableFact]
    public async Task Found_ManyAtOnce_OneDoes()
    {
        var table = Table;
        var founded = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => table.TryFoundAsync(new NodeRun($"n{i}:1", i), Traits, [], None))));
        Assert.Single(founded, done => done);
        Assert.Single(await table.ReadAsync(None));
    }

    [SkippableFact]
    public async Task Found_TakesTheDeadAway_UnlessOneOfThemBeatMeanwhile()
    {
        Assert.True(await Table.TryFoundAsync(A, Traits, [], None));
        var dead = await Table.ReadAsync(None);
        await Table.BeatAsync(A, None);
        Assert.False(await Table.TryFoundAsync(B, Traits, dead, None));
        Assert.True(await Table.TryFoundAsync(B, Traits, await Table.ReadAsync(None), None));
        Assert.Equal([B], (await Table.ReadAsync(None)).Select(row => row.Node));
        Assert.Null(await Table.BeatAsync(A, None));
    }

    [SkippableFact]
    public async Task Enter_AgainAtTheSameAddress_ReplacesTheEarlierRun()
    {
        await Table.EnterAsync(A, Traits, None);
        await Table.EnterAsync(A with { Incarnation = 9 }, Traits, None);
        Assert.Null(await Table.BeatAsync(A, None));
        Assert.Equal([A with { Incarnation = 9 }], (await Table.BeatAsync(A with { Incarnation = 9 }, None))!.Select(row => row.Node));
    }

    [SkippableFact]
    public async Task Remove_ThreePartsAtOnce_OneGoesOn()
    {
        NodeRun[] all = [A, B, C];
        var table = Table;
        foreach (var node in all)
            await table.EnterAsync(node, Traits, None);
        var verdicts = await Task.WhenAll(all.Select(node => Task.Run(() => table.TryRemoveAsync(node, [.. all.Where(other => other != node)], None))));
        Assert.Single(verdicts, won => won);
        Assert.Equal(all[Array.IndexOf(verdicts, true)], Assert.Single(await table.ReadAsync(None)).Node);
    }

    [SkippableFact]
    public async Task Leave_IsSeenByOthers_AndForgetEndsIt()
    {
        await Table.EnterAsync(A, Traits, None);
        await Table.LeaveAsync(A, None);
        Assert.True(Assert.Single((await Table.BeatAsync(A, None))!).Leaving);
        await Table.ForgetAsync(A with { Incarnation = 7 }, None);
        Assert.Single(await Table.ReadAsync(None));
        await Table.ForgetAsync(A, None);
        Assert.Empty(await Table.ReadAsync(None));
    }

    public void Dispose() => _store?.Dispose();
}
