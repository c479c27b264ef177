using Akka.Actor;
using Akka.Hosting;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections.Upgrade;
using Microsoft.Extensions.Hosting;

namespace AkkaRealtime.Connections;

/// <summary>
/// When the host begins to stop, before anything of it has stopped: nobody enters any more, everybody is told <c>session.draining</c> and let go
/// over <see cref="ConnectionOptions.DrainMs"/>.
/// </summary>
internal sealed class ConnectionsDrain(RealtimeNode node, SocketGreeting greeting, ConnectionOptions options) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        greeting.Close();
        if (node.SystemOrNull is null)
            return;
        var wait = options.DrainMs + Connection.CloseWaitMs + 1_000;
        try
        {
            // Once in the life of a process: the one place where an Ask is right.
            await node.Actor<ConnectionsActor>().Ask<Drained>(Drain.Instance, TimeSpan.FromMilliseconds(wait), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AskTimeoutException or OperationCanceledException or MissingActorRegistryEntryException)
        {
            // Whoever is left is cut when the host ends its connections. (Missing: the start failed, nobody came.)
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
