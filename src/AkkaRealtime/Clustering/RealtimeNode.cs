using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Clustering;

/// <summary>
/// The actor system of this node, with its actors. Akka.Hosting registers an actor system, its registry and its start once for each service
/// provider, and of two the first never starts: so the node has a provider of its own, and the host's <c>AddAkka</c> stays the host's.
/// </summary>
/// <param name="host">The host's services.</param>
/// <param name="configure">Sets the actor system up; is given the host's services, not the node's.</param>
internal sealed class RealtimeNode(IServiceProvider host, Action<AkkaConfigurationBuilder, IServiceProvider> configure) : IHostedService, IDisposable, IAsyncDisposable
{
    private ServiceProvider? _own;
    private IReadOnlyList<IHostedService> _started = [];

    /// <summary>The actor system.</summary>
    /// <exception cref="InvalidOperationException">The node has not started.</exception>
    public ActorSystem System => SystemOrNull ?? throw new InvalidOperationException("The node has not started.");

    /// <summary>The actor system; null before the start.</summary>
    public ActorSystem? SystemOrNull { get; private set; }

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
        services.AddAkka(ClusterSetup.SystemName, (builder, _) => configure(builder, host));
        _own = services.BuildServiceProvider();
        SystemOrNull = _own.GetRequiredService<ActorSystem>();
        _started = [.. _own.GetServices<IHostedService>()];
        foreach (var service in _started)
            await service.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _started.Reverse())
            await service.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
