using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Files;

/// <summary>Sweeps now and then; clears what killed uploads left before the first request.</summary>
internal sealed class FileSweeper(FileService files, FilesOptions options, StorageOptions storage, TimeProvider time, ILogger<FileSweeper> log) : BackgroundService
{
    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        files.ClearIncoming();
        var where = options.S3.IsSet ? $"bucket {options.S3.Bucket} at {options.S3.Endpoint}" : FilesRegistration.DirectoryOf(storage);
        FileLog.Kept(log, where);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.SweepSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                await SweepAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task SweepAsync(CancellationToken cancel)
    {
        try
        {
            await files.SweepAsync(cancel).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The end of a loop: nothing else would catch it, and the next run tries again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            FileLog.SweepFailed(log, e);
        }
    }
}
