namespace AkkaRealtime.Server.Memory;

/// <summary>
/// Collects what a busy time has left, a storm of connections for one, and gives the memory back to the system. By itself the runtime collects only when something is
/// allocated again, which may be hours later. A busy server is left alone.
/// </summary>
internal sealed class QuietCollector(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var quiet = new QuietTime();
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (quiet.Look(GC.GetTotalAllocatedBytes()))
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
