using System.Buffers.Text;
using System.Security.Cryptography;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Hosting;

namespace AkkaRealtime.Push;

/// <summary>The keys by which push services know this server: those of the options, or those that the first node has made. Here before the first connection; none where push is off.</summary>
internal sealed class PushKeys(IPushStore store, JournalPromise journal, PushOptions options, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private VapidKeys? _keys;

    /// <summary>The keys.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public VapidKeys Keys => _keys ?? throw new InvalidOperationException("There are no keys of push: it is off, or not started.");

    /// <summary>What devices subscribe with; null: push is off.</summary>
    public string? PublicKey => _keys?.PublicKey;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Enabled)
            return;
        if (options.PublicKey.Length > 0)
        {
            _keys = new VapidKeys(options.PublicKey, options.PrivateKey);
            return;
        }

        while (_keys is null)
        {
            try
            {
                _keys = await LoadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(Patience, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A new pair.</summary>
    internal static VapidKeys Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = key.ExportParameters(includePrivateParameters: true);
        return new VapidKeys(Base64Url.EncodeToString([4, .. made.Q.X!, .. made.Q.Y!]), Base64Url.EncodeToString(made.D!));
    }

    // Of several nodes that start at once, the first one's are everybody's.
    private async Task<VapidKeys?> LoadAsync(CancellationToken cancel)
    {
        if (await store.KeysAsync(cancel).ConfigureAwait(false) is { } known)
            return known;
        await journal.SaveAsync(owner => new SaveVapidKeys(owner, Make()), cancel).ConfigureAwait(false);
        return await store.KeysAsync(cancel).ConfigureAwait(false);
    }
}
