using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Routing.Calls.Sfu;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace AkkaRealtime.Health;

/// <summary>Unhealthy from the moment on that the server was told to stop, and while its operator has taken it out, so that a balancer sends nobody new.</summary>
internal sealed class DrainCheck(IHostApplicationLifetime lifetime, Admission admission) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The server is draining.")
        : admission.Draining ? HealthCheckResult.Unhealthy("An operator has taken this node out.")
        : lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy("Connections are accepted.")
        : HealthCheckResult.Unhealthy("The server is starting."));
}

/// <summary>Healthy while the actor system runs, this node is an Up member of its cluster, and what the others broadcast reaches it.</summary>
internal sealed class NodeCheck(RealtimeNode node, BroadcastReadiness broadcasts) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (node.SystemOrNull is not { WhenTerminated.IsCompleted: false })
            return Task.FromResult(HealthCheckResult.Unhealthy("The actor system does not run."));
        return Task.FromResult((node.Unready ?? broadcasts.Unready) is { } why ? HealthCheckResult.Unhealthy(why) : HealthCheckResult.Healthy("The node is up."));
    }
}

/// <summary>Healthy while the store takes writes.</summary>
internal sealed class StoreCheck(IServiceProvider services) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await services.GetRequiredService<IStore>().IsWritableAsync(cancellationToken)
                ? HealthCheckResult.Healthy("The store takes writes.")
                : HealthCheckResult.Unhealthy("The store takes no writes.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"The store takes no writes: {e.Message}", e);
        }
    }
}

/// <summary>Degraded, not unhealthy, where no media server can be reached: chat, status and calls of up to four go on.</summary>
internal sealed class SfuCheck(SfuStatus sfu) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        sfu.Configured == 0 ? HealthCheckResult.Healthy("No media server is configured: calls take up to four.")
        : sfu.Up == 0 ? HealthCheckResult.Degraded("No media server can be reached: calls take up to four.")
        : HealthCheckResult.Healthy($"{sfu.Up} of {sfu.Configured} media servers can be reached."));
}
