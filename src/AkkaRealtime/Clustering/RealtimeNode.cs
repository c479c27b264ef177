using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using AkkaRealtime.Clustering.Membership;
using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Clustering;

/// <summary>
/// The actor system of this node, with its actors. Akka.Hosting registers an actor system, its registry and its start once for each service
/// provider, and of two the first never starts: so the node has a provider of its own, and the host's <c>AddAkka</c> stays the host's.
/// </summary>
/// <param name="host">The host's services.</param>
/// <param name="cluster">How it comes into its cluster.</param>
/// <param name="configure">Sets the actor system up; is given the host's services, not the node's.</param>
internal sealed class RealtimeNode(IServiceProvider host, ClusterOptions cluster, Action<AkkaConfigurationBuilder, IServiceProvider> configure) : IHostedService, IDisposable, IAsyncDisposable
{
    private readonly NodeLifetime _lifetime = host.GetRequiredService<NodeLifetime>();
    private ServiceProvider? _own;
    private NodeMembership? _membership;
    private IReadOnlyList<IHostedService> _started = [];

    /// <summary>The actor system.</summary>
    /// <exception cref="InvalidOperationException">The node has not started.</exception>
    public ActorSystem System => SystemOrNull ?? throw new InvalidOperationException("The node has not started.");

    /// <summary>The actor system; null before the start.</summary>
    public ActorSystem? SystemOrNull { get; private set; }

    /// <summary>What keeps clients from being sent here, in a sentence; null where nothing does.</summary>
    public string? Unready => _membership is null ? "The actor system does not run." : _membership.Unready;

    /// <summary>Why the node ends by itself, in a hurry; null while it does not.</summary>
    public NodeEndedException? Ended => _lifetime.Reason;

    /// <summary>The node's actor of this type.</summary>
    /// <exception cref="InvalidOperationException">The node has not started.</exception>
    /// <exception cref="MissingActorRegistryEntryException">There is none.</exception>
    public IActorRef Actor<TActor>() => ActorRegistry.For(System).Get<TActor>();

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSingleton(host.GetRequiredService<ILoggerFactory>());
        services.AddLogging();

        // An actor system that ends by itself stops the host, as Akka.Hosting has it.
        services.AddSingleton(host.GetRequiredService<IHostApplicationLifetime>());
        services.AddAkka(ClusterSetup.NameOf(host.GetService<INodeTable>()), (builder, _) => configure(builder, host));
        _own = services.BuildServiceProvider();
        SystemOrNull = _own.GetRequiredService<ActorSystem>();
        _started = [.. _own.GetServices<IHostedService>()];
        foreach (var service in _started)
            await service.StartAsync(cancellationToken).ConfigureAwait(false);
        var log = host.GetRequiredService<ILoggerFactory>().CreateLogger("AkkaRealtime.Clustering");
        _membership = new NodeMembership(Cluster.Get(SystemOrNull), host.GetService<INodeTable>(), cluster, _lifetime, host.GetService<RealtimeMetrics>(), log);
        _membership.Start();
    }

    /// <inheritdoc/>
    /// <exception cref="NodeEndedException">The node has stopped the host by itself.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var membership = Interlocked.Exchange(ref _membership, null);
        if (membership is not null)
            await membership.LeaveAsync().ConfigureAwait(false);
        foreach (var service in _started.Reverse())
            await service.StopAsync(cancellationToken).ConfigureAwait(false);
        if (membership is not null)
            await membership.DisposeAsync().ConfigureAwait(false);
        if (Ended is { } ended)
            throw ended;
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
