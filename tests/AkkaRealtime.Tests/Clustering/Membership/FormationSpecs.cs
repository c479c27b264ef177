using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Membership;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering.Membership;

public sealed class FormationSpecs(ITestOutputHelper output) : NodeSpec(output, "akka.remote.dot-netty.tcp.public-hostname = 10.0.0.2")
{
    private readonly FakeTimeProvider _time = new();

    // The node has joined nobody.
    public override Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Should_end_with_a_sentence_where_its_seeds_run_nowhere_and_leave_the_cluster_alone()
    {
        var table = new Table([Rows.Row("10.0.0.1:4053")]);
        var options = new ClusterOptions { SeedNodes = { "10.0.0.9:4053" } };
        var joining = new Formation(Cluster, table, options, _time, NullLogger.Instance).JoinAsync(CancellationToken.None);

        // It looks twice a second.
        await AwaitConditionAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(500));
                return Task.FromResult(joining.IsCompleted);
            },
            Patient.Wait,
            TimeSpan.FromMilliseconds(5));
        var ended = await Assert.ThrowsAsync<NodeEndedException>(() => joining);
        Assert.Equal(78, ended.ExitCode);
        Assert.Contains("AkkaRealtime:Cluster:SeedNodes names 10.0.0.9:4053, but 10.0.0.1:4053", ended.Message, StringComparison.Ordinal);
        Assert.False(table.WasWritten);
    }

    /// <summary>A table of others' rows.</summary>
    private sealed class Table(IReadOnlyList<NodeRow> rows) : INodeTable
    {
        public string Store => "store";

        public bool WasWritten { get; private set; }

        public Task<IReadOnlyList<NodeRow>> ReadAsync(CancellationToken cancel) => Task.FromResult(rows);

        public Task<bool> TryFoundAsync(NodeRun founder, NodeTraits traits, IReadOnlyCollection<NodeRow> dead, CancellationToken cancel) => Written(true);

        public Task EnterAsync(NodeRun node, NodeTraits traits, CancellationToken cancel) => Written(true);

        public Task<IReadOnlyList<NodeRow>?> BeatAsync(NodeRun node, CancellationToken cancel) => Written<IReadOnlyList<NodeRow>?>(rows);

        public Task<bool> TryRemoveAsync(NodeRun by, IReadOnlyCollection<NodeRun> others, CancellationToken cancel) => Written(true);

        public Task LeaveAsync(NodeRun node, CancellationToken cancel) => Written(true);

        public Task ForgetAsync(NodeRun node, CancellationToken cancel) => Written(true);

        private Task<T> Written<T>(T answer)
        {
            WasWritten = true;
            return Task.FromResult(answer);
        }
    }
}
