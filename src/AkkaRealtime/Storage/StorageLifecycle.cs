using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>Opens the store when the host starts, and at its stop commits what waits and closes it. Acknowledged or not, nothing that was queued is lost by a stop.</summary>
internal sealed class StorageLifecycle(IServiceProvider provider, ILogger<StorageLifecycle> log) : IHostedService
{
    private GroupCommitJournal? _journal;
    private IStoreEngine? _engine;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _engine = provider.GetRequiredService<IStoreEngine>();
        _journal = provider.GetRequiredService<GroupCommitJournal>();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_engine is null || _journal is null)
            return;
        await _journal.DrainAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        _engine.Dispose();
        StorageLog.Closed(log);
    }
}
