using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.TestKit.Xunit2;
using AkkaRealtime.Clustering;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering;

/// <summary>
/// A node with the server's own settings: a cluster of one that joined itself before the spec begins (about 0.4 s), in real time.
/// For specs of shard regions and of the mediator; what needs neither is better off with <see cref="VirtualTimeSpec"/>.
/// </summary>
public abstract class NodeSpec : TestKit, IAsyncLifetime
{
    private readonly List<ActorSystem> _others = [];
    private readonly string _settings;

    protected NodeSpec(ITestOutputHelper output, string settings = "")
        : base(Settings(settings), ClusterSetup.SystemName, output) => (Cluster, _settings) = (Cluster.Get(Sys), settings);

    /// <summary>The cluster of one.</summary>
    protected Cluster Cluster { get; }

    /// <summary>Akka's DistributedPubSub mediator.</summary>
    protected IActorRef Mediator => DistributedPubSub.Get(Sys).Mediator;

    public virtual Task InitializeAsync() => JoinAsync(Cluster);

    public virtual async Task DisposeAsync()
    {
        foreach (var node in _others)
            await node.Terminate();
    }

    /// <summary>Starts another node, in this process, that has joined the first one's cluster. It is stopped with the spec.</summary>
    protected async Task<ActorSystem> StartAnotherAsync(string settings = "")
    {
        var node = ActorSystem.Create(ClusterSetup.SystemName, Settings(settings + "\n" + _settings));
        _others.Add(node);
        await JoinAsync(Cluster.Get(node));
        return node;
    }

    /// <summary>Starts a shard region as the server does; ids come from <typeparamref name="TCommand"/> and from topic messages.</summary>
    internal IActorRef StartRegion<TCommand>(string name, Func<string, Props> props, Func<TCommand, string> idOf, ActorSystem? node = null) =>
        ClusterSharding.Get(node ?? Sys).Start(name, props, ClusterShardingSettings.Create(node ?? Sys), new EntityExtractor<TCommand>(new ClusterOptions().Shards, idOf));

    private async Task JoinAsync(Cluster node)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.RegisterOnMemberUp(() => up.TrySetResult());
        node.Join(Cluster.SelfAddress);
        await up.Task.WaitAsync(Patient.Wait);
    }

    private static ActorSystemSetup Settings(string settings) => ActorSystemSetup.Create(
        BootstrapSetup.Create().WithConfig(((Akka.Configuration.Config)settings)
            .WithFallback("akka.cluster.periodic-tasks-initial-delay = 50ms")
            .WithFallback(ClusterSetup.Config(new ClusterOptions(), 65_536))
            .WithFallback(Patient.Config)),
        ClusterSetup.Serializers(NodeManifests.All));
}
