using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Membership;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering;

/// <summary>A node's address is another deployment's by now: its port or its IP address was given away.</summary>
public sealed class OtherClusterSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    [Fact]
    public async Task Should_not_let_in_a_node_of_another_store_that_looks_for_its_own_at_this_address()
    {
        var settings = BootstrapSetup.Create().WithConfig(ClusterSetup.Config(new ClusterOptions(), 65_536).WithFallback(Patient.Config));
        using var system = ActorSystem.Create(ClusterSetup.NameOf(new Table()), ActorSystemSetup.Create(settings, ClusterSetup.Serializers(NodeManifests.All)));
        var stranger = Cluster.Get(system);
        stranger.JoinSeedNodes([Cluster.SelfAddress.WithSystem(system.Name)]);

        // Who is not let in hears nothing: it is seen by one who comes after it and is.
        await StartAnotherAsync();
        Assert.Equal(2, Cluster.State.Members.Count);
        Assert.Empty(stranger.State.Members);
    }

    private sealed class Table : INodeTable
    {
        public string Store => "524c2310d087497bac5363f57c98ec45";

        public Task<IReadOnlyList<NodeRow>> ReadAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> TryFoundAsync(NodeRun founder, NodeTraits traits, IReadOnlyCollection<NodeRow> dead, CancellationToken cancel) => throw new NotSupportedException();

        public Task EnterAsync(NodeRun node, NodeTraits traits, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<NodeRow>?> BeatAsync(NodeRun node, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> TryRemoveAsync(NodeRun by, IReadOnlyCollection<NodeRun> others, CancellationToken cancel) => throw new NotSupportedException();

        public Task LeaveAsync(NodeRun node, CancellationToken cancel) => throw new NotSupportedException();

        public Task ForgetAsync(NodeRun node, CancellationToken cancel) => throw new NotSupportedException();
    }
}
