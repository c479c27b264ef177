using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>Opens the store when the host starts, and at its stop commits what waits and closes it. Acknowledged or not, nothing that was queued is lost by a stop.</summary>
internal sealed class StorageLifecycle(IServiceProvider provider, ILogger<StorageLifecycle> log) : IHostedService
{
    private IStorage? _storage;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _storage = provider.GetRequiredService<IStorage>();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_storage is null)
            return;
        await _storage.Journal.DrainAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        _storage.Dispose();
        StorageLog.Closed(log);
    }
}
