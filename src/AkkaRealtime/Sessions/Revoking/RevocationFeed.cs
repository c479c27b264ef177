using AkkaRealtime.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Sessions.Revoking;

/// <summary>
/// Keeps this node's <see cref="Revocations"/> like the store's: reads all of them before the first connection comes, and then what is new, as soon as another node
/// says so, and twice a second whether one does or not where the store is shared.
/// </summary>
internal sealed partial class RevocationFeed(
    IRevocationStore store, Revocations known, TimeProvider time, ILogger<RevocationFeed> log, bool isShared) : IHostedService, IDisposable
{
    /// <summary>How often a shared store is looked at.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private const int Page = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _stop = new();
    private long _last;
    private bool _failed;
    private ITimer? _timer;

    /// <summary>Called with the revocations that are new here.</summary>
    public event Action<IReadOnlyList<Revocation>>? Seen;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // A node that doesn't know who is revoked lets nobody in.
        while (!await LookAsync().ConfigureAwait(false))
            await Task.Delay(Patience, time, cancellationToken).ConfigureAwait(false);
        if (isShared)
            _timer = time.CreateTimer(_ => _ = LookAsync(), null, Every, Every);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
            await _timer.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
    }

    /// <summary>Reads what is new; false where the store could not be reached: what was known holds.</summary>
    public async Task<bool> LookAsync()
    {
        try
        {
            await _one.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        try
        {
            while (await ReadPageAsync().ConfigureAwait(false) == Page)
            {
            }

            _failed = false;
            return true;
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            if (!_failed && !_stop.IsCancellationRequested)
                LogUnread(log, e);
            _failed = true;
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _stop.Dispose();
        _one.Dispose();
    }

    private async Task<int> ReadPageAsync()
    {
        var changes = await store.ChangesAsync(_last, Page, _stop.Token).ConfigureAwait(false);
        if (changes.Count == 0)
            return 0;
        known.Apply(changes, time.GetUtcNow());
        _last = changes[^1].Number;
        var added = changes.Where(c => !c.IsLifted).Select(c => c.Revocation).ToList();
        if (added.Count > 0)
            Seen?.Invoke(added);
        return changes.Count;
    }

    [LoggerMessage(EventId = 14_001, Level = LogLevel.Warning, Message = "Revocations can't be read right now: those that are known hold")]
    private static partial void LogUnread(ILogger log, Exception e);
}
