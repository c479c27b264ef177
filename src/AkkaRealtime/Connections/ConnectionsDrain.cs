using Akka.Actor;
using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections.Upgrade;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Connections;

/// <summary>
/// When the host begins to stop, before anything of it has stopped: nobody enters any more, everybody is told <c>session.draining</c> and let go
/// over <see cref="ConnectionOptions.DrainMs"/>. Before that, for <see cref="ConnectionOptions.PreStopMs"/>, only readiness says so, and balancers send others elsewhere.
/// A node that the cluster has removed doesn't wait for balancers, and lets go within a second.
/// </summary>
internal sealed class ConnectionsDrain(
    RealtimeNode node, INodeLifetime end, IHostApplicationLifetime host, IOptions<HostOptions> limits, SocketGreeting greeting, ConnectionOptions options, TimeProvider time) : IHostedLifecycleService
{
    private const int HurryMs = 1_000;

    // For everything but the drain: handing over, leaving, and the journal.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        host.StopApplication();
        if (options.PreStopMs > 0 && !end.Ended.IsCompleted)
            await Task.WhenAny(end.Ended, Task.Delay(TimeSpan.FromMilliseconds(options.PreStopMs), time, cancellationToken)).ConfigureAwait(false);
        greeting.Close();
        if (node.SystemOrNull is null)
            return;
        var hurry = end.Ended.IsCompleted;
        var over = hurry ? Math.Min(options.DrainMs, HurryMs) : options.DrainMs;
        var wait = over + (hurry ? HurryMs / 2 : Connection.CloseWaitMs + 1_000);
        try
        {
            // Once in the life of a process: the one place where an Ask is right.
            await node.Actor<ConnectionsActor>().Ask<Drained>(new Drain(over), TimeSpan.FromMilliseconds(wait), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AskTimeoutException or OperationCanceledException or MissingActorRegistryEntryException)
        {
            // Whoever is left is cut when the host ends its connections. (Missing: the start failed, nobody came.)
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The host's own limit, 30 s for everything, would cut a long drain short.
        var needed = TimeSpan.FromMilliseconds((double)options.PreStopMs + options.DrainMs) + StopTime;
        if (limits.Value.ShutdownTimeout < needed)
            limits.Value.ShutdownTimeout = needed;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
