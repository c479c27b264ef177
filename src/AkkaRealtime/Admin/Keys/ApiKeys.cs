using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Admin.Keys;

/// <summary>
/// The keys that were made by the API. What the store has of them is read at most once a second, however many wrong keys are tried: a key that was revoked on another
/// node is taken here for a second at most, or until the store can be reached.
/// </summary>
internal sealed class ApiKeys(IApiKeyStore store, JournalPromise journal, TimeProvider time) : IDisposable
{
    /// <summary>What every key begins with, by which scanners for leaked secrets find it.</summary>
    public const string Prefix = "ark_";

    /// <summary>So many there are at most.</summary>
    public const int Max = 500;

    private const int KeyBytes = 32;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);
    private Known? _known;

    /// <summary>All keys, by id.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel) => store.ListAsync(cancel);

    /// <summary>The key of this hash, where it holds now.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, and never could.</exception>
    public async Task<ApiKey?> FindAsync(ReadOnlyMemory<byte> hash, CancellationToken cancel)
    {
        var known = await KnownAsync(cancel).ConfigureAwait(false);
        return known.ByHash.TryGetValue(Convert.ToHexStringLower(hash.Span), out var key) && !(key.ExpiresAt <= time.GetUtcNow()) ? key : null;
    }

    /// <summary>Makes a key and returns it with what is kept of it; null where there are too many.</summary>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async Task<(ApiKey Kept, string Key)?> CreateAsync(string name, IEnumerable<string> scopes, DateTimeOffset? expiresAt, string by, CancellationToken cancel)
    {
        if ((await ListAsync(cancel).ConfigureAwait(false)).Count >= Max)
            return null;
        var now = time.GetUtcNow();
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var kept = new ApiKey(TimeOrderedId.New(now), name, hash, string.Join(' ', scopes.Distinct(StringComparer.Ordinal)), now, expiresAt, by);
        await journal.SaveAsync(owner => new SaveKey(owner, kept), cancel).ConfigureAwait(false);
        Forget();
        return (kept, key);
    }

    /// <summary>Revokes a key; false where there is none of this id.</summary>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancel)
    {
        if ((await ListAsync(cancel).ConfigureAwait(false)).All(key => key.Id != id))
            return false;
        await journal.SaveAsync(owner => new DeleteKey(owner, id), cancel).ConfigureAwait(false);
        Forget();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    // What it does itself holds here at once: what is being read right now may be from before that.
    private void Forget() => Volatile.Write(ref _known, Known.Outdated());

    private async Task<Known> KnownAsync(CancellationToken cancel)
    {
        if (IsFresh(out var known))
            return known;
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (IsFresh(out known))
                return known;
            var before = Volatile.Read(ref _known);
            var at = time.GetTimestamp();
            Known read;
            try
            {
                read = new Known((await store.ListAsync(cancel).ConfigureAwait(false)).ToDictionary(key => key.Hash), at);
            }
            catch (StoreUnavailableException) when (before is { At: not null })
            {
                read = before with { At = at };
            }

            // Unless something was made or revoked meanwhile.
            Interlocked.CompareExchange(ref _known, read, before);
            return read;
        }
        finally
        {
            _one.Release();
        }
    }

    private bool IsFresh(out Known known)
    {
        known = Volatile.Read(ref _known)!;
        return known is { At: { } at } && time.GetElapsedTime(at) < Fresh;
    }

    // What was read, and when.
    private sealed record Known(IReadOnlyDictionary<string, ApiKey> ByHash, long? At)
    {
        public static Known Outdated() => new(new Dictionary<string, ApiKey>(), null);
    }
}
